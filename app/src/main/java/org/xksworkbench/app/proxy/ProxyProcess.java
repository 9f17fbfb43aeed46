package org.xksworkbench.app.proxy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.agent.SecretPipe;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.client.ProxyAddress;
import org.xksworkbench.bridge.xks.client.ProxyCallResult;
import org.xksworkbench.bridge.xks.client.XksClient;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import org.xksworkbench.bridge.xks.server.KeyAdmission;

/// The bridge's proxy in a process of its own, started and stopped from here, its log followed.
/// What it serves is read from its configuration each time, because a running proxy follows that
/// file.
public final class ProxyProcess implements OwnProxy, ProxyControl, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyProcess.class);

  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int CALLS_KEPT = 10_000;
  private static final String API_PATH = "/kms/xks/v1";

  private final AgentProcess helper;
  private final Path folder;
  private final List<X509Certificate> authorities;
  private final Deque<XksCall> calls = new ArrayDeque<>();
  private final List<Consumer<XksCall>> listeners = new CopyOnWriteArrayList<>();
  private volatile Process process;
  private volatile int port;
  private volatile XksClient client;

  private ProxyProcess(
      AgentProcess helper, Path folder, List<X509Certificate> authorities, Started started) {
    this.helper = helper;
    this.folder = folder;
    this.authorities = authorities;
    this.process = started.process();
    this.port = started.port();
    this.client = client(config(), authorities, port);
  }

  private record Started(Process process, int port) {}

  /// Starts the proxy of a folder and waits until it serves.
  ///
  /// @param pin goes over a private pipe; wiped by the caller
  /// @throws ProxyException if it does not start
  public static ProxyProcess start(AgentProcess helper, Path folder, char[] pin) {
    try {
      var started = launch(helper, folder, Optional.empty(), pin);
      var proxy =
          new ProxyProcess(helper, folder, authorities(folder.resolve(ProxyFolder.CA)), started);
      proxy.follow();
      return proxy;
    } catch (IOException e) {
      throw new ProxyException("", "The XKS proxy could not be started: " + e.getMessage(), e);
    }
  }

  private static Started launch(
      AgentProcess helper, Path folder, Optional<Integer> port, char[] pin) throws IOException {
    var ready = folder.resolve("ready");
    var command =
        new ArrayList<>(
            List.of(
                "proxy",
                "run",
                "--config",
                folder.resolve(ProxyFolder.CONFIGURATION).toString(),
                "--pin-file",
                "-",
                "--ready-file",
                ready.toString(),
                "--calls",
                "--with-parent"));
    port.ifPresent(same -> command.addAll(List.of("--port", same.toString())));
    Files.deleteIfExists(ready);
    var process = helper.command(command.toArray(String[]::new)).start();
    var errors = new ArrayList<String>();
    var errorReader = Thread.ofVirtual().start(() -> readErrors(process, errors));
    try (var in = process.getOutputStream()) {
      SecretPipe.writeLine(in, pin);
    }
    try {
      return new Started(process, awaitPort(process, ready, errorReader, errors));
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new ProxyException("", "The start of the XKS proxy was ended.", e);
    }
  }

  private static XksClient client(ProxyConfig config, List<X509Certificate> authorities, int port) {
    return new XksClient(
        "us-east-1",
        authorities,
        Map.of(config.host(), new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
        ANSWER_PATIENCE);
  }

  private void follow() {
    var followed = process;
    Thread.ofVirtual().name("proxy-calls").start(() -> readCalls(followed));
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  public List<X509Certificate> authorities() {
    return authorities;
  }

  public ProxyConfig config() {
    return ProxyConfig.read(folder.resolve(ProxyFolder.CONFIGURATION));
  }

  public boolean alive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /// How many of the calls that are remembered were refused.
  public long refusals() {
    synchronized (calls) {
      return calls.stream().filter(call -> call.httpStatus() != 200).count();
    }
  }

  /// A KMS key store at one of its prefixes, with its credential.
  public ProxyAddress addressOf(String pathPrefix) {
    var config = config();
    return config.prefixes().stream()
        .filter(prefix -> prefix.path().equals(pathPrefix))
        .findFirst()
        .map(prefix ->
            new ProxyAddress(
                "https://" + config.host(),
                pathPrefix + API_PATH,
                prefix.credentials().getFirst().accessKeyId(),
                prefix.credentials().getFirst().secretAccessKey()))
        .orElseThrow(
            () -> new ProxyException("", "The proxy has no path prefix " + pathPrefix + ".", null));
  }

  @Override
  public boolean serves(XksProxyConfiguration configuration) {
    var config = config();
    return configuration.uriEndpoint().equals("https://" + config.host())
        && config.prefixes().stream()
            .anyMatch(prefix ->
                configuration.uriPath().equals(prefix.path() + API_PATH)
                    && prefix.credentials().stream()
                        .anyMatch(credential ->
                            credential.accessKeyId().equals(configuration.accessKeyId())));
  }

  @Override
  public ExternalKeyStatus keyMetadata(XksProxyConfiguration configuration, String xksKeyId) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("requestMetadata")
        .put("awsPrincipalArn", "XKS Workbench")
        .put("kmsOperation", "DescribeKey")
        .put("kmsRequestId", "workbench-" + UUID.randomUUID());
    return switch (client.post(
        addressOf(prefix(configuration)), "/keys/" + xksKeyId + "/metadata", body)) {
      case ProxyCallResult.Answered(var answer) -> {
        var usage = new ArrayList<String>();
        answer.path("keyUsage").forEach(one -> usage.add(one.asText()));
        yield new ExternalKeyStatus(
            answer.path("keySpec").asText(),
            usage,
            answer.path("keyStatus").asText(),
            Instant.now());
      }
      case ProxyCallResult.Refused(_, var name, var message) ->
          throw new ProxyException(name, message, null);
      case ProxyCallResult.Malformed(var what) -> throw new ProxyException("", what, null);
      case ProxyCallResult.Unreachable(var why) -> throw new ProxyException("", why, null);
      case ProxyCallResult.TlsFailed(var why) -> throw new ProxyException("", why, null);
      case ProxyCallResult.NotSent(var why) ->
          throw new ProxyException("", "Nothing was sent: " + why + ".", null);
      case ProxyCallResult.TimedOut() ->
          throw new ProxyException("", "The XKS proxy did not answer in time.", null);
    };
  }

  @Override
  public List<XksCall> calls(XksProxyConfiguration configuration) {
    synchronized (calls) {
      return calls.stream()
          .filter(call -> configuration.uriPath().equals(call.pathPrefix() + API_PATH))
          .toList();
    }
  }

  @Override
  public Optional<ProxyCredential> credential(XksProxyConfiguration configuration) {
    return serves(configuration)
        ? credential(configuration, configuration.accessKeyId())
        : Optional.empty();
  }

  @Override
  public ProxyCredential addCredential(XksProxyConfiguration configuration) {
    var added = changed(() -> file().addCredential(prefix(configuration)).accessKeyId());
    return credential(configuration, added).orElseThrow();
  }

  @Override
  public void removeCredential(XksProxyConfiguration configuration, String accessKeyId) {
    var _ =
        changed(() -> {
          file().removeCredential(Optional.of(prefix(configuration)), accessKeyId);
          return accessKeyId;
        });
  }

  private <T> T changed(Supplier<T> change) {
    try {
      return change.get();
    } catch (ProxyConfigException e) {
      throw new ProxyException("", "The proxy's configuration: " + e.getMessage(), e);
    }
  }

  private Optional<ProxyCredential> credential(
      XksProxyConfiguration configuration, String accessKeyId) {
    return config().prefixes().stream()
        .filter(prefix -> prefix.path().equals(prefix(configuration)))
        .flatMap(prefix -> prefix.credentials().stream())
        .filter(credential -> credential.accessKeyId().equals(accessKeyId))
        .findFirst()
        .map(credential ->
            new ProxyCredential(accessKeyId, credential.secretAccessKey().toCharArray()));
  }

  private static String prefix(XksProxyConfiguration configuration) {
    return configuration
        .uriPath()
        .substring(0, configuration.uriPath().length() - API_PATH.length());
  }

  @Override
  public Optional<String> healthKey() {
    return Optional.of(config().healthKey());
  }

  @Override
  public List<XksCall> callsOf(String kmsRequestId) {
    synchronized (calls) {
      return calls.stream().filter(call -> call.kmsRequestId().equals(kmsRequestId)).toList();
    }
  }

  /// Lets it finish what it answers, then stops it.
  @Override
  public void close() {
    stop();
  }

  @Override
  public Function<HsmKey, List<String>> servedPaths() {
    var prefixes = config().prefixes();
    return key ->
        prefixes.stream()
            .filter(prefix -> prefix.keys().admits(key))
            .filter(prefix -> !prefix.blocked() && !prefix.blockedKeys().contains(key.label()))
            .map(prefix -> prefix.path() + API_PATH)
            .toList();
  }

  @Override
  public Optional<ProxyControl> control() {
    return Optional.of(this);
  }

  @Override
  public State state() {
    var config = config();
    var running = alive();
    return new State(
        running,
        "https://" + config.host(),
        running ? "127.0.0.1:" + port : "",
        folder.resolve(ProxyFolder.CONFIGURATION),
        config.tls().identity().expires(),
        config.host(),
        config.prefixes().stream()
            .map(prefix ->
                new ServedPath(
                    prefix.path(),
                    prefix.path() + API_PATH,
                    prefix.credentials().stream().map(Credential::accessKeyId).toList(),
                    words(prefix.keys()),
                    prefix.blocked(),
                    prefix.blockedKeys()))
            .toList(),
        config.healthKey());
  }

  private static String words(KeyAdmission keys) {
    return switch (keys) {
      case KeyAdmission.AllSecretKeys() -> "every secret key";
      case KeyAdmission.FitKeys() -> "keys that AWS KMS accepts";
      case KeyAdmission.Labels(var labels) -> String.join(", ", labels);
      case KeyAdmission.LabelPattern(var pattern) -> "labels like " + pattern;
    };
  }

  @Override
  public synchronized void start(char[] pin) {
    if (alive()) {
      return;
    }
    try {
      var started = launch(helper, folder, Optional.of(port), pin);
      process = started.process();
      port = started.port();
      client = client(config(), authorities, port);
      follow();
    } catch (IOException e) {
      throw new ProxyException("", "The XKS proxy could not be started: " + e.getMessage(), e);
    }
  }

  @Override
  public Health health(String path) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("requestMetadata")
        .put("kmsOperation", "KmsHealthCheck")
        .put("kmsRequestId", "workbench-" + UUID.randomUUID());
    var asked = System.nanoTime();
    return switch (client.post(addressOf(path), "/health", body)) {
      case ProxyCallResult.Answered(var answer) -> {
        var instances = new ArrayList<String>();
        answer
            .path("ekmFleetDetails")
            .forEach(one ->
                instances.add(
                    "%s %s: %s"
                        .formatted(
                            one.path("model").asText(),
                            one.path("id").asText(),
                            one.path("healthStatus").asText())));
        yield new Health(
            answer.path("xksProxyVendor").asText(),
            answer.path("xksProxyModel").asText(),
            instances,
            Duration.ofNanos(System.nanoTime() - asked).toMillis());
      }
      case ProxyCallResult.Refused(_, var name, var message) ->
          throw new ProxyException(name, message, null);
      case ProxyCallResult.Malformed(var what) -> throw new ProxyException("", what, null);
      case ProxyCallResult.Unreachable(var why) -> throw new ProxyException("", why, null);
      case ProxyCallResult.TlsFailed(var why) -> throw new ProxyException("", why, null);
      case ProxyCallResult.NotSent(var why) ->
          throw new ProxyException("", "Nothing was sent: " + why + ".", null);
      case ProxyCallResult.TimedOut() ->
          throw new ProxyException("", "The XKS proxy did not answer in time.", null);
    };
  }

  @Override
  public NewCredential addCredential(String path) {
    var added = file().addCredential(path);
    return new NewCredential(added.accessKeyId(), added.consoleFile());
  }

  @Override
  public void removeCredential(String path, String accessKeyId) {
    file().removeCredential(Optional.of(path), accessKeyId);
  }

  @Override
  public void block(String path, boolean blocked) {
    file().block(Optional.of(path), blocked);
  }

  @Override
  public void blockKey(String path, String xksKeyId, boolean blocked) {
    file().blockKey(Optional.of(path), xksKeyId, blocked);
  }

  private ProxyFile file() {
    return new ProxyFile(folder.resolve(ProxyFolder.CONFIGURATION));
  }

  @Override
  public List<XksCall> recentCalls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  @Override
  public void onCall(Consumer<XksCall> listener) {
    listeners.add(listener);
  }

  @Override
  public void forget(Consumer<XksCall> listener) {
    listeners.remove(listener);
  }

  @Override
  public Optional<SelfTestTarget> selfTestTarget(String path) {
    var first = config().prefixes().getFirst().path().equals(path);
    var console = ProxyFolder.consoleFile(folder, path, first);
    return Files.isRegularFile(console)
        ? Optional.of(
            new SelfTestTarget(
                "https://" + config().host() + ":" + port, console, folder.resolve(ProxyFolder.CA)))
        : Optional.empty();
  }

  @Override
  public synchronized void stop() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int awaitPort(Process process, Path ready, Thread errorReader, List<String> errors)
      throws InterruptedException, IOException {
    var deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (!Files.exists(ready)) {
      if (!process.isAlive()) {
        errorReader.join(Duration.ofSeconds(1));
        synchronized (errors) {
          throw new ProxyException(
              "", "The XKS proxy did not start: " + String.join(" ", errors), null);
        }
      }
      if (System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new ProxyException(
            "",
            "The XKS proxy did not start within " + START_PATIENCE.toSeconds() + " seconds.",
            null);
      }
      Thread.sleep(POLL);
    }
    return URI.create(Files.readString(ready).strip()).getPort();
  }

  private static void readErrors(Process process, List<String> errors) {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        LOG.info("proxy: {}", line);
        synchronized (errors) {
          if (errors.size() < 20) {
            errors.add(line);
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("The log of the proxy ended: {}", e.getMessage());
    }
  }

  private void readCalls(Process followed) {
    try (BufferedReader lines = followed.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        remember(line);
      }
    } catch (IOException e) {
      LOG.debug("The calls of the proxy ended: {}", e.getMessage());
    }
  }

  private void remember(String line) {
    try {
      var call = XksCall.fromJsonLine(line);
      synchronized (calls) {
        if (calls.size() == CALLS_KEPT) {
          calls.removeFirst();
        }
        calls.addLast(call);
      }
      listeners.forEach(listener -> listener.accept(call));
    } catch (IllegalArgumentException e) {
      LOG.info("The proxy printed: {}", line);
    }
  }

  private static List<X509Certificate> authorities(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      throw new IOException(file + " holds no certificate", e);
    }
  }
}
