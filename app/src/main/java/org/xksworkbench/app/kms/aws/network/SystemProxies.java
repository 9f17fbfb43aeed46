package org.xksworkbench.app.kms.aws.network;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// What the system says of proxies (on Windows with PAC and WPAD, on macOS, in GNOME), for HTTPS
/// alone. Java would ask it for every socket, too, and a proxy of the system is none for an XKS
/// proxy or a time server.
final class SystemProxies extends ProxySelector {

  private final Optional<ProxySelector> ofJava;

  SystemProxies(@org.jspecify.annotations.Nullable ProxySelector ofJava) {
    this.ofJava = Optional.ofNullable(ofJava);
  }

  @Override
  public List<Proxy> select(URI uri) {
    var asked =
        "https".equals(uri.getScheme())
            || System.getProperty("socksProxyHost") != null
            || System.getProperty("http.proxyHost") != null;
    return asked
        ? ofJava.map(selector -> selector.select(uri)).orElse(List.of(Proxy.NO_PROXY))
        : List.of(Proxy.NO_PROXY);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    ofJava.ifPresent(selector -> selector.connectFailed(uri, address, e));
  }
}
