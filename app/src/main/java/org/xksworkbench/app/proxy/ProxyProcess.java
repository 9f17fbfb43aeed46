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
import org.xksworkbench.bridge.agent.AgentProcess;

/// The bridge's proxy in a process of its own: started and stopped from here, its log and its
/// configuration followed, and started again where that is allowed.
public final class ProxyProcess extends ConfiguredProxy {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyProcess.class);

  private final AgentProcess helper;
  private final List<X509Certificate> authorities;
  private final Restarts restarts;
  private final Restarts.Count restarted;
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
    super(configuration);
    this.helper = helper;
    this.restarts = restarts;
    this.restarted = restarts.newCount();
    this.log = log;
    try {
      this.authorities = readAuthorities();
      this.running = launch(Optional.empty(), pin);
    } catch (IllegalArgumentException e) {
      super.close();
      throw new IOException(e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      super.close();
      throw e;
    }
  }

  private RunningProxy launch(Optional<Integer> port, char[] pin) throws IOException {
    var run =
        ProxyRun.start(
            helper,
            folder(),
            port,
            pin,
            new ProxyRun.ProxyRunListeners(log, recent()::take, this::endedByItself));
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
              config().host(),
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

  @Override
  ProxyCaller caller() {
    return running.caller();
  }

  @Override
  int port() {
    return running.port();
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

  /// Lets it finish what it answers, then stops it for good.
  @Override
  public void close() {
    closed = true;
    super.close();
    stop();
  }

  @Override
  public ProxyState state() {
    var now = running;
    return state(
        now.run().alive() ? Optional.of("127.0.0.1:" + now.port()) : Optional.empty(), ended);
  }

  @Override
  public boolean runsHere() {
    return true;
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
}
