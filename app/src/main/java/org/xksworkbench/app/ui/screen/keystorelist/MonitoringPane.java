package org.xksworkbench.app.ui.screen.keystorelist;

import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import javafx.scene.Node;
import javafx.scene.chart.BarChart;
import javafx.scene.chart.CategoryAxis;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.StackedBarChart;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.TwoColumns;

/// What our own proxy counted for one key store.
final class MonitoringPane extends VBox {

  private static final double CHART_HEIGHT = 230;

  MonitoringPane(Optional<ProxyFigures> figures) {
    super(12);
    setId("monitoring");
    getChildren().setAll(figures.map(MonitoringPane::charts).orElseGet(MonitoringPane::notOurs));
  }

  private static Node notOurs() {
    return new Note(
        Note.Tone.INFO,
        "The proxy of this key store is not of this workstation",
        "Its figures are in Amazon CloudWatch, namespace AWS/KMS: XksProxyLatency, XksProxyErrors,"
            + " XksProxyCertificateDaysToExpire, XksProxyCredentialAge and"
            + " XksExternalKeyManagerStates, with the dimension CustomKeyStoreId.");
  }

  private static Node charts(ProxyFigures figures) {
    if (figures.calls() == 0) {
      return new Note(
          Note.Tone.INFO,
          "The proxy answered no call for this key store yet",
          "Connect the key store, or prove one of its KMS keys; the calls appear here.");
    }
    return new VBox(
        12,
        new HBox(
            28,
            figure("Requests", Integer.toString(figures.calls())),
            figure("Reliability", String.format(Locale.ROOT, "%.1f %%", figures.reliability())),
            figure("Median", String.format(Locale.ROOT, "%.1f ms", figures.median())),
            figure("Slowest", String.format(Locale.ROOT, "%.0f ms", figures.slowest())),
            figure("Over 250 ms", Integer.toString(figures.tooSlow())),
            figure(
                "Most frequent error",
                figures.errors().isEmpty()
                    ? "none"
                    : figures.errors().getFirst().getKey()
                        + " ("
                        + figures.errors().getFirst().getValue()
                        + ")")),
        new TwoColumns(16, requests(figures), latency(figures)));
  }

  private static VBox figure(String name, String value) {
    var label = new Label(name);
    label.getStyleClass().addAll("muted", "small");
    var number = new Label(value);
    number.getStyleClass().add("heading");
    label.setLabelFor(number);
    return new VBox(label, number);
  }

  private static Node requests(ProxyFigures figures) {
    var chart = new StackedBarChart<String, Number>(new CategoryAxis(), axis());
    chart.setTitle("Requests a minute");
    var operations = new TreeSet<String>();
    figures.minutes().forEach(minute -> operations.addAll(minute.operations().keySet()));
    for (var operation : operations) {
      var series = new XYChart.Series<String, Number>();
      series.setName(operation.isEmpty() ? "not told" : operation);
      figures
          .minutes()
          .forEach(minute ->
              series
                  .getData()
                  .add(
                      new XYChart.Data<>(
                          Dates.clock(minute.start()).substring(0, 5),
                          minute.operations().getOrDefault(operation, 0L))));
      chart.getData().add(series);
    }
    return dressed(chart);
  }

  private static Node latency(ProxyFigures figures) {
    var chart = new BarChart<String, Number>(new CategoryAxis(), axis());
    chart.setTitle("Median latency, ms");
    var series = new XYChart.Series<String, Number>();
    series.setName("Median");
    figures
        .minutes()
        .forEach(minute ->
            series
                .getData()
                .add(
                    new XYChart.Data<>(
                        Dates.clock(minute.start()).substring(0, 5), minute.median())));
    chart.getData().add(series);
    chart.setLegendVisible(false);
    return dressed(chart);
  }

  private static Node dressed(XYChart<String, Number> chart) {
    chart.setAnimated(false);
    chart.setPrefHeight(CHART_HEIGHT);
    chart.setMinHeight(CHART_HEIGHT);
    return chart;
  }

  private static NumberAxis axis() {
    var axis = new NumberAxis();
    axis.setForceZeroInRange(true);
    axis.setMinorTickVisible(false);
    return axis;
  }
}
