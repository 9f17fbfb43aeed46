package org.xksworkbench.app.kms.aws.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/// For whom the proxy of the system counts.
class SystemProxiesTest {

  private static final Proxy OF_SYSTEM =
      new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.corp", 3128));

  private final ProxySelector proxies =
      new SystemProxies(
          new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
              return List.of(OF_SYSTEM);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
          });

  @Test
  void it_counts_for_https_and_for_no_other_socket() {
    assertThat(proxies.select(URI.create("https://kms.eu-central-1.amazonaws.com/")))
        .containsExactly(OF_SYSTEM);
    assertThat(proxies.select(URI.create("socket://xks.example.com:443")))
        .containsExactly(Proxy.NO_PROXY);
    assertThat(proxies.select(URI.create("http://127.0.0.1:1/"))).containsExactly(Proxy.NO_PROXY);
  }
}
