package org.xksworkbench.bridge.ceremony.writing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// The same lines on a second medium, written after the first. It shows lines that were taken off
/// the first one. That it fails stops nothing here: people decide what follows.
final class Mirror implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;
  private @Nullable CeremonyException trouble;

  private Mirror(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// @throws CeremonyException if a file is there, or none can be written
  static Mirror create(Path file) {
    try {
      var made =
          new Mirror(
              file,
              FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      OwnerOnly.forceFolder(file);
      return made;
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.WRITE, file, e);
    }
  }

  /// Takes it up again.
  ///
  /// @param lines whole lines of the transcript
  /// @throws CeremonyException if the mirror holds something else, or more
  static Mirror existing(Path file, byte[] lines) {
    try {
      var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      var found = new Mirror(file, channel);
      try {
        found.catchUp(lines);
        return found;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.WRITE, file, e);
    }
  }

  private void catchUp(byte[] lines) throws IOException {
    var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
      // until it is all there
    }
    var same = Arrays.mismatch(bytes.array(), lines);
    // What it holds of a line that is in neither as a whole is no line.
    var whole = wholeLines(bytes.array());
    if (same >= 0 && same < whole) {
      throw new CeremonyException(
          "The mirror "
              + file
              + " holds other lines than the transcript, or more: one of the two was changed, or"
              + " lines were taken off it. Put back the one that was, then resume.");
    }
    channel.truncate(whole);
    channel.position(whole);
    write(Arrays.copyOfRange(lines, whole, lines.length));
  }

  private static int wholeLines(byte[] bytes) {
    var whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    return whole;
  }

  /// Writes a line, unless the mirror failed before.
  void append(byte[] line) {
    if (trouble != null) {
      return;
    }
    try {
      write(line);
    } catch (IOException e) {
      trouble = CeremonyException.of(StoreException.FileAct.WRITE, file, e);
    }
  }

  private void write(byte[] bytes) throws IOException {
    for (var left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
      channel.write(left);
    }
    channel.force(true);
  }

  /// Why it is behind; empty if it is not.
  Optional<CeremonyException> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new CeremonyException("The mirror " + file + " could not be closed.", e);
    }
  }
}
