package org.xksworkbench.bridge.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.xksworkbench.bridge.xks.config.OwnerOnly;

/// Replaces a file as a whole: a reader sees the old text or the new one, also after a crash.
public final class AtomicFile {

  private AtomicFile() {}

  /// Makes the folder, for its owner alone, if it is not there.
  public static void replace(Path file, String text) throws IOException {
    var folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "no file is a root");
    if (!Files.isDirectory(folder)) {
      OwnerOnly.createFolder(folder);
    }
    var next = Files.createTempFile(folder, file.getFileName().toString(), ".new");
    try {
      Files.write(next, text.getBytes(StandardCharsets.UTF_8));
      try (var channel =
          java.nio.channels.FileChannel.open(next, java.nio.file.StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      move(next, file);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
