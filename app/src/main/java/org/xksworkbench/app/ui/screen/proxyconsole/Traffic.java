package org.xksworkbench.app.ui.screen.proxyconsole;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// What the requests of the last minute say, and the encryptions of each key since the window was
/// opened. Used on the window's thread only.
final class Traffic {

  static final Duration WINDOW = Duration.ofSeconds(60);

  private static final int MOST_CALLS = 200_000;
  private static final double MICROS_PER_MILLI = 1000;

  /// Milliseconds; -1 where there was no request.
  record LatencyPercentiles(double p50, double p95, double p99) {}

  /// One second of the chart.
  ///
  /// @param secondsAgo 0 is the newest
  record Second(int secondsAgo, long requests, double p99) {}

  private final Deque<XksCall> recent = new ArrayDeque<>();
  private final Map<String, Long> encryptions = new TreeMap<>();

  void add(XksCall call) {
    recent.addLast(call);
    if (recent.size() > MOST_CALLS) {
      recent.removeFirst();
    }
    if (call.operation().equals("Encrypt") && call.httpStatus() == 200) {
      encryptions.merge(call.xksKeyId(), 1L, Long::sum);
    }
  }

  void forgetOld(Instant now) {
    var oldest = now.minus(WINDOW);
    while (!recent.isEmpty() && recent.getFirst().at().isBefore(oldest)) {
      recent.removeFirst();
    }
  }

  int requests() {
    return recent.size();
  }

  LatencyPercentiles latency() {
    return latency(recent.stream().map(XksCall::totalMicros).toList());
  }

  /// How often each error came, the most frequent first.
  List<Map.Entry<String, Long>> errors() {
    return recent.stream()
        .filter(call -> call.httpStatus() != 200)
        .collect(
            Collectors.groupingBy(
                call -> call.errorName().isEmpty() ? "HTTP " + call.httpStatus() : call.errorName(),
                Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .toList();
  }

  /// Encryptions of each key, the most frequent first. A key that is used with random
  /// initialization vectors should not encrypt more than 2^32 times (NIST SP 800-38D, section 8.3).
  List<Map.Entry<String, Long>> encryptions() {
    return encryptions.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .toList();
  }

  List<Second> seconds(Instant now) {
    var bySecond = new TreeMap<Integer, List<Long>>();
    for (var call : recent) {
      var ago = (int) Duration.between(call.at(), now).toSeconds();
      bySecond.computeIfAbsent(Math.max(0, ago), _ -> new ArrayList<>()).add(call.totalMicros());
    }
    var seconds = new ArrayList<Second>();
    for (var ago = (int) WINDOW.toSeconds() - 1; ago >= 0; ago--) {
      var micros = bySecond.getOrDefault(ago, List.of());
      seconds.add(new Second(ago, micros.size(), micros.isEmpty() ? 0 : latency(micros).p99()));
    }
    return seconds;
  }

  private static LatencyPercentiles latency(List<Long> micros) {
    if (micros.isEmpty()) {
      return new LatencyPercentiles(-1, -1, -1);
    }
    var sorted = new ArrayList<>(micros);
    Collections.sort(sorted);
    return new LatencyPercentiles(at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99));
  }

  private static double at(List<Long> sorted, double share) {
    var index = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.get(Math.clamp(index, 0, sorted.size() - 1)) / MICROS_PER_MILLI;
  }
}
