package org.xksworkbench.app.ui.screen.tour;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;

/// Leads to the stops and shows their marks. Pressing a button here marks nothing.
public final class TourViewModel implements AutoCloseable {

  private final TourMarks marks;
  private final TourWays ways;
  private final ScreenTasks tasks;
  private final Navigator navigator;

  public TourViewModel(TourMarks marks, TourWays ways, Tasks tasks, Navigator navigator) {
    this.marks = marks;
    this.ways = ways;
    this.tasks = new ScreenTasks(tasks);
    this.navigator = navigator;
  }

  /// What happened at a stop, in a word or two; empty if nothing did.
  public Optional<String> mark(TourStop stop) {
    return marks.at(stop);
  }

  /// The first stop without a mark.
  public Optional<TourStop> next() {
    return open().stream().findFirst();
  }

  /// How far the user is.
  public String progress() {
    var open = open();
    var all = TourStop.values().length;
    var minutes = TourStop.minutes(open);
    return open.isEmpty()
        ? "You made every stop."
        : "%d of %d stops made, about %d %s left"
            .formatted(all - open.size(), all, minutes, minutes == 1 ? "minute" : "minutes");
  }

  /// True while the way to a stop is looked up.
  public BooleanProperty busy() {
    return tasks.busy();
  }

  public void go(TourStop stop) {
    tasks
        .aside("Going to " + stop.title(), Job.AWS_CALL, _ -> ways.to(stop))
        .busy(tasks.busy())
        .onSuccess(navigator::go)
        .start();
  }

  @Override
  public void close() {
    tasks.close();
  }

  private List<TourStop> open() {
    return Arrays.stream(TourStop.values()).filter(stop -> mark(stop).isEmpty()).toList();
  }
}
