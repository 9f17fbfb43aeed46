package org.xksworkbench.bridge.xks.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /// @throws ProxyConfigException if others may read the file, or it is not there
  public static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ProxyConfigException("There is no file " + file, null);
    }
    try {
      if (posix(file)) {
        var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        permissions.retainAll(OTHERS);
        if (!permissions.isEmpty()) {
          throw new ProxyConfigException(
              "Others than its owner have access to " + file + "; run: chmod 600 " + file, null);
        }
      }
    } catch (IOException e) {
      throw new ProxyConfigException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
