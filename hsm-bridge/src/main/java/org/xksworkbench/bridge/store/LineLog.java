package org.xksworkbench.bridge.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xksworkbench.bridge.store.StoreException.FileAct;

/// A record a line, newest last. A file that has grown becomes the predecessor, `<name>.1`, in the
/// place of the one before. A line that cannot be understood, or was cut off by a crash, costs
/// itself and nothing else, and stays in the file. Safe for use by several threads and processes.
///
/// @param <T> a record
public final class LineLog<T> {

  private static final int LONGEST = 1 << 26;

  private final Path file;
  private final long fullAt;
  private final ObjectReader reader;

  /// @param fullAt bytes from which on it becomes the predecessor
  public LineLog(Path file, Class<T> type, long fullAt) {
    this.file = file;
    this.fullAt = fullAt;
    this.reader =
        StoreJson.MAPPER
            .readerFor(type)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /// What was found in a file.
  ///
  /// @param unreadable how many lines could not be understood
  public record Lines<T>(List<T> entries, int unreadable) {

    public Lines {
      entries = List.copyOf(entries);
    }
  }

  public Path file() {
    return file;
  }

  public Path predecessor() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  /// @throws StoreException if there is something that cannot be read
  public Lines<T> read() {
    return read(file);
  }

  /// @throws StoreException if there is something that cannot be read
  public Lines<T> readPredecessor() {
    return read(predecessor());
  }

  /// Writes entries at the end of the file; returns when they are on disk.
  ///
  /// @throws StoreException if they are not; part of a line may be
  public void append(List<T> entries) {
    var text = new StringBuilder();
    try (var _ = Exclusive.of(file)) {
      for (var entry : entries) {
        text.append(StoreJson.MAPPER.writeValueAsString(entry)).append('\n');
      }
      var succeeded = becomePredecessor();
      try (var channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              OwnerOnly.ownerAlone(file))) {
        var before = channel.size();
        channel.position(before);
        try {
          var bytes = (isTorn(channel) ? "\n" + text : text.toString());
          OwnerOnly.writeAll(channel, bytes.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          // What fitted of it would be written again.
          channel.truncate(before);
          throw e;
        }
        if (succeeded || before == 0) {
          OwnerOnly.forceFolder(file);
        }
      }
    } catch (IOException e) {
      throw StoreException.of(FileAct.WRITE, file, e);
    }
  }

  /// Gives the file another name in its folder, with the date.
  ///
  /// @return its new name
  public Path setAside() {
    return Aside.move(file);
  }

  /// Gives the predecessor another name in its folder, with the date.
  ///
  /// @return its new name
  public Path setPredecessorAside() {
    return Aside.move(predecessor());
  }

  private boolean becomePredecessor() throws IOException {
    if (!Files.isRegularFile(file)
        || Files.size(file) <= fullAt
        // What cannot be read is never overwritten; the file goes on growing.
        || (Files.exists(predecessor()) && !Files.isRegularFile(predecessor()))) {
      return false;
    }
    Files.move(
        file, predecessor(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  private static boolean isTorn(FileChannel channel) throws IOException {
    var size = channel.size();
    if (size == 0) {
      return false;
    }
    var last = ByteBuffer.allocate(1);
    return channel.read(last, size - 1) != 1 || last.get(0) != '\n';
  }

  private Lines<T> read(Path from) {
    var bytes = TextFile.bytes(from, LONGEST).orElseGet(() -> new byte[0]);
    var entries = new ArrayList<T>();
    var unreadable = 0;
    for (var start = 0; start < bytes.length; ) {
      var end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      var line = ByteBuffer.wrap(bytes, start, end - start);
      if (line.hasRemaining()) {
        var entry = parse(line);
        entry.ifPresent(entries::add);
        unreadable += entry.isPresent() ? 0 : 1;
      }
      start = end + 1;
    }
    return new Lines<>(entries, unreadable);
  }

  private Optional<T> parse(ByteBuffer line) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(line).toString();
      T entry = reader.readValue(text);
      return Optional.ofNullable(entry);
    } catch (InvalidDefinitionException e) {
      throw new IllegalStateException("Entries of " + file + " cannot be kept in a file", e);
    } catch (CharacterCodingException | JacksonException e) {
      return Optional.empty();
    }
  }
}
