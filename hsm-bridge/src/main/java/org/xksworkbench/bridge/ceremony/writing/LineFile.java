package org.xksworkbench.bridge.ceremony.writing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// The file of a transcript that grows by whole lines, each on the disk before the next. What goes
/// wrong once is not tried again: after a failed `fsync` the system may have dropped what it was to
/// write, and say of a second one that all is well.
final class LineFile implements AutoCloseable {

  private static final long ROOM = 16L << 20;

  private final Path file;
  private final FileChannel channel;
  private final Ballast ballast;
  private long length;
  private @Nullable PoisonException poison;

  private LineFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
    this.ballast = Ballast.beside(file);
  }

  /// A file that did not exist.
  ///
  /// @throws CeremonyException if it is there, or cannot be written
  static LineFile create(Path file) {
    try {
      var made = new LineFile(file, open(file, StandardOpenOption.CREATE_NEW));
      OwnerOnly.forceFolder(file);
      return made;
    } catch (FileAlreadyExistsException e) {
      throw new CeremonyException(
          "There is a transcript at "
              + file
              + " already. Resume that ceremony, or begin another in a new folder.",
          e);
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.WRITE, file, e);
    }
  }

  /// A file that another process wrote.
  static LineFile existing(Path file) {
    try {
      var found = new LineFile(file, open(file, StandardOpenOption.READ));
      found.length = found.channel.size();
      return found;
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.WRITE, file, e);
    }
  }

  private static FileChannel open(Path file, StandardOpenOption how) throws IOException {
    var channel = FileChannel.open(file, how, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // another ceremony of this process
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new CeremonyException("Another program writes the transcript " + file + " now.");
  }

  /// All that is there. It is read through the channel: on Windows nobody else can read what is
  /// locked, this process included.
  byte[] content() {
    try {
      var bytes = ByteBuffer.allocate(Math.toIntExact(length));
      while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
        // until it is all there
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    } catch (IOException | ArithmeticException e) {
      throw new CeremonyException("The transcript " + file + " cannot be read.", e);
    }
  }

  /// Sets aside what stands behind the last whole line, in a file of its own.
  ///
  /// @param whole so many bytes are whole lines
  /// @param line number of the line that is not whole
  void cutTail(long whole, long line, byte[] tail) {
    try {
      Files.write(
          free(file.getFileName() + ".torn-" + line),
          tail,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.SYNC);
      channel.truncate(whole);
      channel.force(true);
      length = whole;
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.WRITE, file, e);
    }
  }

  /// A line may have been torn twice before the ceremony was resumed.
  private Path free(String name) {
    var at = file.resolveSibling(name);
    for (var again = 2; Files.exists(at); again++) {
      at = file.resolveSibling(name + "-" + again);
    }
    return at;
  }

  /// Takes the room that is kept for the outcome of an act, and asks for some more.
  ///
  /// @throws CeremonyException if there is not enough; nothing has changed, and it can be tried
  ///   again
  void requireRoom() {
    try {
      ballast.load();
      if (Files.getFileStore(file).getUsableSpace() >= ROOM) {
        return;
      }
    } catch (IOException e) {
      throw noRoom(e);
    }
    throw noRoom(null);
  }

  private CeremonyException noRoom(@Nullable IOException cause) {
    return new CeremonyException(
        "The disk of "
            + file
            + " has no room of "
            + (ROOM >> 20)
            + " MiB, so that what cannot be undone could not be recorded. Nothing was begun. Make"
            + " room, then try again.",
        cause);
  }

  /// Writes one line and waits until the disk has it.
  ///
  /// @param line with its line feed
  /// @param ofAct whether it belongs to an act that was begun and cannot be undone: on a full disk
  ///   the room that was kept is used then
  /// @throws PoisonException if it is not known to be on the disk
  void append(byte[] line, boolean ofAct) {
    requireHealthy();
    try {
      if (channel.size() != length || Files.size(file) != length) {
        throw poison(
            "The transcript "
                + file
                + " is not as long as this program left it: somebody else wrote to it.",
            null);
      }
      write(line, ofAct);
      channel.force(true);
    } catch (IOException e) {
      var made = poison(StoreException.of(StoreException.FileAct.WRITE, file, e).clause() + ".", e);
      cut(made);
      throw made;
    }
    length += line.length;
  }

  private void write(byte[] line, boolean ofAct) throws IOException {
    try {
      writeAtEnd(line);
    } catch (IOException e) {
      if (!ofAct
          || StoreException.of(StoreException.FileAct.WRITE, file, e).reason()
              != StoreException.FileReason.DISK_FULL
          || !ballast.loaded()) {
        throw e;
      }
      ballast.drop();
      channel.truncate(length);
      writeAtEnd(line);
    }
  }

  private void writeAtEnd(byte[] line) throws IOException {
    var at = length;
    for (var bytes = ByteBuffer.wrap(line); bytes.hasRemaining(); ) {
      at += channel.write(bytes, at);
    }
  }

  /// @throws PoisonException if something went wrong before
  void requireHealthy() {
    var before = poison;
    if (before != null) {
      throw new PoisonException(before.getMessage(), before);
    }
  }

  /// From now on nothing is written.
  ///
  /// @param why a sentence
  PoisonException poison(String why, @Nullable Throwable cause) {
    var made =
        new PoisonException(
            why
                + " Nothing more is recorded by this program, so nothing more may be done. Leave"
                + " the ceremony, and resume it when the cause is gone.",
            cause);
    poison = made;
    return made;
  }

  private void cut(PoisonException why) {
    try {
      if (channel.size() > length) {
        channel.truncate(length);
      }
    } catch (IOException e) {
      // What fitted of the line stays; who resumes sets it aside.
      why.addSuppressed(e);
    }
  }

  /// Takes the file away that was just made and has no line.
  void discard() {
    close();
    try {
      Deletion.file(file);
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.WRITE, file, e);
    }
  }

  /// Lets go of the file; what was written stays.
  @Override
  public void close() {
    try {
      channel.close();
      ballast.drop();
    } catch (IOException e) {
      throw new CeremonyException("The transcript " + file + " could not be closed.", e);
    }
  }
}
