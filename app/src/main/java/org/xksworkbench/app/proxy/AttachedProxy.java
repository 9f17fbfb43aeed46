package org.xksworkbench.app.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.xks.admin.ControlClient;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;

/// An XKS proxy of this computer that somebody else runs, such as a service: followed by its
/// configuration, and by its control socket where the configuration names one. It is looked at each
/// second, on a thread of its own.
final class AttachedProxy extends ConfiguredProxy {

  private static final Logger LOG = LoggerFactory.getLogger(AttachedProxy.class);

  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);

  private final List<X509Certificate> authorities;
  private final Thread watch;
  private volatile Optional<ReachedProxy> reached = Optional.empty();

  /// Kept while it does not answer: calls may still be under way.
  private @Nullable ReachedProxy last;

  private boolean closed;

  private volatile Optional<String> trouble = Optional.empty();
  private @Nullable XksCall newest;

  /// Where it was found.
  private record ReachedProxy(InetSocketAddress address, ProxyCaller caller) {}

  /// Looks at it once, then follows it. Blocks.
  ///
  /// @throws IllegalArgumentException if its certificates cannot be read
  AttachedProxy(ReadConfiguration read) {
    super(read);
    try {
      this.authorities = readAuthorities();
    } catch (IllegalArgumentException e) {
      super.close();
      throw e;
    }
    look();
    this.watch = Thread.ofPlatform().daemon().name("attached-proxy").start(this::follow);
  }

  private void follow() {
    try {
      while (true) {
        Thread.sleep(LOOK_INTERVAL);
        look();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void look() {
    try {
      var socket = config().admin().socket();
      noteAddress(socket.isPresent() ? askSocket(socket.get()) : tryPort(config().port()));
      trouble = Optional.empty();
    } catch (ProxyConfigException e) {
      noteLoss(e.getMessage() + ".");
    } catch (IllegalArgumentException e) {
      noteLoss("What it tells of its requests is not understood: " + e.getMessage() + ".");
    } catch (IOException e) {
      noteLoss("Nothing answers at its address: " + e.getMessage() + ".");
    }
  }

  private void noteLoss(String why) {
    if (!trouble.equals(Optional.of(why))) {
      LOG.info("The attached XKS proxy does not answer: {}", why);
    }
    trouble = Optional.of(why);
    reached = Optional.empty();
  }

  private synchronized void noteAddress(InetSocketAddress address) {
    if (closed) {
      return;
    }
    var before = last;
    if (before == null || !before.address().equals(address)) {
      last = new ReachedProxy(address, new ProxyCaller(config().host(), authorities, address));
      if (before != null) {
        before.caller().close();
      }
    }
    reached = Optional.ofNullable(last);
  }

  private InetSocketAddress askSocket(Path socket) throws IOException {
    var client = new ControlClient(socket);
    var port = client.ask(request("status")).path("port").asInt();
    take(client.ask(request("requests")).path("requests"));
    return new InetSocketAddress(host(), port);
  }

  private static JsonNode request(String command) {
    return JsonNodeFactory.instance.objectNode().put("command", command);
  }

  /// The socket tells the last hundred each time.
  private void take(JsonNode told) {
    var all = new ArrayList<XksCall>();
    told.forEach(one -> all.add(XksCall.fromJsonLine(one.toString())));
    var known = newest == null ? -1 : all.lastIndexOf(newest);
    all.subList(known + 1, all.size()).forEach(recent()::keep);
    if (!all.isEmpty()) {
      newest = all.getLast();
    }
  }

  private InetSocketAddress tryPort(int port) throws IOException {
    if (port == 0) {
      throw new IOException(
          "its proxy.toml lets the system choose the port, and names no control socket that tells it");
    }
    var address = new InetSocketAddress(host(), port);
    try (var socket = new Socket()) {
      socket.connect(address, (int) CONNECT_PATIENCE.toMillis());
    }
    return address;
  }

  /// What listens on every address is asked on this computer's own.
  private InetAddress host() throws IOException {
    var bind = InetAddress.getByName(config().bind());
    return bind.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bind;
  }

  @Override
  int port() {
    return reached.map(one -> one.address().getPort()).orElse(config().port());
  }

  @Override
  ProxyCaller caller() {
    return reached
        .map(ReachedProxy::caller)
        .orElseThrow(() ->
            new ProxyException("", "The XKS proxy does not answer. " + trouble.orElse(""), null));
  }

  @Override
  public boolean runsHere() {
    return false;
  }

  @Override
  public Optional<String> limits() {
    return Optional.of(
        "It is started and stopped by who runs it."
            + (config().admin().socket().isPresent()
                ? ""
                : " Its requests are not seen: its proxy.toml names no control socket (socket under"
                    + " [admin])."));
  }

  @Override
  public ProxyState state() {
    return state(
        reached.map(
            one -> one.address().getAddress().getHostAddress() + ":" + one.address().getPort()),
        trouble);
  }

  @Override
  public void start(char[] pin) {
    throw notOurs();
  }

  @Override
  public void stop() {
    throw notOurs();
  }

  private static ProxyException notOurs() {
    return new ProxyException("", "This XKS proxy is started and stopped by who runs it.", null);
  }

  /// A look may be under way: what it finds is not taken any more.
  @Override
  public void close() {
    watch.interrupt();
    super.close();
    synchronized (this) {
      closed = true;
      reached = Optional.empty();
      var before = last;
      if (before != null) {
        before.caller().close();
      }
    }
  }
}
