package org.xksworkbench.bridge.ceremony.writing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.store.StoreException;

/// A file that somebody attaches, as its line tells it.
///
/// @param name such as `bag.jpg`; letters, digits, `.`, `_` and `-`
/// @param mime its type, such as `image/jpeg`
/// @param caption what it shows
public record FileToAttach(
    String name, Fingerprint sha256, long bytes, String mime, String caption) {

  /// Larger files are kept elsewhere.
  private static final long MOST_BYTES = 256L << 20;

  private static final int LONGEST_NAME = 60;

  /// What a file is that may come into the evidence; it is read, and nothing is written.
  ///
  /// @throws CeremonyException if it cannot be read, or is too large
  public static FileToAttach of(Path source) {
    requireFile(source);
    try {
      if (Files.size(source) > MOST_BYTES) {
        throw new CeremonyException(
            source + " is larger than 256 MiB. Keep it elsewhere, and write down its SHA-256.");
      }
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, source, e);
    }
    return ofAnySize(source);
  }

  /// What a file is that is kept elsewhere.
  ///
  /// @throws CeremonyException if it cannot be read
  public static FileToAttach ofAnySize(Path source) {
    requireFile(source);
    try {
      return new FileToAttach(
          nameOf(source), Fingerprint.ofFile(source), Files.size(source), FileType.of(source), "");
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, source, e);
    }
  }

  private static void requireFile(Path source) {
    if (Files.exists(source) && !Files.isRegularFile(source)) {
      throw new CeremonyException(source + " is no file. Choose one file.");
    }
  }

  /// A name that a bundle can hold.
  private static String nameOf(Path source) {
    var name = String.valueOf(source.getFileName()).replaceAll("[^A-Za-z0-9._-]", "-");
    return name.length() > LONGEST_NAME ? name.substring(name.length() - LONGEST_NAME) : name;
  }

  public FileToAttach withCaption(String what) {
    return new FileToAttach(name, sha256, bytes, mime, what);
  }
}
