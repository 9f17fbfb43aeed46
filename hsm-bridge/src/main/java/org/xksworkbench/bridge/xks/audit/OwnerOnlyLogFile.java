package org.xksworkbench.bridge.xks.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.store.OwnerOnly;
import org.xksworkbench.bridge.store.StoreException;

/// A log in a file that only its owner can read.
///
/// The file is the one that has the name now: before each write it is looked whether that is still
/// the open one. So it can be renamed, removed, or its folder with it, at any time and without a
/// signal, and the next line is in a new file of that name. What could be written of lines in part
/// is taken back. No file that is there is ever overwritten.
public final class OwnerOnlyLogFile implements LineSink {

  private static final Logger LOG = LoggerFactory.getLogger(OwnerOnlyLogFile.class);

  /// In UTC, and without a colon, which not every file system takes.
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Path file;
  private final LogRotation rotation;
  private final InstantSource clock;
  private @Nullable FileChannel channel;
  private @Nullable Object key;
  private Instant begun = Instant.MAX;
  private Instant notRotatedBefore = Instant.MIN;

  private OwnerOnlyLogFile(Path file, LogRotation rotation, InstantSource clock) {
    this.file = file;
    this.rotation = rotation;
    this.clock = clock;
  }

  /// Opens the file; makes it if it is not there. Its folder must be.
  ///
  /// @throws StoreException if it cannot be written
  public static OwnerOnlyLogFile open(Path file, LogRotation rotation) {
    return open(file, rotation, InstantSource.system());
  }

  static OwnerOnlyLogFile open(Path file, LogRotation rotation, InstantSource clock) {
    var log = new OwnerOnlyLogFile(file, rotation, clock);
    try {
      var _ = log.openFile();
      return log;
    } catch (IOException e) {
      throw StoreException.of(StoreException.FileAct.WRITE, file, e);
    }
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public String sayFailure(IOException failure) {
    var why = StoreException.of(StoreException.FileAct.WRITE, file, failure);
    return why.getMessage() + " " + why.reason().remedy();
  }

  @Override
  public void write(ByteBuffer lines) throws IOException {
    var out = current();
    var before = out.size();
    try {
      while (lines.hasRemaining()) {
        var _ = out.write(lines);
      }
    } catch (IOException e) {
      takeBack(out, before, e);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    var open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }

  private FileChannel current() throws IOException {
    var open = channel;
    if (open != null && !isStillThere()) {
      close();
      open = null;
    }
    if (open == null) {
      makeFolder();
      return openFile();
    }
    return isDue(open) ? rotate() : open;
  }

  private boolean isStillThere() throws IOException {
    try {
      return Objects.equals(key, attributes().fileKey());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /// It was there when the log was opened, so its name is no mistake.
  private void makeFolder() throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.exists(folder)) {
      OwnerOnly.createFolder(folder);
    }
  }

  private FileChannel openFile() throws IOException {
    var open = OwnerOnly.appending(file);
    try {
      var attributes = attributes();
      key = attributes.fileKey();
      begun = open.size() == 0 ? clock.instant() : attributes.creationTime().toInstant();
      if (isTorn(attributes)) {
        var _ = open.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
    } catch (IOException e) {
      open.close();
      throw e;
    }
    channel = open;
    return open;
  }

  private BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class);
  }

  /// Whether it ends within a line, as a crash or a disk that was full leaves it.
  private boolean isTorn(BasicFileAttributes attributes) throws IOException {
    if (!attributes.isRegularFile() || attributes.size() == 0) {
      return false;
    }
    try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
      var last = ByteBuffer.allocate(1);
      return in.read(last, attributes.size() - 1) == 1 && last.get(0) != '\n';
    }
  }

  private void takeBack(FileChannel out, long before, IOException failure) {
    try (out) {
      channel = null;
      if (out.size() > before) {
        var _ = out.truncate(before);
      }
    } catch (IOException e) {
      // Then it ends within a line, which the next write sees.
      failure.addSuppressed(e);
    }
  }

  private boolean isDue(FileChannel open) throws IOException {
    if (rotation.equals(LogRotation.NEVER)) {
      return false;
    }
    var now = clock.instant();
    return rotation.isDue(open.size(), begun, now) && !now.isBefore(notRotatedBefore);
  }

  /// A name that is taken, or a folder that cannot be written, is no reason to lose a line: then
  /// the file goes on growing.
  private FileChannel rotate() throws IOException {
    var now = clock.instant();
    close();
    try {
      // What a link leads to: the link is the operator's.
      var real = file.toRealPath();
      Files.move(real, real.resolveSibling(real.getFileName() + "." + STAMP.format(now)));
    } catch (IOException e) {
      notRotatedBefore = now.plus(LogRotation.TRIED_AGAIN_AFTER);
      LOG.warn(
          "The request log {} is due to be begun anew, but cannot be renamed, and goes on: {}",
          file,
          StoreException.words(e));
    }
    return openFile();
  }
}
