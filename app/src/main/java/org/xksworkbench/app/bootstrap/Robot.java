package org.xksworkbench.app.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javafx.stage.Stage;
import org.xksworkbench.app.session.Session;
import org.xksworkbench.app.ui.shell.ShellViewModel;
import org.xksworkbench.app.ui.theme.Theme;

/// Drives the window in place of a person. The product has none: the project's own scripts bring
/// theirs by `-Dxksw.robots=JAR`.
public interface Robot {

  /// The window, once it is there.
  ///
  /// @param ceremony whether it was started for key ceremonies
  record Driven(
      Stage stage, Theme theme, ShellViewModel shell, Session session, boolean ceremony) {}

  /// What the robot is called by at the command line, such as `--tour`; a path follows.
  String option();

  /// Nobody can be asked whether to wait on, so the start has a limit.
  ///
  /// @param standing how far the start is, asked on any thread
  default void awaitStart(Duration limit, Supplier<String> standing) {}

  /// The window shows a session; on the window's thread.
  ///
  /// @param path what followed the option
  void drive(Driven window, Path path);

  /// There will be no session.
  default void cannotStart(List<String> why) {}

  /// A robot and the path that followed its option.
  record Called(Robot robot, Path path) {}
}
