package org.xksworkbench.app.ui.screen.proxyconsole;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.proxy.ProxyControl;
import org.xksworkbench.app.ui.screen.proxyconsole.ProxyConsoleViewModel.TrafficSummary;
import org.xksworkbench.app.ui.task.LiveFeed;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// The requests that the proxy answers, as they come, and what they add up to. They come through a
/// [LiveFeed]: what the window cannot show in time is dropped and counted.
final class LiveRequests implements AutoCloseable {

  private static final int ROOM = 5000;
  private static final int ROWS_KEPT = 1000;
  private static final Duration BEAT = Duration.ofMillis(500);

  private final Optional<ProxyControl> control;
  private final InstantSource clock;
  private final Runnable beat;
  private final Traffic traffic = new Traffic();
  private final Consumer<XksCall> listener;
  private final ReadOnlyObjectWrapper<@Nullable TrafficSummary> summary =
      new ReadOnlyObjectWrapper<>();
  private final ObservableList<XksCall> all = FXCollections.observableArrayList();
  private final FilteredList<XksCall> shown = new FilteredList<>(all);
  private final StringProperty filter = new SimpleStringProperty("");

  /// @param beat called with each batch, also with an empty one
  LiveRequests(
      Optional<ProxyControl> control,
      Tasks tasks,
      TaskScope scope,
      InstantSource clock,
      Runnable beat) {
    this.control = control;
    this.clock = clock;
    this.beat = beat;
    var feed = new LiveFeed<XksCall>(tasks, scope, ROOM, BEAT, this::add);
    this.listener = feed::offer;
    filter.subscribe(text -> shown.setPredicate(call -> matches(call, text)));
    control.ifPresent(present -> {
      present.recentCalls().forEach(this::keep);
      present.onCall(listener);
      summarize(0);
    });
    feed.start();
  }

  ReadOnlyObjectProperty<@Nullable TrafficSummary> summary() {
    return summary.getReadOnlyProperty();
  }

  /// Newest first.
  ObservableList<XksCall> shown() {
    return shown;
  }

  StringProperty filter() {
    return filter;
  }

  Instant now() {
    return clock.instant();
  }

  @Override
  public void close() {
    control.ifPresent(present -> present.forget(listener));
  }

  private void add(LiveFeed.Batch<XksCall> batch) {
    batch.items().forEach(this::keep);
    summarize(batch.dropped());
    beat.run();
  }

  private void keep(XksCall call) {
    traffic.add(call);
    all.addFirst(call);
    if (all.size() > ROWS_KEPT) {
      all.removeLast();
    }
  }

  private void summarize(long dropped) {
    var now = clock.instant();
    traffic.forgetOld(now);
    var seconds = traffic.seconds(now);
    var lastTen = seconds.subList(seconds.size() - 10, seconds.size());
    summary.set(
        new TrafficSummary(
            lastTen.stream().mapToLong(Traffic.Second::requests).sum() / 10.0,
            traffic.latency(),
            traffic.errors(),
            traffic.encryptions(),
            seconds,
            dropped,
            control.map(ProxyControl::missedCalls).orElse(0L)));
  }

  private static boolean matches(XksCall call, String text) {
    return String.join(
            " ",
            call.kmsRequestId(),
            call.operation(),
            call.kmsOperation(),
            call.xksKeyId(),
            call.pathPrefix(),
            call.errorName(),
            call.awsPrincipalArn())
        .toLowerCase(Locale.ROOT)
        .contains(text.strip().toLowerCase(Locale.ROOT));
  }
}
