package org.xksworkbench.app.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.client.ProxyAddress;

/// The bridge's proxy in a process of its own: started and stopped from here, its log and its
/// configuration followed, and started again where that is allowed.
public final class ProxyProcess implements OwnProxy, ProxyControl, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyProcess.class);

  private final AgentProcess helper;
  private final List<X509Certificate> authorities;
  private final Restarts restarts;
  private final Restarts.Count restarted;
  private final ConfiguredProxy configured;
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
    this.restarts = restarts;
    this.restarted = restarts.newCount();
    this.log = log;
    this.configured = new ConfiguredProxy(configuration);
    try {
      this.authorities = configured.authorities();
      this.running = launch(Optional.empty(), pin);
    } catch (IllegalArgumentException e) {
      configured.close();
      throw new IOException(e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      configured.close();
      throw e;
    }
  }

  private RunningProxy launch(Optional<Integer> port, char[] pin) throws IOException {
    var run =
        ProxyRun.start(
            helper,
            configured.folder(),
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
              configured.config().host(),
              authorities,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), actual)));
    } finally {
      starting = Optional.empty();
    }
  }

  private static ProxyException notStarted(IOException e) {
    return new ProxyException("", "The XKS proxy could not be started: " + e.getMessage(), e);
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

  @Override
  public long refusals() {
    return calls.refusals();
  }

  @Override
  public Optional<KnownProxy> knownProxy() {
    return Optional.of(configured.knownProxy());
  }

  /// A KMS key store at one of its prefixes, with its credential.
  public ProxyAddress addressOf(String pathPrefix) {
    return configured.addressOf(pathPrefix);
  }

  @Override
  public ExternalKeyStatus keyMetadata(XksProxyConfiguration configuration, String xksKeyId) {
    return running
        .caller()
        .keyMetadata(addressOf(ConfiguredProxy.prefixOf(configuration)), xksKeyId);
  }

  @Override
  public List<XksCall> calls(XksProxyConfiguration configuration) {
    return calls.that(
        call -> configuration.uriPath().equals(call.pathPrefix() + KnownProxy.API_PATH));
  }

  @Override
  public Optional<ProxyCredential> credential(XksProxyConfiguration configuration) {
    return configured.credential(configuration);
  }

  @Override
  public ProxyCredential addCredential(XksProxyConfiguration configuration) {
    return configured.addCredential(configuration);
  }

  @Override
  public void removeCredential(XksProxyConfiguration configuration, String accessKeyId) {
    removeCredential(ConfiguredProxy.prefixOf(configuration), accessKeyId);
  }

  @Override
  public List<XksCall> callsOf(String kmsRequestId) {
    return calls.that(call -> call.kmsRequestId().equals(kmsRequestId));
  }

  /// Lets it finish what it answers, then stops it for good.
  @Override
  public void close() {
    closed = true;
    configured.close();
    stop();
  }

  @Override
  public Optional<ProxyControl> control() {
    return Optional.of(this);
  }

  @Override
  public ProxyState state() {
    var now = running;
    return configured.state(
        now.run().alive() ? Optional.of("127.0.0.1:" + now.port()) : Optional.empty(), ended);
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
    return configured.addCredential(path);
  }

  @Override
  public void removeCredential(String path, String accessKeyId) {
    configured.removeCredential(path, accessKeyId);
  }

  @Override
  public void block(String path, boolean blocked) {
    configured.block(path, blocked);
  }

  @Override
  public void blockKey(String path, String xksKeyId, boolean blocked) {
    configured.blockKey(path, xksKeyId, blocked);
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
    return configured.selfTestTarget(path, running.port());
  }
}
