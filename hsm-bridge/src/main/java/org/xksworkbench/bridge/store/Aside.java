package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.xksworkbench.bridge.store.StoreException.FileAct;

/// Gives what stands in the way another name, with the date, so that a new one can be begun and the
/// old one is not lost.
public final class Aside {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss", Locale.ROOT);

  private Aside() {}

  /// A file of the store, while nobody else changes it.
  static Path move(Path file) {
    try (var _ = Exclusive.of(file)) {
      var to = set(file, LocalDateTime.now(ZoneId.systemDefault()));
      OwnerOnly.forceFolder(to);
      return to;
    } catch (IOException e) {
      throw StoreException.of(FileAct.WRITE, file, e);
    }
  }

  /// A file, a folder or a link (not what it leads to).
  ///
  /// @param now of this computer's clock and zone
  /// @return where it is now, such as `proxy.toml.2026-11-30-140503`
  public static Path set(Path path, LocalDateTime now) throws IOException {
    var dated = path.getFileName() + "." + DATE.format(now);
    var to = path.resolveSibling(dated);
    for (var number = 2; Files.exists(to, LinkOption.NOFOLLOW_LINKS); number++) {
      to = path.resolveSibling(dated + "-" + number);
    }
    try {
      return Files.move(path, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      return Files.move(path, to);
    }
  }
}
