import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// The proxy under a steady load while its credential is rotated, its certificate is exchanged, its
/// request log is renamed and has no room, strangers flood it, and its token is taken away and put
/// back. Fails if a request fails at any other time than while the disk is full or the token away, or
/// if one that was answered has no line in the log.
///
///     java Soak.java PROJECT [seconds]
final class Soak {

  private static final int RATE = 1800;
  private static final int KEYS = 10;
  private static final int FLOOD = 500;

  /// The token may be back this long before the proxy serves again.
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  public static void main(String[] arguments) throws Exception {
    var project = Path.of(arguments[0]).toAbsolutePath();
    var seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 600;
    var events = new ArrayList<String>();
    try (var rig = new Rig(project);
        var disk = SmallDisk.in(rig.folder())) {
      rig.makeKeys(KEYS);
      var otherCertificate = rig.anotherCertificate();
      var log = new SoakLog(disk.folder().resolve("requests.log"));
      rig.startProxy("requests = \"" + log.file() + "\"", "rotate-mib = 4");
      rig.warm(KEYS);
      log.begin();
      var memory = rig.memory();
      var running = rig.startLoad("encrypt", KEYS, RATE, seconds);
      var output = CompletableFuture.supplyAsync(() -> read(running));

      pause(seconds * 0.1);
      rotate(rig, events);
      // Before the exchange: of two authorities of one name, OpenSSL tries the first alone.
      flood(rig, seconds * 0.1, events);
      pause(seconds * 0.1);
      exchange(rig, otherCertificate, events);
      pause(seconds * 0.1);
      log.renameOnce();
      events.add("The request log was renamed while it was written.");
      var excuses = new ArrayList<Excuse>();
      fillDisk(disk, seconds * 0.05, excuses, events);
      pause(seconds * 0.1);
      var outage = Duration.ofMillis(Math.round(seconds * 1000 * 0.05));
      var home = rig.tokenFolder();
      var elsewhere = rig.folder().resolve("token-away");
      var from = System.currentTimeMillis();
      Files.move(home, elsewhere);
      Thread.sleep(outage);
      Files.move(elsewhere, home);
      var until = System.currentTimeMillis();
      events.add("The token was away for %.1f s.".formatted((until - from) / 1000.0));

      excuses.add(new Excuse("the token was away", from, until));
      pause(seconds * 0.1 + RECOVERY.toSeconds());
      // It tells the first and the last of all; seconds in which one failed are told by the log.
      var load = Load.parse(output.get());
      var lines = log.end();
      var unexcused = lines.failedAt().stream().filter(at -> !excused(at, excuses)).toList();
      var unlogged = load.answered() - lines.answered();
      var good = unexcused.isEmpty() && unlogged <= 0;
      events.add(unexcused.isEmpty()
          ? "Every failed request falls into one of these."
          : "%d REQUESTS FAILED OUTSIDE OF THEM, THE FIRST AT %d.".formatted(unexcused.size(), unexcused.getFirst()));
      events.add(unlogged <= 0
          ? "Every request that was answered has its line in the log."
          : unlogged + " REQUESTS WERE ANSWERED WITHOUT A LINE.");
      var text = text(seconds, load, memory, rig.memory(), events);
      System.out.println(text);
      Report.write(project, "soak", text);
      if (!good || load.failed() == 0) {
        System.err.println(rig.log());
        throw new IllegalStateException(
            good ? "the outage was not noticed: nothing failed" : "a request failed, or has no line, without excuse");
      }
    }
  }

  /// While something else was broken on purpose. Times in milliseconds since 1970.
  private record Excuse(String why, long from, long until) {}

  private static boolean excused(long at, List<Excuse> excuses) {
    return excuses.stream()
        .anyMatch(excuse -> at >= excuse.from() - 1000 && at <= excuse.until() + RECOVERY.toMillis());
  }

  private static void flood(Rig rig, double seconds, List<String> events) throws Exception {
    var strangers = rig.startLoad(rig.stranger(), "encrypt", KEYS, Rig.CONNECTIONS, FLOOD, seconds);
    var load = Load.parse(rig.output(strangers));
    events.add("%d requests with a wrong signature came, %d a second.".formatted(load.requests(), FLOOD));
  }

  private static void fillDisk(
      SmallDisk disk, double seconds, List<Excuse> excuses, List<String> events) throws Exception {
    if (!disk.small()) {
      events.add("The disk was not filled: that needs root, for a disk of its own.");
      return;
    }
    var from = System.currentTimeMillis();
    while (System.currentTimeMillis() < from + seconds * 1000) {
      // Again and again: what is collected makes room.
      disk.fill();
      Thread.sleep(50);
    }
    disk.free();
    var until = System.currentTimeMillis();
    excuses.add(new Excuse("the disk was full", from, until));
    events.add("The disk of the request log was full for %.1f s, and keys were not used meanwhile."
        .formatted((until - from) / 1000.0));
  }

  /// The rotation of the specification: the new one is live before the callers take it, the old one
  /// goes when nobody uses it any more.
  private static void rotate(Rig rig, List<String> events) throws Exception {
    var old = rig.accessKeyId();
    var added = rig.bridge("proxy", "credentials", "add", "--config", rig.configurationFile().toString(), "--json");
    var console = Path.of(value(added, "consoleFile"));
    var text = Files.readString(console);
    Thread.sleep(2000);
    rig.writeCredentials(value(text, "AccessKeyId"), value(text, "RawSecretAccessKey"));
    Thread.sleep(2000);
    // Used a moment ago, as it is only here that all callers change over at once.
    rig.bridge("proxy", "credentials", "remove", "--in-use", old, "--config", rig.configurationFile().toString());
    events.add("The credential was rotated, and the old one removed.");
  }

  private static void exchange(Rig rig, Path other, List<String> events) throws Exception {
    var before = serial(rig);
    var toml = rig.configurationFile();
    var next = toml.resolveSibling("proxy.toml.next");
    Files.copy(toml, next, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(next, Files.readString(toml)
        .replaceAll("(?m)^certificate = .*$", "certificate = \"" + other.resolve("tls-certificate.pem") + "\"")
        .replaceAll("(?m)^key = .*$", "key = \"" + other.resolve("tls-key.pem") + "\""));
    Files.move(next, toml, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    for (var tries = 0; serial(rig).equals(before); tries++) {
      if (tries == 50) {
        throw new IllegalStateException("the proxy does not show the new certificate: " + rig.log());
      }
      Thread.sleep(100);
    }
    events.add("The certificate was exchanged, and new connections see the new one.");
  }

  /// Serial number of the certificate that a new connection sees.
  private static String serial(Rig rig) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", Integer.parseInt(rig.port()))) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber().toString();
    }
  }

  /// Only to look at a certificate; nothing is sent.
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static String text(int seconds, Load load, long before, long after, List<String> events)
      throws Exception {
    return """
        ## Soak

        %s.

        %d s at %d requests a second (Encrypt, %d keys, %d connections):
        - %s

        | requests | failed | p50 ms | p99 ms | p99.9 ms | memory before, MiB | after |
        |---|---|---|---|---|---|---|
        | %d | %d | %.1f | %.1f | %.1f | %d | %d |

        The outage lasts from the removal of the token until it is served again, at most %d s after \
        its return. Measured by `make soak`. Answers by HTTP status: `%s`.
        """.formatted(Machine.line(), seconds, RATE, KEYS, Rig.CONNECTIONS, String.join("\n- ", events),
            load.requests(), load.failed(), load.p50() / 1000.0, load.p99() / 1000.0,
            load.p999() / 1000.0, before, after, RECOVERY.toSeconds(), load.statuses());
  }

  private static String value(String json, String field) {
    var match = Pattern.compile("\"" + field + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
    if (!match.find()) {
      throw new IllegalStateException("no " + field);
    }
    return match.group(1);
  }

  private static void pause(double seconds) throws InterruptedException {
    Thread.sleep(Math.round(seconds * 1000));
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
