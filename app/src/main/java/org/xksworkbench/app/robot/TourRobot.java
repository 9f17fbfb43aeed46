package org.xksworkbench.app.robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xksworkbench.app.bootstrap.Robot;

/// `--tour FOLDER`: does the main job, or with `--ceremony` a rehearsal, and leaves pictures and a
/// summary in the folder.
public final class TourRobot implements Robot {

  private Optional<UnattendedStart> start = Optional.empty();

  @Override
  public String option() {
    return "--tour";
  }

  @Override
  public void awaitStart(Duration limit, Supplier<String> standing) {
    start = Optional.of(new UnattendedStart(limit, standing));
  }

  @Override
  public void drive(Driven window, Path folder) {
    start.ifPresent(UnattendedStart::over);
    var tour = window.ceremony() ? new CeremonyTour(window, folder) : new DemoTour(window, folder);
    tour.start();
  }

  @Override
  public void cannotStart(List<String> why) {
    start.ifPresent(UnattendedStart::over);
    Tour.fail(why);
  }
}
