package org.xksworkbench.app.creation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xksworkbench.bridge.xks.config.OwnerOnly;

/// Creations on disk: a folder of its own, a file each, which only its owner can read. A file is
/// written beside its place, forced to disk, then moved: it is there as a whole or not at all.
public final class CreationJournal {

  /// How many finished creations are remembered.
  private static final int FINISHED_KEPT = 200;

  private static final int VERSION = 1;
  private static final String ENDING = ".json";

  private final Path folder;
  private final ObjectMapper json = new ObjectMapper();

  /// What was found on disk.
  ///
  /// @param creations oldest first
  /// @param unreadable files that are no record of this program, or of a newer version of it
  public record Contents(List<Creation> creations, List<Path> unreadable) {

    public Contents {
      creations = List.copyOf(creations);
      unreadable = List.copyOf(unreadable);
    }
  }

  /// @param folder made when the first creation is noted
  public CreationJournal(Path folder) {
    this.folder = folder;
  }

  public Path folder() {
    return folder;
  }

  /// Returns when it is on disk.
  ///
  /// @throws JournalException if it is not
  public synchronized void save(Creation creation) {
    var file = file(creation);
    var beside = folder.resolve("." + creation.id() + ".new");
    try {
      OwnerOnly.createFolder(folder);
      Files.deleteIfExists(beside);
      write(beside, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree(creation)));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder();
    } catch (IOException e) {
      throw new JournalException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  /// @throws JournalException if it stays
  public synchronized void remove(Creation creation) {
    try {
      Files.deleteIfExists(file(creation));
    } catch (IOException e) {
      throw new JournalException(
          "%s cannot be deleted: %s".formatted(file(creation), e.getMessage()), e);
    }
  }

  /// @throws JournalException if the folder cannot be read
  public synchronized Contents contents() {
    var creations = new ArrayList<Creation>();
    var unreadable = new ArrayList<Path>();
    if (!Files.isDirectory(folder)) {
      return new Contents(creations, unreadable);
    }
    try (var files = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (var file : files) {
        try {
          creations.add(creation(json.readTree(Files.readAllBytes(file))));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
          unreadable.add(file);
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      throw new JournalException("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
    creations.sort(Comparator.comparing(Creation::begun));
    return new Contents(creations, unreadable);
  }

  /// Forgets the oldest of those that are finished.
  public synchronized void prune() {
    var finished = contents().creations().stream().filter(Creation::finished).toList();
    finished.stream().limit(Math.max(0, finished.size() - FINISHED_KEPT)).forEach(this::remove);
  }

  private Path file(Creation creation) {
    return folder.resolve(creation.id() + ENDING);
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    var posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    var attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[] {};
    try (var channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            attributes)) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /// Without it, the name may be lost although the file is on disk. Windows has no such call.
  private void forceFolder() throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private ObjectNode tree(Creation creation) {
    var plan = creation.plan();
    var tree =
        json.createObjectNode()
            .put("version", VERSION)
            .put("id", creation.id())
            .put("begun", creation.begun().toString())
            .put("kms", creation.kms())
            .put("region", creation.region())
            .put("account", creation.account());
    var planned =
        tree.putObject("plan")
            .put("customKeyStoreId", plan.keyStoreId())
            .put("customKeyStoreName", plan.keyStoreName())
            .put("xksKeyId", plan.xksKeyId())
            .put("alias", plan.alias())
            .put("description", plan.description())
            .put("policy", plan.policy());
    var tags = planned.putObject("tags");
    new TreeMap<>(plan.tags()).forEach(tags::put);
    var stage = tree.putObject("stage");
    switch (creation.stage()) {
      case Stage.Intended _ -> stage.put("name", "intended");
      case Stage.KeyCreated(var keyId, var arn, var requestId) ->
          stage
              .put("name", "key-created")
              .put("keyId", keyId)
              .put("arn", arn)
              .put("createKeyRequestId", requestId);
      case Stage.Finished(var keyId, var arn, var keyRequestId, var aliasRequestId) ->
          stage
              .put("name", "finished")
              .put("keyId", keyId)
              .put("arn", arn)
              .put("createKeyRequestId", keyRequestId)
              .put("createAliasRequestId", aliasRequestId);
    }
    return tree;
  }

  private static Creation creation(JsonNode tree) {
    if (tree.path("version").asInt() != VERSION) {
      throw new IllegalArgumentException("not version " + VERSION);
    }
    var plan = tree.path("plan");
    Map<String, String> tags = new TreeMap<>();
    plan.path("tags").properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
    return new Creation(
        text(tree, "id"),
        Instant.parse(text(tree, "begun")),
        text(tree, "kms"),
        text(tree, "region"),
        text(tree, "account"),
        new KeyPlan(
            text(plan, "customKeyStoreId"),
            text(plan, "customKeyStoreName"),
            text(plan, "xksKeyId"),
            text(plan, "alias"),
            text(plan, "description"),
            tags,
            text(plan, "policy")),
        stage(tree.path("stage")));
  }

  private static Stage stage(JsonNode stage) {
    return switch (text(stage, "name")) {
      case "intended" -> new Stage.Intended();
      case "key-created" ->
          new Stage.KeyCreated(
              text(stage, "keyId"), text(stage, "arn"), text(stage, "createKeyRequestId"));
      case "finished" ->
          new Stage.Finished(
              text(stage, "keyId"),
              text(stage, "arn"),
              text(stage, "createKeyRequestId"),
              text(stage, "createAliasRequestId"));
      default -> throw new IllegalArgumentException("an unknown stage");
    };
  }

  private static String text(JsonNode tree, String name) {
    var value = tree.get(name);
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("no " + name);
    }
    return value.asText();
  }
}
