package org.xksworkbench.app;

import java.util.Objects;
import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.bootstrap.AppliedPreferences;
import org.xksworkbench.app.bootstrap.Arguments;
import org.xksworkbench.app.bootstrap.Desktop;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// The JavaFX application: hands the stage to [Desktop].
public final class DesktopApp extends Application {

  private @Nullable MachinePolicy policy;
  private @Nullable Desktop desktop;

  /// Called before [#start], on a thread that is not the window's.
  @Override
  public void init() {
    policy = MachinePolicy.ofMachine();
    AppliedPreferences.speak(Arguments.parse(getParameters().getRaw()), Places.ofUser());
  }

  @Override
  public void start(Stage stage) {
    var started =
        new Desktop(
            stage,
            Arguments.parse(getParameters().getRaw()),
            Objects.requireNonNull(policy),
            Places.ofUser(),
            uri -> getHostServices().showDocument(uri));
    desktop = started;
    started.show();
  }

  @Override
  public void stop() {
    if (desktop != null) {
      desktop.close();
    }
  }
}
