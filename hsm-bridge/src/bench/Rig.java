import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A SoftHSM token with keys, the proxy of the command line on it, and the two C programs that it is
/// measured with. All in a folder of its own, deleted at the end.
final class Rig implements AutoCloseable {

  static final String PIN = "123456";
  static final int CONNECTIONS = 32;

  private static final String TOKEN = "bench";
  private static final String PREFIX = "/bench";

  /// Who asks: a key store, and the file of its credential for the load generator.
  record Caller(String prefix, Path credentials) {}

  private final Path project;
  private final Path folder = Files.createTempDirectory("xks-bench");
  private final Path module;
  private Process proxy;
  private Duration start = Duration.ZERO;
  private String port = "";

  /// @param more prefixes beside `/bench`
  Rig(Path project, String... more) throws Exception {
    this.project = project;
    module = module();
    Files.createDirectory(folder.resolve("tokens"));
    Files.writeString(
        folder.resolve("softhsm2.conf"),
        "directories.tokendir = %s%nobjectstore.backend = file%nlog.level = ERROR%n"
            .formatted(folder.resolve("tokens")));
    write(pinFile(), PIN);
    write(folder.resolve("so-pin"), "12345678");
    compile("floor", "-ldl", "-lpthread");
    compile("load", "-D_GNU_SOURCE", "-lssl", "-lcrypto");
    bridge("token", "init", "--module", module.toString(), "--label", TOKEN, "--so-pin-file",
        folder.resolve("so-pin").toString(), "--pin-file", pinFile().toString());
    var init = new ArrayList<>(List.of("proxy", "init", "--dir", configuration().toString(), "--module",
        module.toString(), "--token", TOKEN, "--host", "localhost", "--path-prefix", PREFIX));
    for (var prefix : more) {
      init.addAll(List.of("--path-prefix", prefix));
    }
    bridge(init.toArray(String[]::new));
    Files.copy(configuration().resolve("ca.pem"), authorities());
  }

  private Path pinFile() {
    return folder.resolve("pin");
  }

  private Path configuration() {
    return folder.resolve("proxy");
  }

  /// Makes the keys bench-1 to bench-N.
  void makeKeys(int number) throws Exception {
    // For one key the command adds no number.
    var label = number == 1 ? "bench-1" : "bench";
    bridge("keys", "generate", "--label", label, "--count", String.valueOf(number), "--module",
        module.toString(), "--token", TOKEN, "--pin-file", pinFile().toString());
  }

  void startProxy(String... settings) throws Exception {
    var toml = configuration().resolve("proxy.toml");
    var text = Files.readString(toml);
    for (var setting : settings) {
      var name = setting.substring(0, setting.indexOf(' '));
      text = text.replaceAll("(?m)^(# )?" + Pattern.quote(name) + " = .*$", setting);
    }
    Files.writeString(toml, text);
    var ready = folder.resolve("ready");
    Files.deleteIfExists(ready);
    var began = System.nanoTime();
    proxy =
        process(project.resolve("hsm-bridge/bin/hsm-bridge").toString(), "proxy", "run", "--config",
                toml.toString(), "--pin-file", pinFile().toString(), "--port", "0", "--ready-file",
                ready.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve("proxy.log").toFile())
            .start();
    while (!Files.exists(ready) || Files.size(ready) == 0) {
      if (!proxy.isAlive() || System.nanoTime() - began > Duration.ofSeconds(60).toNanos()) {
        throw new IllegalStateException("the proxy does not start: " + log());
      }
      Thread.sleep(5);
    }
    start = Duration.ofNanos(System.nanoTime() - began);
    var url = Files.readString(ready).strip();
    port = url.substring(url.lastIndexOf(':') + 1);
    writeCredentials(credential("AccessKeyId"),
        credential("RawSecretAccessKey"));
  }

  Caller caller() {
    return new Caller(PREFIX, folder.resolve("credentials"));
  }

  /// One of another prefix.
  Caller caller(String prefix) throws IOException {
    var text = Files.readString(
        configuration().resolve("xks-proxy-configuration-" + prefix.substring(1) + ".json"));
    return caller(prefix, credential(text, "AccessKeyId"), credential(text, "RawSecretAccessKey"));
  }

  /// One whose signatures are wrong.
  Caller stranger() throws IOException {
    return caller(PREFIX, accessKeyId(), "y".repeat(43));
  }

  private Caller caller(String prefix, String id, String secret) throws IOException {
    var file = Files.createTempFile(folder, "credentials", "");
    write(file, id + " " + secret + "\n");
    return new Caller(prefix, file);
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("proxy.log"));
  }

  Duration start() {
    return start;
  }

  String port() {
    return port;
  }

  Path configurationFile() {
    return configuration().resolve("proxy.toml");
  }

  /// Atomically, as the load generator reads it at any time.
  void writeCredentials(String id, String secret) throws Exception {
    var next = folder.resolve("credentials.next");
    write(next, id + " " + secret + "\n");
    Files.move(next, folder.resolve("credentials"), java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  String accessKeyId() throws IOException {
    return credential("AccessKeyId");
  }

  /// A folder with another certificate for the same host. The load generator trusts both.
  Path anotherCertificate() throws Exception {
    var other = folder.resolve("other");
    bridge("proxy", "init", "--dir", other.toString(), "--module", module.toString(), "--token",
        TOKEN, "--host", "localhost", "--path-prefix", PREFIX);
    Files.writeString(authorities(), Files.readString(other.resolve("ca.pem")),
        java.nio.file.StandardOpenOption.APPEND);
    return other;
  }

  private Path authorities() {
    return folder.resolve("authorities.pem");
  }

  private String credential(String field) throws IOException {
    return credential(
        Files.readString(configuration().resolve("xks-proxy-configuration.json")), field);
  }

  private static String credential(String text, String field) {
    var match = Pattern.compile("\"" + field + "\"\\s*:\\s*\"([^\"]+)\"").matcher(text);
    if (!match.find()) {
      throw new IllegalStateException("no " + field + " in the file for the console");
    }
    return match.group(1);
  }

  /// Loads the proxy until it gets no faster: on a busy machine the compiler of the JVM takes its
  /// time.
  void warm(int keys) throws Exception {
    var operations = List.of("encrypt", "cdiv", "decrypt");
    var best = 0.0;
    for (var rounds = 0; rounds < 36; rounds++) {
      var now = load(operations.get(rounds % operations.size()), keys, 0, 2).perSecond();
      if (rounds >= 29 && now < best * 1.1) {
        return;
      }
      best = Math.max(best, now);
    }
  }

  /// Operations a second of the C program.
  double floor(String operation, int seconds) throws Exception {
    var floor = process(folder.resolve("floor").toString(), module.toString(), TOKEN, operation, "2",
        String.valueOf(seconds)).start();
    floor.getOutputStream().write((PIN + "\n").getBytes(StandardCharsets.UTF_8));
    floor.getOutputStream().close();
    return Double.parseDouble(output(floor).strip());
  }

  /// What the load generator prints.
  Load load(String operation, int keys, int rate, double seconds) throws Exception {
    return Load.parse(output(startLoad(operation, keys, rate, seconds)));
  }

  Process startLoad(String operation, int keys, int rate, double seconds) throws Exception {
    return startLoad(caller(), operation, keys, CONNECTIONS, rate, seconds);
  }

  Process startLoad(
      Caller caller, String operation, int keys, int connections, int rate, double seconds)
      throws Exception {
    return process(folder.resolve("load").toString(), "localhost", port, caller.prefix(),
            authorities().toString(), caller.credentials().toString(), operation,
            String.valueOf(keys), String.valueOf(connections), String.valueOf(rate),
            String.valueOf(seconds))
        .start();
  }

  /// Resident memory of the proxy in MiB.
  long memory() throws IOException {
    var status = Files.readString(Path.of("/proc/" + proxy.pid() + "/status"));
    var match = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(status);
    return match.find() ? Long.parseLong(match.group(1)) / 1024 : 0;
  }

  Path tokenFolder() throws IOException {
    try (var tokens = Files.list(folder.resolve("tokens"))) {
      return tokens.findFirst().orElseThrow();
    }
  }

  Path folder() {
    return folder;
  }

  /// Runs the command line and returns what it prints.
  String bridge(String... arguments) throws Exception {
    var command = new ArrayList<String>(List.of(project.resolve("hsm-bridge/bin/hsm-bridge").toString()));
    command.addAll(Arrays.asList(arguments));
    return output(process(command.toArray(String[]::new)).start());
  }

  String output(Process process) throws Exception {
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          process.info().command().orElse("a program") + " failed; it said: " + output);
    }
    return output;
  }

  private ProcessBuilder process(String... command) {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
    // The process that is measured is the JVM.
    builder.environment().put("HSM_BRIDGE_SUPERVISED", "yes");
    return builder;
  }

  private void compile(String name, String... flags) throws Exception {
    var command = new ArrayList<String>(List.of("gcc", "-O2", "-o", folder.resolve(name).toString(),
        project.resolve("hsm-bridge/src/bench/" + name + ".c").toString()));
    command.addAll(Arrays.asList(flags));
    output(process(command.toArray(String[]::new)).start());
  }

  private static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  private static Path module() {
    return List.of("/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so")
        .stream().map(Path::of).filter(Files::exists).findFirst()
        .orElseThrow(() -> new IllegalStateException("SoftHSM is not installed"));
  }

  void stopProxy() throws Exception {
    if (proxy != null && proxy.isAlive()) {
      proxy.destroy();
      if (!proxy.waitFor(15, TimeUnit.SECONDS)) {
        proxy.destroyForcibly();
      }
    }
  }

  @Override
  public void close() throws Exception {
    stopProxy();
    try (var all = Files.walk(folder)) {
      all.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
