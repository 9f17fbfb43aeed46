package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Deletes. No other class does; `ArchitectureTest` of both modules holds it.
public final class Deletion {

  private Deletion() {}

  /// Deletes one file that the caller made itself: a partial file, a ready file, a note that has
  /// served. Does nothing if it is not there.
  ///
  /// @throws IOException also if it is a folder
  public static void file(Path made) throws IOException {
    if (Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(made + " is a folder, where a file was to be deleted");
    }
    Files.deleteIfExists(made);
  }

  /// Deletes what a manifest names, and then the manifest. The only deletion that goes into
  /// folders. A file that became a folder or a link meanwhile stays, what lies behind a link stays,
  /// and so does a folder that holds anything else.
  public static void deleteMade(MadeFiles manifest) throws IOException {
    var folder = manifest.folder();
    // From the last name to the first: what is in a folder goes before it.
    for (var name : manifest.names().reversed()) {
      var path = folder.resolve(name);
      if (throughLink(folder, path)) {
        continue;
      }
      if (name.endsWith("/")
          ? Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
          : Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        try {
          Files.delete(path);
        } catch (DirectoryNotEmptyException e) {
          // What somebody else put into it stays.
        }
      }
    }
    var kept = manifest.file();
    if (kept.isPresent()) {
      file(kept.get());
    }
  }

  private static boolean throughLink(Path folder, Path path) {
    for (var above = path.getParent();
        above != null && !above.equals(folder);
        above = above.getParent()) {
      if (Files.isSymbolicLink(above)) {
        return true;
      }
    }
    return false;
  }
}
