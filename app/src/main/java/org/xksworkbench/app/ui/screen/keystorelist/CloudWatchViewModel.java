package org.xksworkbench.app.ui.screen.keystorelist;

import java.time.Duration;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.xksworkbench.app.kms.KeyStoreFigures;
import org.xksworkbench.app.kms.KeyStoreMetrics;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// What Amazon CloudWatch counted for one key store at a time. It is asked when somebody looks:
/// each metric that is asked for costs money (Amazon CloudWatch pricing, GetMetricData).
final class CloudWatchViewModel {

  /// The console's ranges.
  enum Range {
    HOUR("1 hour", Duration.ofHours(1)),
    THREE_HOURS("3 hours", Duration.ofHours(3)),
    TWELVE_HOURS("12 hours", Duration.ofHours(12)),
    DAY("1 day", Duration.ofDays(1)),
    THREE_DAYS("3 days", Duration.ofDays(3)),
    WEEK("1 week", Duration.ofDays(7));

    private final String text;
    private final Duration length;

    Range(String text, Duration length) {
      this.text = text;
      this.length = length;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final KeyStoreMetrics metrics;
  private final Tasks tasks;
  private final TaskScope scope;
  private final ObjectProperty<Range> range = new SimpleObjectProperty<>(Range.THREE_HOURS);
  private final Fetched<KeyStoreFigures> state = new Fetched<>();

  CloudWatchViewModel(KeyStoreMetrics metrics, Tasks tasks, TaskScope scope) {
    this.metrics = metrics;
    this.tasks = tasks;
    this.scope = scope;
  }

  ObjectProperty<Range> range() {
    return range;
  }

  ReadOnlyObjectProperty<Loadable<KeyStoreFigures>> state() {
    return state.getReadOnlyProperty();
  }

  void ask(String customKeyStoreId) {
    state.loading();
    var length = range.get().length;
    tasks
        .task("Asking CloudWatch")
        .on(Job.AWS_LIST, _ -> metrics.of(customKeyStoreId, length))
        .in(scope)
        .into(state)
        .start();
  }
}
