package org.xksworkbench.app.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.client.ProxyAddress;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import org.xksworkbench.bridge.xks.server.KeyAdmission;

/// The bridge's proxy in a process of its own: started and stopped from here, its log and its
/// configuration followed, and started again where that is allowed.
public final class ProxyProcess implements OwnProxy, ProxyControl, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyProcess.class);

  /// The running proxy looks at its file as often.
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  private final AgentProcess helper;
  private final Path folder;
  private final List<X509Certificate> authorities;
  private final Restarts restarts;
  private final Restarts.Count restarted;
  private final ProxyFileWatch file;
  private final RecentCalls calls = new RecentCalls();
  private final Consumer<String> log;
  private volatile RunningProxy running;

  /// What may be waited for without end.
  private volatile Optional<ProxyRun> starting = Optional.empty();

  private volatile Optional<String> ended = Optional.empty();
  private volatile boolean closed;

  private record RunningProxy(ProxyRun run, int port, ProxyCaller caller) {}

  /// Starts a proxy and waits until it serves, as long as that takes: whoever is impatient
  /// interrupts, which ends the process.
  ///
  /// @param pin goes over a private pipe; wiped by the caller
  /// @param restarts what is done when it ends by itself
  /// @param log told each line of its log, on a thread that must not wait
  /// @throws ProxyException if it does not start
  public static ProxyProcess start(
      AgentProcess helper,
      ReadConfiguration configuration,
      char[] pin,
      Restarts restarts,
      Consumer<String> log) {
    try {
      return new ProxyProcess(helper, configuration, pin, restarts, log);
    } catch (IOException e) {
      throw notStarted(e);
    }
  }

  private ProxyProcess(
      AgentProcess helper,
      ReadConfiguration configuration,
      char[] pin,
      Restarts restarts,
      Consumer<String> log)
      throws IOException {
    this.helper = helper;
    this.folder = configuration.folder();
    this.restarts = restarts;
    this.restarted = restarts.newCount();
    this.log = log;
    this.authorities = authorities(folder.resolve(ProxyFolder.CA));
    this.file = new ProxyFileWatch(configuration, LOOK_INTERVAL);
    try {
      this.running = launch(Optional.empty(), pin);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private RunningProxy launch(Optional<Integer> port, char[] pin) throws IOException {
    var run =
        ProxyRun.start(
            helper,
            folder,
            port,
            pin,
            new ProxyRun.ProxyRunListeners(log, calls::take, this::endedByItself));
    starting = Optional.of(run);
    try {
      if (closed) {
        run.stop();
      }
      var actual = run.awaitPort();
      return new RunningProxy(
          run,
          actual,
          new ProxyCaller(
              file.config().host(),
              authorities,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), actual)));
    } finally {
      starting = Optional.empty();
    }
  }

  private static ProxyException notStarted(IOException e) {
    return new ProxyException("", "The XKS proxy could not be started: " + e.getMessage(), e);
  }

  private static Path configuration(Path folder) {
    return folder.resolve(ProxyFolder.CONFIGURATION);
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), running.port());
  }

  public List<X509Certificate> authorities() {
    return authorities;
  }

  public boolean alive() {
    return running.run().alive();
  }

  public long pid() {
    return running.run().pid();
  }

  /// How many of the calls that are remembered were refused.
  public long refusals() {
    return calls.that(call -> call.httpStatus() != 200).size();
  }

  @Override
  public Optional<KnownProxy> knownProxy() {
    return Optional.of(file.knownProxy());
  }

  /// A KMS key store at one of its prefixes, with its credential.
  public ProxyAddress addressOf(String pathPrefix) {
    var config = file.config();
    return config.prefixes().stream()
        .filter(prefix -> prefix.path().equals(pathPrefix))
        .findFirst()
        .map(prefix ->
            new ProxyAddress(
                "https://" + config.host(),
                pathPrefix + KnownProxy.API_PATH,
                prefix.credentials().getFirst().accessKeyId(),
                prefix.credentials().getFirst().secretAccessKey()))
        .orElseThrow(
            () -> new ProxyException("", "The proxy has no path prefix " + pathPrefix + ".", null));
  }

  @Override
  public ExternalKeyStatus keyMetadata(XksProxyConfiguration configuration, String xksKeyId) {
    return running.caller().keyMetadata(addressOf(prefix(configuration)), xksKeyId);
  }

  @Override
  public List<XksCall> calls(XksProxyConfiguration configuration) {
    return calls.that(
        call -> configuration.uriPath().equals(call.pathPrefix() + KnownProxy.API_PATH));
  }

  @Override
  public Optional<ProxyCredential> credential(XksProxyConfiguration configuration) {
    return serves(configuration)
        ? credential(configuration, configuration.accessKeyId())
        : Optional.empty();
  }

  @Override
  public ProxyCredential addCredential(XksProxyConfiguration configuration) {
    var added = addCredential(prefix(configuration)).accessKeyId();
    return credential(configuration, added).orElseThrow();
  }

  @Override
  public void removeCredential(XksProxyConfiguration configuration, String accessKeyId) {
    removeCredential(prefix(configuration), accessKeyId);
  }

  private Optional<ProxyCredential> credential(
      XksProxyConfiguration configuration, String accessKeyId) {
    return file.config().prefixes().stream()
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
        .substring(0, configuration.uriPath().length() - KnownProxy.API_PATH.length());
  }

  @Override
  public List<XksCall> callsOf(String kmsRequestId) {
    return calls.that(call -> call.kmsRequestId().equals(kmsRequestId));
  }

  /// Lets it finish what it answers, then stops it for good.
  @Override
  public void close() {
    closed = true;
    file.close();
    stop();
  }

  @Override
  public Optional<ProxyControl> control() {
    return Optional.of(this);
  }

  @Override
  public ProxyState state() {
    var known = file.knownProxy();
    var now = running;
    var alive = now.run().alive();
    return new ProxyState(
        alive,
        known.url(),
        alive ? "127.0.0.1:" + now.port() : "",
        known.configuration(),
        known.certificateExpires(),
        known.certificateSubject(),
        known.paths().stream()
            .map(path ->
                new ServedPath(
                    path.path(),
                    path.uriPath(),
                    path.accessKeyIds(),
                    words(path.keys()),
                    path.blocked(),
                    path.blockedKeys()))
            .toList(),
        known.healthKey(),
        known.fault(),
        ended);
  }

  private static String words(KeyAdmission keys) {
    return switch (keys) {
      case KeyAdmission.AllSecretKeys() -> "every secret key";
      case KeyAdmission.FitKeys() -> "every AES-256 key";
      case KeyAdmission.AdmittedLabels(var labels) -> String.join(", ", labels);
      case KeyAdmission.LabelPattern(var pattern) -> "labels like " + pattern;
    };
  }

  @Override
  public synchronized void start(char[] pin) {
    if (alive() || closed) {
      return;
    }
    try {
      var before = running;
      running = launch(Optional.of(before.port()), pin);
      before.caller().close();
      ended = Optional.empty();
    } catch (IOException e) {
      throw notStarted(e);
    }
  }

  @Override
  public void stop() {
    // Whoever waits for it holds the lock.
    starting.ifPresent(ProxyRun::stop);
    synchronized (this) {
      ended = Optional.empty();
      running.run().stop();
    }
  }

  /// Called on a thread of the process that ended.
  private synchronized void endedByItself(ProxyEnd end) {
    if (closed || running.run().stopped()) {
      return;
    }
    LOG.warn("{}", end.sentence());
    if (!restarted.oneMore(end.at())) {
      ended = Optional.of(end.sentence() + " " + restarts.refusal());
      return;
    }
    var pin = restarts.pin().get();
    try {
      start(pin);
      ended = Optional.of(end.sentence() + " It was started again by itself.");
    } catch (ProxyException e) {
      LOG.warn("The XKS proxy could not be started again: {}", e.getMessage());
      ended = Optional.of(end.sentence() + " It could not be started again: " + e.getMessage());
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  @Override
  public ProxyHealth health(String path) {
    return running.caller().health(addressOf(path));
  }

  @Override
  public NewCredential addCredential(String path) {
    var added = changeAndGet(proxy -> proxy.addCredential(path));
    return new NewCredential(added.accessKeyId(), added.consoleFile());
  }

  @Override
  public void removeCredential(String path, String accessKeyId) {
    change(proxy -> proxy.removeCredential(Optional.of(path), accessKeyId));
  }

  @Override
  public void block(String path, boolean blocked) {
    change(proxy -> proxy.block(Optional.of(path), blocked));
  }

  @Override
  public void blockKey(String path, String xksKeyId, boolean blocked) {
    change(proxy -> proxy.blockKey(Optional.of(path), xksKeyId, blocked));
  }

  private void change(Consumer<ProxyFile> change) {
    var _ =
        changeAndGet(proxy -> {
          change.accept(proxy);
          return true;
        });
  }

  /// What is known is true again when this returns.
  private <T> T changeAndGet(Function<ProxyFile, T> change) {
    try {
      return change.apply(new ProxyFile(configuration(folder)));
    } finally {
      file.refresh();
    }
  }

  @Override
  public List<XksCall> recentCalls() {
    return calls.that(_ -> true);
  }

  @Override
  public void onCall(Consumer<XksCall> listener) {
    calls.onCall(listener);
  }

  @Override
  public void forget(Consumer<XksCall> listener) {
    calls.forget(listener);
  }

  @Override
  public SelfTestTarget selfTestTarget(String path) {
    var known = file.knownProxy();
    var first = known.paths().getFirst().path().equals(path);
    return new SelfTestTarget(
        known.url() + ":" + running.port(),
        ProxyFolder.consoleFile(folder, path, first),
        folder.resolve(ProxyFolder.CA));
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
