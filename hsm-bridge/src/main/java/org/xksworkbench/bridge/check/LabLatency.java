package org.xksworkbench.bridge.check;

import java.util.Arrays;

/// How long answers took, milliseconds.
public record LabLatency(int answers, double p50, double p95, double p99, double max) {

  private static final double MICROS_PER_MILLI = 1000;

  static LabLatency of(long... micros) {
    var sorted = micros.clone();
    Arrays.sort(sorted);
    return sorted.length == 0
        ? new LabLatency(0, 0, 0, 0, 0)
        : new LabLatency(
            sorted.length,
            at(sorted, 0.50),
            at(sorted, 0.95),
            at(sorted, 0.99),
            sorted[sorted.length - 1] / MICROS_PER_MILLI);
  }

  private static double at(long[] sorted, double share) {
    var index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.clamp(index, 0, sorted.length - 1)] / MICROS_PER_MILLI;
  }

  /// In words, such as "p50 2.1, p95 4.0, p99 9.8, at most 12.3 ms".
  public String words() {
    return "p50 %.1f, p95 %.1f, p99 %.1f, at most %.1f ms".formatted(p50, p95, p99, max);
  }
}
