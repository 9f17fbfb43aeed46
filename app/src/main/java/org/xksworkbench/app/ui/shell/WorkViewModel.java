package org.xksworkbench.app.ui.shell;

import java.time.Duration;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import org.xksworkbench.app.ui.task.TaskHandle;
import org.xksworkbench.app.words.Words;

/// What the status line says of the work in the background: its name at first, after two seconds
/// its time and whether it can be left. Of several jobs, the one at work longest that can be left.
final class WorkViewModel {

  private static final Words WORDS = Words.of(WorkViewModel.class);

  private static final Duration SLOW = Duration.ofSeconds(2);

  private final ObservableList<TaskHandle> running;

  WorkViewModel(ObservableList<TaskHandle> running) {
    this.running = running;
  }

  /// Such as "Reading HSM keys… 12 s"; empty while nothing that takes time is at work.
  ObservableValue<String> text() {
    return Bindings.createStringBinding(() -> shownTask().map(this::words).orElse(""), running);
  }

  /// Whether *Stop waiting* is offered.
  ObservableValue<Boolean> canStop() {
    return Bindings.createBooleanBinding(
        () -> shownTask().filter(task -> slow(task) && task.canBeLeft()).isPresent(), running);
  }

  /// What *Stop waiting* would stop, for those who do not see the line beside it.
  ObservableValue<String> stopping() {
    return Bindings.createStringBinding(
        () ->
            shownTask()
                .map(task -> WORDS.text("work.stop-one", task.name()))
                .orElseGet(() -> WORDS.text("work.stop")),
        running);
  }

  /// What goes on when nobody waits any more.
  ObservableValue<String> goesOn() {
    return Bindings.createStringBinding(
        () -> shownTask().map(task -> task.job().goesOn()).orElse(""), running);
  }

  void stop() {
    shownTask().ifPresent(TaskHandle::stopWaiting);
  }

  private Optional<TaskHandle> shownTask() {
    return running.stream()
        .filter(task -> slow(task) && task.canBeLeft())
        .findFirst()
        .or(() -> running.stream().filter(task -> !task.elapsed().get().isZero()).findFirst());
  }

  private String words(TaskHandle task) {
    if (!slow(task)) {
      return WORDS.text("work.begun", task.name());
    }
    return WORDS.text("work.slow", task.name(), time(task.elapsed().get()))
        + behind(task)
        + (task.canBeLeft() ? "" : WORDS.text("work.not-to-stop"));
  }

  private static String behind(TaskHandle task) {
    var other = task.behind();
    return other == null || other.isEmpty() ? "" : WORDS.text("work.behind", other);
  }

  private static boolean slow(TaskHandle task) {
    return task.elapsed().get().compareTo(SLOW) >= 0;
  }

  private static String time(Duration time) {
    return time.toMinutes() == 0
        ? WORDS.text("work.seconds", time.toSeconds())
        : WORDS.text("work.minutes", time.toMinutes(), time.toSecondsPart());
  }
}
