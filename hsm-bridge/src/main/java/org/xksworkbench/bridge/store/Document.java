package org.xksworkbench.bridge.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.store.StoreException.FileAct;
import org.xksworkbench.bridge.store.StoreException.FileReason;

/// One record in one file of JSON, replaced as a whole. Changes are made to what is in the file by
/// then, so that two windows do not undo each other's. Safe for use by several threads and
/// processes.
///
/// @param <T> a record
public final class Document<T> {

  /// More than any document of ours, and little enough to read at once.
  private static final int LONGEST = 1 << 24;

  private static final String VERSION = "version";

  private final Path file;
  private final Class<T> type;
  private final int version;

  /// @param version of the record; raised with each change that an older program must not overwrite
  public Document(Path file, Class<T> type, int version) {
    this.file = file;
    this.type = type;
    this.version = version;
  }

  public Path file() {
    return file;
  }

  /// @return empty if there is no file
  /// @throws StoreException if there is one that cannot be read or understood
  public Optional<T> read() {
    return TextFile.read(file, LONGEST).map(this::parse);
  }

  /// Changes what is in the file. A change that changes nothing does not touch it.
  ///
  /// @param absent what a file that is not there stands for
  /// @return what is in the file now
  /// @throws StoreException if it cannot be read, understood or written; it is then as it was
  public T change(T absent, UnaryOperator<T> change) {
    try (var _ = Exclusive.of(file)) {
      var before = read();
      var after = change.apply(before.orElse(absent));
      if (before.isEmpty() || !before.get().equals(after)) {
        OwnerOnly.replace(file, text(after));
      }
      return after;
    } catch (IOException e) {
      throw StoreException.of(FileAct.WRITE, file, e);
    }
  }

  /// Puts a value in the place of what is in the file, for a file that nobody else writes.
  ///
  /// @throws StoreException if it cannot be written; it is then as it was
  public void replace(T value) {
    try {
      var folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "no file is a root");
      if (!Files.isDirectory(folder)) {
        OwnerOnly.createFolder(folder);
      }
      OwnerOnly.replace(file, text(value));
    } catch (IOException e) {
      throw StoreException.of(FileAct.WRITE, file, e);
    }
  }

  /// Gives the file another name in its folder, with the date. What it holds is not lost.
  ///
  /// @return its new name
  /// @throws StoreException if it stays where it is
  public Path setAside() {
    return Aside.move(file);
  }

  private T parse(String text) {
    try {
      if (!(StoreJson.MAPPER.readTree(text) instanceof ObjectNode tree)) {
        throw new StoreException(FileReason.DAMAGED, FileAct.READ, file, what(text), null);
      }
      requireKnown(tree);
      tree.remove(VERSION);
      return StoreJson.MAPPER.treeToValue(tree, type);
    } catch (InvalidDefinitionException e) {
      throw new IllegalStateException(type + " cannot be kept in a file", e);
    } catch (JacksonException e) {
      throw new StoreException(FileReason.DAMAGED, FileAct.READ, file, where(e), null);
    }
  }

  private void requireKnown(ObjectNode tree) {
    var written = tree.get(VERSION);
    if (written == null) {
      return;
    }
    if (!written.isInt() || written.asInt() < 1) {
      throw new StoreException(FileReason.DAMAGED, FileAct.READ, file, VERSION, null);
    }
    if (written.asInt() > version) {
      throw new StoreException(
          FileReason.NEWER_VERSION, FileAct.READ, file, "format " + written.asInt(), null);
    }
  }

  private String text(T value) throws IOException {
    var tree = StoreJson.MAPPER.createObjectNode().put(VERSION, version);
    tree.setAll(StoreJson.MAPPER.<ObjectNode>valueToTree(value));
    return tree.toPrettyString() + "\n";
  }

  private static String what(String text) {
    return text.isBlank() ? "it is empty" : "it is no JSON object";
  }

  /// The line, or the name of the value; never the parser's own words, which quote the file.
  private static String where(JacksonException failure) {
    if (failure instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return mapping.getPath().stream()
          .map(step ->
              step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
          .collect(Collectors.joining("."))
          .replace(".[", "[");
    }
    var at = failure.getLocation();
    return at == null || at.getLineNr() < 1 ? "" : "line " + at.getLineNr();
  }
}
