import java.util.regex.Pattern;

/// A line of the load generator. Latencies in microseconds, times in milliseconds since 1970.
record Load(
    long requests, double perSecond, long p50, long p99, long p999, long failed, long firstFailed,
    long lastFailed, String statuses) {

  static Load parse(String line) {
    return new Load(
        number(line, "requests"), number(line, "perSecond"), number(line, "p50"),
        number(line, "p99"), number(line, "p999"), number(line, "failed"),
        number(line, "firstFailed"), number(line, "lastFailed"),
        line.substring(line.indexOf("\"statuses\":") + 11, line.lastIndexOf('}')));
  }

  /// With 200.
  long answered() {
    return requests - failed;
  }

  private static long number(String line, String field) {
    var match = Pattern.compile("\"" + field + "\":(\\d+)").matcher(line);
    if (!match.find()) {
      throw new IllegalStateException("no " + field + " in " + line);
    }
    return Long.parseLong(match.group(1));
  }
}
