package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The file system below a file that may not exist yet.
final class Disk {

  private Disk() {}

  static boolean isReadOnly(Path file) {
    return below(file).map(FileStore::isReadOnly).orElse(false);
  }

  /// In bytes; the largest number where nobody can tell.
  static long room(Path file) {
    return below(file)
        .map(store -> {
          try {
            return store.getUsableSpace();
          } catch (IOException e) {
            return Long.MAX_VALUE;
          }
        })
        .orElse(Long.MAX_VALUE);
  }

  private static Optional<FileStore> below(Path file) {
    for (var place = file.toAbsolutePath(); place != null; place = place.getParent()) {
      if (Files.exists(place)) {
        try {
          return Optional.of(Files.getFileStore(place));
        } catch (IOException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
