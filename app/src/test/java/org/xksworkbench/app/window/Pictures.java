package org.xksworkbench.app.window;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.Image;
import javax.imageio.ImageIO;

/// What `make pictures` leaves: all of them in build/pictures, to be looked at. Those that a
/// document shows are in docs/pictures, and are replaced there.
final class Pictures {

  private static final Path ROOT = Path.of(System.getProperty("xksw.basedir"));

  private Pictures() {}

  /// @param name of the screen and its theme, such as `start-light`
  static void keep(String name, Image image) {
    try {
      var folder = Files.createDirectories(ROOT.resolve("build").resolve("pictures"));
      var picture = folder.resolve(name + ".png");
      ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", picture.toFile());
      var shown = ROOT.resolve("docs").resolve("pictures").resolve(name + ".png");
      if (Files.exists(shown)) {
        Files.copy(picture, shown, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
