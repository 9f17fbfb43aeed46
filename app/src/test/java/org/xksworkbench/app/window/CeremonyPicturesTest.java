package org.xksworkbench.app.window;

import java.nio.file.Files;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.ui.navigation.Destination;

/// Pictures of a rehearsal.
@Tag("pictures")
class CeremonyPicturesTest {

  @Test
  void the_pages_of_a_ceremony() throws Exception {
    // Its name is in the pictures.
    var folder = Files.createTempDirectory("xks-workbench");
    try (var window = new DemoWindow(folder)) {
      window.go(new Destination.CeremoniesScreen());
      window.awaitText("#ceremonies", "TO BE READ ALOUD");
      window.pictures("ceremony-start");
      CeremonyWindowTest.prepare(window);
      window.awaitText("#environment", "SoftHSM");
      window.pictures("ceremony-preparation");
      CeremonyWindowTest.open(window);
      window.pictures("ceremony-opening");
      var checkValue = "";
      while (window.isShown("#ceremony-run")) {
        CeremonyWindowTest.enter(window, checkValue);
        var title = window.textsOf("#step-title");
        if (title.contains("Generate the key") && window.isShown("#sign-operator")) {
          window.pictures("ceremony-run-before");
        }
        CeremonyWindowTest.signOff(window);
        if (title.contains("Generate the key")
            && window.textsOf("#step-title").equals(title)
            && window.textsOf("#sign-offs").contains("acted")) {
          window.pictures("ceremony-run");
          window.press(KeyCode.F6);
          window.awaitText("#interlude", "Record a deviation");
          window.pictures("ceremony-deviation");
          window.press(KeyCode.ESCAPE);
        }
        if (title.contains("Read the check value") && checkValue.isEmpty()) {
          checkValue = CeremonyWindowTest.checkValue(window);
        }
      }
      CeremonyWindowTest.signTranscript(window);
      window.pictures("ceremony-end");
    }
  }
}
