package org.xksworkbench.bridge.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.xksworkbench.bridge.store.StoreException.Act;

/// Gives a file another name, so that a new one can be begun and the old one is not lost.
final class Aside {

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss");

  private Aside() {}

  /// @return such as `settings.json.2026-11-30-140503`
  static Path move(Path file) {
    var dated = file.getFileName() + "." + DATE.format(LocalDateTime.now(ZoneId.systemDefault()));
    var to = file.resolveSibling(dated);
    try (var _ = Exclusive.of(file)) {
      for (var number = 2; Files.exists(to); number++) {
        to = file.resolveSibling(dated + "-" + number);
      }
      Files.move(file, to);
      OwnerOnly.forceFolder(to);
      return to;
    } catch (IOException e) {
      throw StoreException.of(Act.WRITE, file, e);
    }
  }
}
