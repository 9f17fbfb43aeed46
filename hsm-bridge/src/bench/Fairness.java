import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Whether a caller who asks for 100 a second is served as ever while others ask for too much, each
/// kind of them alone. The worst of some runs counts.
///
///     java Fairness.java PROJECT [seconds of each] [runs]
final class Fairness {

  private static final int RATE = 100;
  private static final int GOOD_CONNECTIONS = 8;
  private static final int KEYS = 10;
  private static final String NEIGHBOUR = "/neighbour";
  private static final double LEAST_MILLIS = 20;
  private static final double MOST_TIMES = 3;
  private static final double NEIGHBOURS_PART = 0.9;

  /// What others do meanwhile.
  ///
  /// @param connections 0 for nothing
  private record Disturbance(
      String name, boolean stranger, String operation, int connections, int rate, int processes) {}

  private static final List<Disturbance> DISTURBANCES =
      List.of(
          new Disturbance("a neighbour that asks for all it can get", false, "encrypt", 32, 0, 1),
          new Disturbance("500 bad signatures a second", true, "encrypt", 32, 500, 1),
          new Disturbance("2,000 idle connections", true, "idle", 2000, 0, 1),
          // One process shakes hands after the other.
          new Disturbance("500 handshakes a second", true, "handshakes", 1, 125, 4));

  /// @param others answers a second, or connections a second
  private record Run(Load good, double others) {}

  public static void main(String[] arguments) throws Exception {
    var project = Path.of(arguments[0]).toAbsolutePath();
    var seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 30;
    var runs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    try (var rig = new Rig(project, NEIGHBOUR)) {
      rig.makeKeys(KEYS);
      rig.startProxy();
      rig.warm(KEYS);
      var alone = new ArrayList<Load>();
      var neighbourAlone = new ArrayList<Double>();
      Map<Disturbance, List<Run>> beside = new LinkedHashMap<>();
      for (var run = 0; run < runs; run++) {
        alone.add(good(rig, seconds));
        var neighbour = DISTURBANCES.getFirst();
        neighbourAlone.add(others(rig, neighbour, start(rig, neighbour, seconds), seconds));
        for (var disturbance : DISTURBANCES) {
          // It begins before and ends after.
          var started = start(rig, disturbance, seconds + 2);
          Thread.sleep(1000);
          var good = good(rig, seconds);
          beside.computeIfAbsent(disturbance, _ -> new ArrayList<>())
              .add(new Run(good, others(rig, disturbance, started, seconds + 2)));
        }
      }
      var text = text(alone, neighbourAlone, beside, seconds, runs);
      System.out.println(text);
      Report.write(project, "fairness", "bench", text);
    }
  }

  private static Load good(Rig rig, double seconds) throws Exception {
    return Load.parse(
        rig.output(
            rig.startLoad(rig.caller(), "encrypt", KEYS, GOOD_CONNECTIONS, RATE, seconds)));
  }

  private static List<Process> start(Rig rig, Disturbance what, double seconds) throws Exception {
    var started = new ArrayList<Process>();
    for (var i = 0; i < what.processes(); i++) {
      started.add(
          rig.startLoad(
              what.stranger() ? rig.stranger() : rig.caller(NEIGHBOUR),
              what.operation(), KEYS, what.connections(), what.rate(), seconds));
    }
    return started;
  }

  /// Of strangers, all that they asked for: none of it is answered well.
  private static double others(
      Rig rig, Disturbance what, List<Process> started, double seconds) throws Exception {
    var sum = 0.0;
    for (var process : started) {
      var load = Load.parse(rig.output(process));
      sum += what.stranger() ? load.requests() / seconds : load.perSecond();
    }
    return sum;
  }

  private static String text(
      List<Load> alone, List<Double> neighbourAlone, Map<Disturbance, List<Run>> beside,
      double seconds, int runs) throws Exception {
    var quiet = alone.stream().mapToDouble(Fairness::p99).max().orElseThrow();
    var limit = Math.max(LEAST_MILLIS, MOST_TIMES * quiet);
    var text = new StringBuilder();
    text.append("## Fairness\n\n");
    text.append(Machine.line()).append(".\n\n");
    text.append("""
        A caller asks for %d Encrypt a second on %d connections, for %.0f s each, alone and beside \
        others; the worst of %d runs. Its p99 may be %.1f ms: the greater of %.0f ms and %.0f times \
        what it is alone, %.1f ms. The load generators run on the same cores.

        | beside | p99 ms, at most | refused or late | others, a second | kept |
        |---|---|---|---|---|
        """.formatted(RATE, GOOD_CONNECTIONS, seconds, runs, limit, LEAST_MILLIS, MOST_TIMES, quiet));
    beside.forEach((what, all) -> {
      var worst = all.stream().mapToDouble(run -> p99(run.good())).max().orElseThrow();
      var failed = all.stream().mapToLong(run -> run.good().failed()).sum();
      text.append("| %s | %.1f | %d | %.0f | %s |\n".formatted(
          what.name(), worst, failed,
          all.stream().mapToDouble(Run::others).min().orElseThrow(),
          worst <= limit && failed == 0 ? "yes" : "NO"));
    });
    var least = beside.get(DISTURBANCES.getFirst()).stream().mapToDouble(Run::others).min().orElseThrow();
    var free = neighbourAlone.stream().min(Comparator.naturalOrder()).orElseThrow() - RATE;
    return text.append("\nThe neighbour gets %.0f a second where %.0f are free, %.0f %%: %s.\n"
        .formatted(least, free, 100 * least / free, least >= NEIGHBOURS_PART * free ? "kept" : "NOT KEPT"))
        .append("\nMeasured by `make bench`.\n").toString();
  }

  private static double p99(Load load) {
    return load.p99() / 1000.0;
  }
}
