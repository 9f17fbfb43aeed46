package org.xksworkbench.app.ui.screen.keystorelist;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.client.XksClient;

/// What the calls of a proxy add up to, as CloudWatch would count them (AWS KMS Developer Guide,
/// monitoring external key stores).
///
/// @param reliability percent of calls without a retryable error; such errors are on the side of
///   the proxy
/// @param median of the answers, in milliseconds
/// @param slowest in milliseconds
/// @param tooSlow answers that took longer than AWS KMS waits
/// @param errors error name to how often, the most frequent first
/// @param minutes one for each minute since the first call, the last hour at most
record ProxyFigures(
    int calls,
    double reliability,
    double median,
    double slowest,
    int tooSlow,
    List<Map.Entry<String, Long>> errors,
    List<Minute> minutes) {

  /// The calls of one minute.
  ///
  /// @param operations operation to number of calls
  /// @param median in milliseconds; 0 without calls
  record Minute(Instant start, Map<String, Long> operations, double median) {}

  private static final int MOST_MINUTES = 60;
  private static final double MICROS = 1_000;
  private static final double PERCENT = 100;

  /// Errors for which AWS KMS would try again, and that lower the reliability.
  private static final Set<String> RETRYABLE =
      Set.of("InternalException", "DependencyTimeoutException", "ThrottlingException");

  static ProxyFigures of(List<XksCall> calls) {
    var times = calls.stream().map(XksCall::totalMicros).sorted().toList();
    var unreliable = calls.stream().filter(call -> RETRYABLE.contains(call.errorName())).count();
    return new ProxyFigures(
        calls.size(),
        calls.isEmpty() ? PERCENT : PERCENT * (calls.size() - unreliable) / calls.size(),
        median(times),
        times.isEmpty() ? 0 : times.getLast() / MICROS,
        (int)
            times.stream()
                .filter(micros -> micros > XksClient.AWS_KMS_TIMEOUT.toMillis() * MICROS)
                .count(),
        calls.stream()
            .filter(call -> !call.errorName().isEmpty())
            .collect(Collectors.groupingBy(XksCall::errorName, Collectors.counting()))
            .entrySet()
            .stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .toList(),
        minutes(calls));
  }

  private static List<Minute> minutes(List<XksCall> calls) {
    var byMinute =
        calls.stream()
            .collect(
                Collectors.groupingBy(
                    call -> call.at().truncatedTo(ChronoUnit.MINUTES),
                    TreeMap::new,
                    Collectors.toList()));
    var minutes = new ArrayList<Minute>();
    if (byMinute.isEmpty()) {
      return minutes;
    }
    var last = byMinute.lastKey();
    var first = last.minus(Duration.ofMinutes(MOST_MINUTES - 1L));
    for (var at = byMinute.firstKey().isBefore(first) ? first : byMinute.firstKey();
        !at.isAfter(last);
        at = at.plus(Duration.ofMinutes(1))) {
      var here = byMinute.getOrDefault(at, List.of());
      minutes.add(
          new Minute(
              at,
              here.stream()
                  .collect(Collectors.groupingBy(XksCall::operation, Collectors.counting())),
              median(here.stream().map(XksCall::totalMicros).sorted().toList())));
    }
    return minutes;
  }

  private static double median(List<Long> sortedMicros) {
    return sortedMicros.isEmpty() ? 0 : sortedMicros.get(sortedMicros.size() / 2) / MICROS;
  }
}
