package org.xksworkbench.app.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.proxy.ReadConfiguration.FileStamp;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;

/// An XKS proxy of this computer that somebody else runs, such as a service: followed by its
/// configuration, and by its control socket where the configuration names one. It is looked at each
/// second, on a thread of its own.
final class AttachedProxy extends ConfiguredProxy {

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);

  private final RepeatedLook watch;
  private volatile Optional<ReachedProxy> reached = Optional.empty();

  /// Kept while it does not answer: calls may still be under way.
  private @Nullable ReachedProxy last;

  private boolean closed;

  private final NoAnswer noAnswer = new NoAnswer();
  private @Nullable SocketReader reader;

  /// Where it was found, and by which certificates it is known.
  private record ReachedProxy(
      InetSocketAddress address, FileStamp authorities, ProxyCaller caller) {

    boolean is(InetSocketAddress elsewhere, FileStamp others) {
      return address.equals(elsewhere) && authorities.equals(others);
    }
  }

  /// Looks at it once, then follows it. Blocks.
  ///
  /// @throws IllegalArgumentException if its certificates cannot be read
  AttachedProxy(ReadConfiguration read) {
    super(read);
    try {
      var _ = readAuthorities();
    } catch (IllegalArgumentException e) {
      super.close();
      throw e;
    }
    look();
    this.watch = RepeatedLook.start("attached-proxy", RepeatedLook.INTERVAL, this::look);
  }

  private void look() {
    try {
      var socket = config().admin().socket();
      noteAddress(socket.isPresent() ? askSocket(socket.get()) : tryPort(config().port()));
      noAnswer.end();
    } catch (ProxyConfigException e) {
      noteLoss(e.getMessage() + ".");
    } catch (IllegalArgumentException e) {
      noteLoss(
          "Its certificates, or what it tells of its requests, are not understood: "
              + e.getMessage()
              + ".");
    } catch (IOException e) {
      noteLoss("Nothing answers at its address: " + e.getMessage() + ".");
    }
  }

  private void noteLoss(String why) {
    noAnswer.note(why);
    reached = Optional.empty();
  }

  private synchronized void noteAddress(InetSocketAddress address) {
    if (closed) {
      return;
    }
    var before = last;
    var stamp = FileStamp.of(authorityFile());
    if (before == null || !before.is(address, stamp)) {
      last =
          new ReachedProxy(
              address, stamp, new ProxyCaller(config().host(), readAuthorities(), address));
      if (before != null) {
        before.caller().close();
      }
    }
    reached = Optional.ofNullable(last);
  }

  private InetSocketAddress askSocket(Path socket) throws IOException {
    var now = reader;
    if (now == null || !now.socket().equals(socket)) {
      now = new SocketReader(socket, recent());
      reader = now;
    }
    return new InetSocketAddress(host(), now.look().path("port").asInt());
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
            new ProxyException(
                "", "The XKS proxy does not answer. " + noAnswer.why().orElse(""), null));
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
        noAnswer.why());
  }

  /// A look may be under way: what it finds is not taken any more.
  @Override
  public void close() {
    watch.close();
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
