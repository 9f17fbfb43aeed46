import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How fast the proxy is, beside a C program that does nothing but ask the token. The two take turns,
/// because a shared machine is not the same from one minute to the next; what counts is the ratio.
///
///     java Bench.java PROJECT [alternations] [seconds of each] [keys,keys,…] [setting = value …]
final class Bench {

  private static final List<String> OPERATIONS = List.of("encrypt", "cdiv", "decrypt");
  private static final Map<String, String> NAMES =
      Map.of("encrypt", "Encrypt", "cdiv", "Encrypt with CDIV", "decrypt", "Decrypt");
  private static final int RATE = 1800;

  /// @param failed requests of the alternations that were not answered well, most of them late
  private record Row(
      String operation, int keys, List<Double> proxy, List<Double> floor, long failed, Load paced) {

    double ratio() {
      var ratios = new ArrayList<Double>();
      for (var i = 0; i < proxy.size(); i++) {
        ratios.add(proxy.get(i) / floor.get(i));
      }
      return median(ratios);
    }
  }

  public static void main(String[] arguments) throws Exception {
    var project = Path.of(arguments[0]).toAbsolutePath();
    var alternations = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    var seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
    var keyCounts = (arguments.length > 3 ? arguments[3] : "1,100,1000").split(",");
    var settings = arguments.length > 4 ? Arrays.copyOfRange(arguments, 4, arguments.length) : new String[0];
    var rows = new ArrayList<Row>();
    var starts = new LinkedHashMap<Integer, String>();
    for (var count : keyCounts) {
      var keys = Integer.parseInt(count);
      try (var rig = new Rig(project)) {
        rig.makeKeys(keys);
        rig.startProxy(settings);
        rig.warm(keys);
        var idle = rig.memory();
        for (var operation : OPERATIONS) {
          rows.add(measure(rig, operation, keys, alternations, seconds));
          System.out.println(line(rows.getLast()));
        }
        starts.put(keys, "%d ms | %d MiB | %d MiB".formatted(rig.start().toMillis(), idle, rig.memory()));
      }
    }
    var text = text(rows, starts, alternations, seconds, settings);
    System.out.println(text);
    Report.write(project, "bench", text);
  }

  private static Row measure(Rig rig, String operation, int keys, int alternations, int seconds)
      throws Exception {
    var proxy = new ArrayList<Double>();
    var floor = new ArrayList<Double>();
    var failed = 0L;
    rig.load(operation, keys, 0, 1);
    for (var i = 0; i < alternations; i++) {
      floor.add(rig.floor(operation, seconds));
      var load = rig.load(operation, keys, 0, seconds);
      failed += load.failed();
      proxy.add(load.perSecond());
    }
    return new Row(operation, keys, proxy, floor, failed, rig.load(operation, keys, RATE, 2.0 * seconds + 1));
  }

  private static String text(
      List<Row> rows, Map<Integer, String> starts, int alternations, int seconds, String[] settings)
      throws Exception {
    var text = new StringBuilder();
    text.append("## The proxy beside the token's own speed\n\n");
    text.append(Machine.line()).append(".\n\n");
    text.append("""
        The floor is a C program: 2 threads, AES-256-GCM, 64 bytes of text, 200 bytes of AAD, cached \
        handles, no HTTP; for Encrypt with CDIV it decrypts what it encrypted. The proxy is \
        `hsm-bridge proxy run` over TLS, with %d connections and distinct signed requests; the load \
        generator runs on the same cores. Medians of %d alternations of %d s; the ratio is the median \
        of the ratios of each alternation. Percentiles are those of %d requests a second, sent on time \
        whether or not earlier ones were answered, and count from when a request was due. Failed \
        are requests of all these runs that were not answered with 200: on a machine that others use, some \
        exceed the budget of 150 ms.%s

        | operation | keys | proxy, req/s | floor, op/s | ratio | p50 ms | p99 ms | p99.9 ms | failed |
        |---|---|---|---|---|---|---|---|---|
        """.formatted(Rig.CONNECTIONS, alternations, seconds, RATE,
            settings.length == 0 ? "" : " Settings: `" + String.join("`, `", settings) + "`."));
    rows.forEach(row -> text.append(line(row)).append('\n'));
    text.append("\n| keys | start until it serves | memory (RSS) warm | after the run |\n|---|---|---|---|\n");
    starts.forEach((keys, start) -> text.append("| %d | %s |\n".formatted(keys, start)));
    return text.append("\nMeasured by `make bench`.\n").toString();
  }

  private static String line(Row row) {
    return "| %s | %d | %.0f | %.0f | %.2f | %.1f | %.1f | %.1f | %d |".formatted(
        NAMES.get(row.operation()), row.keys(), median(row.proxy()), median(row.floor()), row.ratio(),
        row.paced().p50() / 1000.0, row.paced().p99() / 1000.0, row.paced().p999() / 1000.0,
        row.failed() + row.paced().failed());
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    var middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
