package org.xksworkbench.app.robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.application.Application;
import javafx.stage.Stage;
import org.xksworkbench.app.bootstrap.Arguments;
import org.xksworkbench.app.bootstrap.Desktop;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.bridge.agent.LateHelper;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// A tour whose start hangs: the helper process of its token never begins.
public final class HangingTour extends Application {

  @Override
  public void start(Stage stage) {
    var arguments = getParameters().getRaw();
    var home = Path.of(arguments.get(0));
    var limit = Duration.ofSeconds(Long.parseLong(arguments.get(1)));
    new Desktop(
            stage,
            Arguments.parse(
                List.of(
                    "--demo",
                    "--demo-folder",
                    home.resolve("demo").toString(),
                    "--tour",
                    home.resolve("tour").toString())),
            MachinePolicy.none(),
            new Places(
                home.resolve("config"),
                home.resolve("state"),
                home.resolve("cache"),
                home.resolve("logs")),
            _ -> {},
            new Desktop.StartPatience(Duration.ofSeconds(1), limit),
            environment -> LateHelper.moduleBehind(home.resolve("gate"), environment))
        .show();
  }

  /// JavaFX refuses a main class that is an application, where it is on the class path.
  static final class HangingTourMain {

    public static void main(String[] arguments) {
      Application.launch(HangingTour.class, arguments);
    }
  }
}
