package org.xksworkbench.bridge.localkms.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.state.KmsState;
import org.xksworkbench.bridge.store.Deletion;

/// The file that keeps the state between runs. Only its owner can read it, it appears whole or not
/// at all, one process uses it at a time, and what it cannot understand it never overwrites.
public final class StateFile implements AutoCloseable {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final Map<Account, KmsState> held = new LinkedHashMap<>();
  private final FileChannel lock;
  private final ObjectMapper json = new ObjectMapper();

  private StateFile(Path file, FileChannel lock) {
    this.file = file;
    this.lock = lock;
  }

  /// @throws LocalKmsException if another process uses the file, or its folder cannot be written
  public static StateFile open(Path file) {
    try {
      var channel =
          FileChannel.open(
              beside(file, ".lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              ownerOnly(file));
      try {
        if (channel.tryLock() != null) {
          return new StateFile(file, channel);
        }
      } catch (OverlappingFileLockException e) {
        // said below
      }
      channel.close();
      throw new LocalKmsException(
          "The state file " + file + " is used by another local KMS; give each its own.", null);
    } catch (IOException e) {
      throw new LocalKmsException(
          "The state file " + file + " cannot be used: " + describe(e) + ".", e);
    }
  }

  /// What each account has in each Region.
  ///
  /// @return empty if there is no file yet
  /// @throws LocalKmsException if it is broken, or can be read by others
  public synchronized Map<Account, KmsState> read() {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      requireOwnerOnly();
      if (!(json.readTree(file.toFile()) instanceof ObjectNode root)) {
        throw new IllegalArgumentException("it is not a JSON object");
      }
      held.putAll(StateJson.read(root));
      return Map.copyOf(held);
    } catch (IOException | IllegalArgumentException e) {
      throw new LocalKmsException(
          "The state file %s cannot be used, and was left as it is: %s. Repair it, or move it away to start anew."
              .formatted(file, describe(e)),
          e);
    }
  }

  /// @throws LocalKmsException if it cannot be written; the old file is still there
  public synchronized void write(Account account, KmsState state) {
    var next = new LinkedHashMap<>(held);
    next.put(account, state);
    writeAll(next);
    held.put(account, state);
  }

  private void writeAll(Map<Account, KmsState> states) {
    var partial = beside(file, ".partial");
    try {
      var text = json.writerWithDefaultPrettyPrinter().writeValueAsString(StateJson.write(states));
      Deletion.file(partial);
      Files.createFile(partial, ownerOnly(file));
      try (var channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        var bytes = java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new LocalKmsException(
          "The state file " + file + " cannot be written: " + describe(e) + ".", e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new LocalKmsException("The lock of " + file + " cannot be given back.", e);
    }
  }

  private void requireOwnerOnly() throws IOException {
    if (!posix(file)) {
      return;
    }
    var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    permissions.removeAll(OWNER);
    if (!permissions.isEmpty()) {
      throw new IllegalArgumentException(
          "others than its owner can read it; run: chmod 600 " + file);
    }
  }

  private static Path beside(Path file, String suffix) {
    return file.toAbsolutePath().resolveSibling(file.getFileName() + suffix);
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return posix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
        : new FileAttribute<?>[0];
  }

  private static boolean posix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static String describe(Exception e) {
    return switch (e) {
      case com.fasterxml.jackson.core.JsonProcessingException broken ->
          "it is not valid JSON (" + broken.getOriginalMessage() + ")";
      case java.nio.file.NoSuchFileException _ -> "its folder is not there";
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
