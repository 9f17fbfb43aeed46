package org.xksworkbench.app.ui.screen.keystorelist;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javafx.scene.Node;
import javafx.scene.chart.BarChart;
import javafx.scene.chart.CategoryAxis;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.StackedBarChart;
import javafx.scene.chart.XYChart;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Labels;

/// The figures and charts of monitoring.
final class Charts {

  private static final double HEIGHT = 230;
  private static final double WIDEST_BAR_GAP = 60;

  /// From this number of bars on the gaps between them are narrow.
  private static final int MANY_BARS = 12;

  private Charts() {}

  /// A number under its name.
  static VBox figure(String name, String value) {
    var label = Labels.withStyle(name, "muted", "small");
    var number = Labels.heading(value);
    label.setLabelFor(number);
    return new VBox(label, number);
  }

  /// Bars, one a time, of parts that add up.
  ///
  /// @param series name to the value at each time
  static Node stackedArea(
      String title, List<String> times, Map<String, ? extends List<? extends Number>> series) {
    var chart = new StackedBarChart<String, Number>(new CategoryAxis(), axis());
    chart.setCategoryGap(gap(times.size()));
    fill(chart, times, series);
    return withTitle(chart, title, series.size() > 1);
  }

  static Node bars(String title, List<String> times, List<? extends Number> values) {
    var chart = new BarChart<String, Number>(new CategoryAxis(), axis());
    chart.setCategoryGap(gap(times.size()));
    fill(chart, times, Map.of(title, values));
    return withTitle(chart, title, false);
  }

  /// Lines, one a series; a time without a value has no point.
  static <T> Node lines(
      String title,
      List<T> intervals,
      java.util.function.Function<T, String> time,
      Map<String, ToDoubleFunction<T>> series) {
    var chart = new LineChart<String, Number>(new CategoryAxis(), axis());
    chart.setCreateSymbols(intervals.size() < MANY_BARS);
    series.forEach((name, value) -> {
      var line = new XYChart.Series<String, Number>();
      line.setName(name);
      for (var interval : intervals) {
        var number = value.applyAsDouble(interval);
        if (!Double.isNaN(number)) {
          line.getData().add(new XYChart.Data<>(time.apply(interval), number));
        }
      }
      chart.getData().add(line);
    });
    return withTitle(chart, title, series.size() > 1);
  }

  private static void fill(
      XYChart<String, Number> chart,
      List<String> times,
      Map<String, ? extends List<? extends Number>> series) {
    series.forEach((name, values) -> {
      var bars = new XYChart.Series<String, Number>();
      bars.setName(name);
      for (var i = 0; i < times.size(); i++) {
        bars.getData().add(new XYChart.Data<>(times.get(i), values.get(i)));
      }
      chart.getData().add(bars);
    });
  }

  private static double gap(int bars) {
    return bars < MANY_BARS ? WIDEST_BAR_GAP : 2;
  }

  private static Node withTitle(XYChart<String, Number> chart, String title, boolean legend) {
    chart.setTitle(title);
    chart.setAnimated(false);
    chart.setLegendVisible(legend);
    chart.setPrefHeight(HEIGHT);
    chart.setMinHeight(HEIGHT);
    chart.getStyleClass().add("figure-chart");
    chart.setAccessibleText(title);
    return chart;
  }

  private static NumberAxis axis() {
    var axis = new NumberAxis();
    axis.setForceZeroInRange(true);
    axis.setMinorTickVisible(false);
    return axis;
  }
}
