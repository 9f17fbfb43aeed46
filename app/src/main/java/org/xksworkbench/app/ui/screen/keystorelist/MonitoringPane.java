package org.xksworkbench.app.ui.screen.keystorelist;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import javafx.scene.Node;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.TwoColumns;

/// What our own proxy counted for one key store, and what Amazon CloudWatch did.
final class MonitoringPane extends VBox {

  private final Optional<CloudWatchPane> cloudWatch;

  /// @param figures of our own proxy; empty if the key store has another one
  /// @param cloudWatch empty where there is none: the local KMS publishes no metrics
  MonitoringPane(Optional<ProxyFigures> figures, Optional<CloudWatchPane> cloudWatch) {
    super(14);
    this.cloudWatch = cloudWatch;
    setId("monitoring");
    figures.ifPresent(own -> getChildren().add(own(own)));
    cloudWatch.ifPresent(getChildren()::add);
    if (getChildren().isEmpty()) {
      getChildren().add(nothing());
    }
  }

  /// Somebody looks at it.
  void onShown() {
    cloudWatch.ifPresent(CloudWatchPane::onShown);
  }

  private static Node nothing() {
    return new Note(
        Note.NoteTone.INFO,
        "The proxy of this key store is not of this workstation",
        "With AWS, its figures come from Amazon CloudWatch. The local KMS publishes none.");
  }

  private static Node own(ProxyFigures figures) {
    if (figures.calls() == 0) {
      return new Note(
          Note.NoteTone.INFO,
          "The proxy answered no call for this key store yet",
          "Connect the key store, or prove one of its KMS keys; the calls appear here.");
    }
    return new VBox(
        12,
        new FlowPane(
            28,
            8,
            Charts.figure("Requests", Integer.toString(figures.calls())),
            Charts.figure(
                "Reliability", String.format(Locale.ROOT, "%.1f %%", figures.reliability())),
            Charts.figure("Median", String.format(Locale.ROOT, "%.1f ms", figures.median())),
            Charts.figure("Slowest", String.format(Locale.ROOT, "%.0f ms", figures.slowest())),
            Charts.figure("Over 250 ms", Integer.toString(figures.tooSlow())),
            Charts.figure(
                "Most frequent error",
                figures.errors().isEmpty()
                    ? "none"
                    : figures.errors().getFirst().getKey()
                        + " ("
                        + figures.errors().getFirst().getValue()
                        + ")")),
        new TwoColumns(16, requests(figures), latency(figures)));
  }

  private static Node requests(ProxyFigures figures) {
    var operations = new TreeSet<String>();
    figures.minutes().forEach(minute -> operations.addAll(minute.operations().keySet()));
    var series = new TreeMap<String, List<Long>>();
    for (var operation : operations) {
      var counts = new ArrayList<Long>();
      figures
          .minutes()
          .forEach(minute -> counts.add(minute.operations().getOrDefault(operation, 0L)));
      series.put(operation.isEmpty() ? "not told" : operation, counts);
    }
    return Charts.stackedArea("Requests a minute", times(figures), series);
  }

  private static Node latency(ProxyFigures figures) {
    return Charts.bars(
        "Median latency, ms",
        times(figures),
        figures.minutes().stream().map(ProxyFigures.Minute::median).toList());
  }

  private static List<String> times(ProxyFigures figures) {
    return figures.minutes().stream()
        .map(minute -> Dates.clock(minute.start()).substring(0, 5))
        .toList();
  }
}
