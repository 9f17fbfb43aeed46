package org.xksworkbench.bridge.ceremony.writing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import org.xksworkbench.bridge.store.Deletion;

/// Room on the disk that is kept for the outcome of an act that cannot be undone. A file beside the
/// transcript takes it; when the disk is full at that moment, the file goes.
final class Ballast {

  /// For the lines of one act, many times over.
  private static final int BYTES = 256 << 10;

  private static final String NAME = ".ballast";

  private final Path file;

  private Ballast(Path file) {
    this.file = file;
  }

  static Ballast beside(Path transcript) {
    return new Ballast(transcript.resolveSibling(transcript.getFileName() + NAME));
  }

  /// Takes the room, if it is not taken yet. The bytes are random: a file system that compresses
  /// would give none back for others.
  void load() throws IOException {
    if (loaded()) {
      return;
    }
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var noise = new byte[BYTES];
      new SecureRandom().nextBytes(noise);
      for (var bytes = ByteBuffer.wrap(noise); bytes.hasRemaining(); ) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  boolean loaded() throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == BYTES;
  }

  /// Gives the room back.
  void drop() throws IOException {
    Deletion.file(file);
  }
}
