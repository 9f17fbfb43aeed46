package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// Code that comes with the program and must be a file to be loaded. It lies in a folder that is
/// this user's alone, under a name made of its content, and is used again: nobody else can exchange
/// it, and nothing is left of a process that ends without a word.
public final class UnpackedFile {

  private static final Path SELF = Path.of("/proc/self");
  private static final String USER = "unix:uid";

  private UnpackedFile() {}

  /// Puts it there, unless it is there already.
  ///
  /// @param name with an ending, such as `libpart.so`; the hash of the content goes before that
  /// @return the file; it has exactly this content
  /// @throws IOException also if the folder belongs to another user
  public static Path in(Path folder, String name, byte[] content) throws IOException {
    OwnerOnly.createFolder(folder);
    requireOurs(folder);
    var file = folder.resolve(nameOf(name, content));
    if (!holds(file, content)) {
      put(file, content);
    }
    return file;
  }

  /// A checksum will do: what is there is compared with what must be there, byte for byte. The
  /// digests of the JDK cost the start of a short command some hundredths of a second.
  private static String nameOf(String name, byte[] content) {
    var hash = new CRC32();
    hash.update(content);
    var dot = name.lastIndexOf('.');
    return name.substring(0, dot)
        + "-"
        + HexFormat.of().toHexDigits((int) hash.getValue())
        + name.substring(dot);
  }

  private static boolean holds(Path file, byte[] content) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == content.length
        && Arrays.equals(Files.readAllBytes(file), content);
  }

  /// Under a name of this process alone until it is whole: another may be at the same, or load it.
  private static void put(Path file, byte[] content) throws IOException {
    var partial = Files.createTempFile(file.getParent(), ".", ".partial");
    try {
      Files.write(partial, content);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Deletion.file(partial);
      throw e;
    }
  }

  /// Root with the environment of somebody else, as under `sudo`, must not load what that user can
  /// exchange.
  private static void requireOurs(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(folder.toString());
    }
    if (!isOurs(folder)) {
      throw new AccessDeniedException(folder.toString(), null, "it belongs to another user");
    }
  }

  private static boolean isOurs(Path folder) throws IOException {
    if (Files.isDirectory(SELF)) {
      return Files.getAttribute(folder, USER).equals(Files.getAttribute(SELF, USER));
    }
    return !OwnerOnly.posix(folder)
        || Files.getOwner(folder).getName().equals(System.getProperty("user.name"));
  }
}
