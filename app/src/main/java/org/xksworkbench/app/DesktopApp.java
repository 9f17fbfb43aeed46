package org.xksworkbench.app;

import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.bootstrap.Arguments;
import org.xksworkbench.app.bootstrap.Places;
import org.xksworkbench.app.bootstrap.StartUp;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// The JavaFX application: hands the stage to [StartUp].
public final class DesktopApp extends Application {

  private @Nullable StartUp startUp;

  @Override
  public void start(Stage stage) {
    var started =
        new StartUp(
            stage,
            Arguments.parse(getParameters().getRaw()),
            MachinePolicy.ofMachine(),
            Places.ofUser(),
            uri -> getHostServices().showDocument(uri));
    startUp = started;
    started.show();
  }

  @Override
  public void stop() {
    if (startUp != null) {
      startUp.close();
    }
  }
}
