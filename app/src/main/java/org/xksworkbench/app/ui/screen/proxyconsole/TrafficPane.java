package org.xksworkbench.app.ui.screen.proxyconsole;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ui.screen.proxyconsole.ProxyConsoleViewModel.TrafficSummary;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.app.ui.widget.TwoColumns;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// How many requests come and how long they take, and each of the last ones.
final class TrafficPane extends VBox {

  private static final double CHART_HEIGHT = 118;
  private static final int SHOWN_COUNTS = 4;

  private final XYChart.Series<Number, Number> rate = new XYChart.Series<>();
  private final XYChart.Series<Number, Number> slowest = new XYChart.Series<>();

  TrafficPane(ProxyConsoleViewModel viewModel) {
    super(8);
    var figures = new Label();
    figures.setId("proxy-figures");
    figures.textProperty().bind(viewModel.summary().map(TrafficPane::figures));
    var errors = new Label();
    errors.setId("proxy-errors");
    errors.getStyleClass().add("muted");
    errors.setWrapText(true);
    errors.textProperty().bind(viewModel.summary().map(TrafficPane::counts));
    var charts =
        new TwoColumns(
            12, chart("requests a second", rate), chart("slowest hundredth, ms", slowest));
    var search =
        SearchField.of("Search request ID, key, operation, error", 300, viewModel.filter());
    var bar = Page.toolbar(search, Page.grow(), figures);
    var table =
        Tables.of(
            "proxy-calls",
            "Requests to the XKS proxy",
            viewModel.calls(),
            "No request has come yet.",
            List.<TableColumn<XksCall, ?>>of(
                Columns.text("Time", 82, call -> Dates.clock(call.at())),
                Columns.text("Operation", 122, XksCall::operation),
                Columns.text("For", 118, XksCall::kmsOperation),
                Columns.mono("XKS key ID", 120, XksCall::xksKeyId),
                Columns.text(
                    "Answer",
                    120,
                    call ->
                        call.httpStatus() == 200
                            ? "200"
                            : call.httpStatus() + " " + call.errorName()),
                Columns.text("Wait", 54, call -> millis(call.queueMicros())),
                Columns.text("Signature", 88, call -> millis(call.authMicros())),
                Columns.text("HSM", 54, call -> millis(call.tokenMicros())),
                Columns.text("Total ms", 84, call -> millis(call.totalMicros())),
                Columns.mono("KMS request ID", 278, XksCall::kmsRequestId)));
    table.setMinHeight(120);
    var card = Tables.card(table);
    setVgrow(card, Priority.ALWAYS);
    getChildren().addAll(charts, errors, bar, card);
    getStyleClass().add("card-body");
    viewModel.summary().subscribe(this::draw);
  }

  private static LineChart<Number, Number> chart(
      String title, XYChart.Series<Number, Number> series) {
    var x = new NumberAxis(-(Traffic.WINDOW.toSeconds() - 1), 0, 10);
    x.setTickLabelsVisible(false);
    x.setMinorTickVisible(false);
    var y = new NumberAxis();
    y.setForceZeroInRange(true);
    y.setMinorTickVisible(false);
    var chart = new LineChart<>(x, y);
    chart.setTitle(title + ", last minute");
    chart.setLegendVisible(false);
    chart.setCreateSymbols(false);
    chart.setAnimated(false);
    chart.getData().add(series);
    chart.setPrefHeight(CHART_HEIGHT);
    chart.setMinHeight(CHART_HEIGHT);
    chart.setMaxHeight(CHART_HEIGHT);
    chart.getStyleClass().addAll("card", "small-chart");
    return chart;
  }

  private void draw(@Nullable TrafficSummary summary) {
    if (summary == null) {
      return;
    }
    rate.getData()
        .setAll(
            summary.seconds().stream()
                .map(one -> new XYChart.Data<Number, Number>(-one.secondsAgo(), one.requests()))
                .toList());
    slowest
        .getData()
        .setAll(
            summary.seconds().stream()
                .map(one -> new XYChart.Data<Number, Number>(-one.secondsAgo(), one.p99()))
                .toList());
  }

  private static String figures(TrafficSummary summary) {
    var latency = summary.latency();
    return "%.1f requests a second · %s · %s"
            .formatted(
                summary.perSecond(),
                latency.p50() < 0
                    ? "no request in the last minute"
                    : "p50 %.1f, p95 %.1f, p99 %.1f ms"
                        .formatted(latency.p50(), latency.p95(), latency.p99()),
                summary.dropped() == 0
                    ? "all shown"
                    : summary.dropped() + " not shown: they came faster than the window draws")
        + (summary.missed() == 0
            ? ""
            : " · " + summary.missed() + " missed: they came faster than the proxy keeps them");
  }

  private static String counts(TrafficSummary summary) {
    var errors =
        summary.errors().isEmpty() ? "none in the last minute" : countText(summary.errors());
    var encryptions =
        summary.encryptions().isEmpty() ? "none yet" : countText(summary.encryptions());
    return "Errors: " + errors + ".   Encryptions since the proxy started: " + encryptions + ".";
  }

  private static String countText(List<Map.Entry<String, Long>> counts) {
    return counts.stream()
        .limit(SHOWN_COUNTS)
        .map(one -> one.getKey() + " " + one.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String millis(long micros) {
    return "%.1f".formatted(micros / 1000.0);
  }
}
