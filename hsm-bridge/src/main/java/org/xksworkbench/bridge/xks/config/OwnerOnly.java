package org.xksworkbench.bridge.xks.config;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

  /// Writes a file that did not exist. Nobody else can read it at any moment.
  public static void write(Path file, String text) throws IOException {
    if (posix(file)) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
    } else {
      Files.createFile(file);
    }
    Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
  }

  /// Puts a text in the place of a file, whole or not at all. Nobody else can read it at any
  /// moment.
  public static void replace(Path file, String text) throws IOException {
    var partial = file.resolveSibling("." + file.getFileName() + ".partial");
    Files.deleteIfExists(partial);
    write(partial, text);
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Opens a file to write at its end; makes it if it is not there.
  public static OutputStream append(Path file) throws IOException {
    if (!Files.exists(file)) {
      write(file, "");
    }
    return new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND));
  }

  /// @throws ProxyConfigException if others may read the file, or it is not there
  public static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ProxyConfigException("There is no file " + file, null);
    }
    requireOwnerOnly(file, "chmod 600 ");
  }

  /// @throws ProxyConfigException if others may look into the folder
  public static void requireFolder(Path folder) {
    requireOwnerOnly(folder, "chmod 700 ");
  }

  private static void requireOwnerOnly(Path path, String remedy) {
    try {
      if (posix(path)) {
        var permissions = EnumSet.copyOf(OTHERS);
        permissions.retainAll(Files.getPosixFilePermissions(path));
        if (!permissions.isEmpty()) {
          throw new ProxyConfigException(
              "Others than its owner have access to " + path + "; run: " + remedy + path, null);
        }
      }
    } catch (IOException e) {
      throw new ProxyConfigException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
