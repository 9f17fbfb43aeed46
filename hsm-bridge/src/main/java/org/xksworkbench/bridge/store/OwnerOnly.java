package org.xksworkbench.bridge.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Folders and files that only their owner can read. On file systems without POSIX permissions the
/// user's own folder has to do.
public final class OwnerOnly {

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private OwnerOnly() {}

  public static void createFolder(Path folder) throws IOException {
    if (posix(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
      Files.setPosixFilePermissions(folder, FOLDER);
    } else {
      Files.createDirectories(folder);
    }
  }

  /// Writes a file that did not exist, and forces it to disk. Nobody else can read it at any
  /// moment.
  public static void write(Path file, String text) throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerAlone(file))) {
      writeAll(channel, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Puts a text in the place of a file, whole or not at all, also after a loss of power. Nobody
  /// else can read it at any moment. A link stays: what it leads to is replaced. What a write that
  /// was cut off left beside the file goes.
  public static void replace(Path file, String text) throws IOException {
    var target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
    var partial = target.resolveSibling("." + target.getFileName() + ".partial");
    Deletion.file(partial);
    try {
      write(partial, text);
      move(partial, target);
    } catch (IOException e) {
      forget(partial, e);
      throw e;
    }
    forceFolder(target);
  }

  /// Opens a file to write at its end; makes it if it is not there.
  public static OutputStream append(Path file) throws IOException {
    if (!Files.exists(file)) {
      write(file, "");
    }
    return new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND));
  }

  /// Opens a file to write at its end, with nothing in between that keeps bytes back; makes it if
  /// it is not there.
  public static FileChannel appending(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), ownerAlone(file));
  }

  /// @throws StoreException if others may read the file, or it is not there
  public static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StoreException(
          Files.exists(file)
              ? StoreException.FileReason.NOT_A_FILE
              : StoreException.FileReason.NOT_THERE,
          StoreException.FileAct.READ,
          file,
          "",
          null);
    }
    requireOwnerOnly(file, "chmod 600 ");
  }

  /// @throws StoreException if others may look into the folder
  public static void requireFolder(Path folder) {
    requireOwnerOnly(folder, "chmod 700 ");
  }

  static FileAttribute<?>[] ownerAlone(Path file) {
    return posix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
        : new FileAttribute<?>[0];
  }

  static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(true);
  }

  /// Without it the name may be lost although the file is on disk. Windows has no such call.
  public static void forceFolder(Path file) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null && posix(folder)) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void forget(Path partial, IOException failure) {
    try {
      Deletion.file(partial);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static void requireOwnerOnly(Path path, String remedy) {
    try {
      if (posix(path)) {
        var permissions = EnumSet.copyOf(OTHERS);
        permissions.retainAll(Files.getPosixFilePermissions(path));
        if (!permissions.isEmpty()) {
          throw new StoreException(
              StoreException.FileReason.NOT_OURS,
              StoreException.FileAct.READ,
              path,
              "run: " + remedy + path,
              null);
        }
      }
    } catch (IOException e) {
      throw Files.isDirectory(path)
          ? StoreException.ofFolder(StoreException.FileAct.READ, path, e)
          : StoreException.of(StoreException.FileAct.READ, path, e);
    }
  }

  static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
