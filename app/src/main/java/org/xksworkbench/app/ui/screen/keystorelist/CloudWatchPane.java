package org.xksworkbench.app.ui.screen.keystorelist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.KeyStoreFigures;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.TwoColumns;

/// The console's graphs of an external key store, from Amazon CloudWatch.
final class CloudWatchPane extends VBox {

  private final CloudWatchViewModel viewModel;
  private final String storeId;

  CloudWatchPane(CloudWatchViewModel viewModel, String storeId) {
    super(12);
    this.viewModel = viewModel;
    this.storeId = storeId;
    setId("cloudwatch");
    var title = Labels.strong("Amazon CloudWatch, as AWS KMS saw it");
    var range = new ComboBox<CloudWatchViewModel.Range>();
    range.getItems().setAll(CloudWatchViewModel.Range.values());
    range.setId("cloudwatch-range");
    range.setAccessibleText("Time range");
    range.setValue(viewModel.range().get());
    range.setOnAction(_ -> {
      viewModel.range().set(range.getValue());
      onShown();
    });
    var again = Buttons.button("cloudwatch-refresh", "Refresh", () -> onShown());
    var bar = Page.toolbar(title, Page.grow(), range, again);
    getChildren()
        .setAll(bar, new LoadablePane<>(viewModel.state(), CloudWatchPane::figures, this::onShown));
  }

  void onShown() {
    viewModel.ask(storeId);
  }

  private static Node figures(KeyStoreFigures figures) {
    if (figures.requests() == 0) {
      return new VBox(
          12,
          new Note(
              Note.NoteTone.INFO,
              "CloudWatch has no request of this time",
              "AWS KMS asks a connected key store for its health by itself, so data appear within"
                  + " minutes of connecting. Choose a longer time to see what was before."),
          head(figures));
    }
    var times = figures.intervals().stream().map(one -> time(one)).toList();
    var counts = new LinkedHashMap<String, java.util.List<Long>>();
    counts.put(
        "Succeeded",
        figures.intervals().stream().map(KeyStoreFigures.FiguresInterval::succeeded).toList());
    counts.put(
        "Retryable errors",
        figures.intervals().stream().map(KeyStoreFigures.FiguresInterval::retryable).toList());
    counts.put(
        "Other errors",
        figures.intervals().stream().map(KeyStoreFigures.FiguresInterval::nonRetryable).toList());
    return new VBox(
        12,
        head(figures),
        new TwoColumns(
            16,
            Charts.stackedArea("Requests", times, counts),
            Charts.lines(
                "Average latency, ms",
                new ArrayList<>(figures.intervals()),
                CloudWatchPane::time,
                latencies(figures))));
  }

  private static Map<String, ToDoubleFunction<KeyStoreFigures.FiguresInterval>> latencies(
      KeyStoreFigures figures) {
    var operations = new TreeSet<String>();
    figures.intervals().forEach(one -> operations.addAll(one.latency().keySet()));
    var lines = new LinkedHashMap<String, ToDoubleFunction<KeyStoreFigures.FiguresInterval>>();
    operations.forEach(operation ->
        lines.put(operation, one -> one.latency().getOrDefault(operation, Double.NaN)));
    return lines;
  }

  private static Node head(KeyStoreFigures figures) {
    var pane = new FlowPane(28, 8);
    pane.getChildren()
        .addAll(
            Charts.figure("Requests", String.format(Locale.ROOT, "%,d", figures.requests())),
            Charts.figure(
                "Reliability",
                figures.reliability().isEmpty()
                    ? "–"
                    : String.format(Locale.ROOT, "%.2f %%", figures.reliability().getAsDouble())),
            Charts.figure(
                "Throttled by AWS KMS", String.format(Locale.ROOT, "%,d", figures.throttled())));
    new TreeMap<>(figures.certificateDays())
        .forEach((name, days) ->
            pane.getChildren()
                .add(
                    Charts.figure(
                        "Certificate " + name,
                        String.format(Locale.ROOT, "%.0f days left", days))));
    figures
        .credentialAge()
        .ifPresent(days ->
            pane.getChildren()
                .add(
                    Charts.figure(
                        "Credential", String.format(Locale.ROOT, "%.0f days old", days))));
    if (!figures.managers().isEmpty()) {
      pane.getChildren()
          .add(
              Charts.figure(
                  "External key managers",
                  new TreeMap<>(figures.managers())
                      .entrySet().stream()
                          .map(one ->
                              String.format(Locale.ROOT, "%.0f %s", one.getValue(), one.getKey()))
                          .collect(Collectors.joining(", "))));
    }
    if (!figures.exceptions().isEmpty()) {
      pane.getChildren()
          .add(
              Charts.figure(
                  "Most frequent exceptions",
                  figures.exceptions().stream()
                      .map(one -> one.getKey() + " (" + one.getValue() + ")")
                      .collect(Collectors.joining(", "))));
    }
    return pane;
  }

  private static String time(KeyStoreFigures.FiguresInterval interval) {
    return Dates.day(interval.start()).substring(0, 6)
        + " "
        + Dates.clock(interval.start()).substring(0, 5);
  }
}
