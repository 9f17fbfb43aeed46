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
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.client.Outcome;
import org.xksworkbench.bridge.xks.client.ProxyAddress;
import org.xksworkbench.bridge.xks.client.XksClient;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyFolder;

/// The bridge's proxy in a process of its own, started and stopped from here, its log followed.
public final class ProxyProcess implements OwnProxy, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyProcess.class);

  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int CALLS_KEPT = 10_000;
  private static final String API_PATH = "/kms/xks/v1";

  private final Process process;
  private final ProxyConfig config;
  private final List<X509Certificate> authorities;
  private final int port;
  private final XksClient client;
  private final Deque<XksCall> calls = new ArrayDeque<>();

  private ProxyProcess(
      Process process, ProxyConfig config, List<X509Certificate> authorities, int port) {
    this.process = process;
    this.config = config;
    this.authorities = authorities;
    this.port = port;
    this.client =
        new XksClient("us-east-1", authorities, Map.of(config.host(), address()), ANSWER_PATIENCE);
  }

  /// Starts the proxy of a folder and waits until it serves.
  ///
  /// @param pin goes over a private pipe; wiped by the caller
  /// @throws ProxyException if it does not start
  public static ProxyProcess start(AgentProcess helper, Path folder, char[] pin) {
    var configuration = folder.resolve(ProxyFolder.CONFIGURATION);
    var ready = folder.resolve("ready");
    try {
      Files.deleteIfExists(ready);
      var process =
          helper
              .command(
                  "proxy",
                  "run",
                  "--config",
                  configuration.toString(),
                  "--pin-file",
                  "-",
                  "--ready-file",
                  ready.toString(),
                  "--calls",
                  "--with-parent")
              .start();
      var errors = new ArrayList<String>();
      var errorReader = Thread.ofVirtual().start(() -> readErrors(process, errors));
      try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
        in.write(pin);
        in.write('\n');
      }
      var port = awaitPort(process, ready, errorReader, errors);
      var proxy =
          new ProxyProcess(
              process,
              ProxyConfig.read(configuration),
              authorities(folder.resolve(ProxyFolder.CA)),
              port);
      Thread.ofVirtual().name("proxy-calls").start(proxy::readCalls);
      return proxy;
    } catch (IOException e) {
      throw new ProxyException("", "The XKS proxy could not be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProxyException("", "The start of the XKS proxy was ended.", e);
    }
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  public List<X509Certificate> authorities() {
    return authorities;
  }

  public ProxyConfig config() {
    return config;
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
    var prefix =
        configuration.uriPath().substring(0, configuration.uriPath().length() - API_PATH.length());
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("requestMetadata")
        .put("awsPrincipalArn", "XKS Workbench")
        .put("kmsOperation", "DescribeKey")
        .put("kmsRequestId", "workbench-" + UUID.randomUUID());
    return switch (client.post(addressOf(prefix), "/keys/" + xksKeyId + "/metadata", body)) {
      case Outcome.Answered(var answer) -> {
        var usage = new ArrayList<String>();
        answer.path("keyUsage").forEach(one -> usage.add(one.asText()));
        yield new ExternalKeyStatus(
            answer.path("keySpec").asText(),
            usage,
            answer.path("keyStatus").asText(),
            Instant.now());
      }
      case Outcome.Refused(_, var name, var message) ->
          throw new ProxyException(name, message, null);
      case Outcome.Malformed(var what) -> throw new ProxyException("", what, null);
      case Outcome.Unreachable(var why) -> throw new ProxyException("", why, null);
      case Outcome.TlsFailed(var why) -> throw new ProxyException("", why, null);
      case Outcome.TimedOut() ->
          throw new ProxyException("", "The XKS proxy did not answer in time.", null);
    };
  }

  @Override
  public Optional<String> healthKey() {
    return Optional.of(config.healthKey());
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

  private void readCalls() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
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
