package org.xksworkbench.app.kms.aws.network;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.aws.config.Surroundings;

/// Which way a request takes out of the company: by the properties that Java was started with, else
/// by HTTPS_PROXY and NO_PROXY, else as the system says.
final class ProxyChoice {

  private static final int HTTPS = 443;

  private final Optional<ProxyServer> server;
  private final WithoutProxy without;
  private final Answers answers;

  /// @throws org.xksworkbench.app.kms.KmsException if HTTPS_PROXY cannot be used: then nothing is
  ///   sent past it
  ProxyChoice(Surroundings surroundings) {
    // As curl, Python and the SDKs have it, the one in small letters wins.
    server =
        surroundings
            .variable("https_proxy")
            .map(value -> ProxyServer.of("https_proxy", value))
            .or(() ->
                surroundings
                    .variable("HTTPS_PROXY")
                    .map(value -> ProxyServer.of("HTTPS_PROXY", value)));
    without = new WithoutProxy(surroundings.firstOf("no_proxy", "NO_PROXY").orElse(""));
    answers = new Answers(server);
  }

  Proxy of(URI uri) {
    if (System.getProperty("https.proxyHost") != null || server.isEmpty()) {
      return ProxySelector.getDefault().select(uri).stream().findFirst().orElse(Proxy.NO_PROXY);
    }
    var port = uri.getPort() < 0 ? HTTPS : uri.getPort();
    return without.contains(uri.getHost(), port) ? Proxy.NO_PROXY : server.get().proxy();
  }

  /// Answers a proxy that asks for user and password. To be told of each request that begins on its
  /// thread, so that a wrong password is sent once and not until an account is locked.
  Authenticator answers() {
    answers.begin();
    return answers;
  }

  /// The same for all connections, so that they are used again.
  private static final class Answers extends Authenticator {

    /// Whether the request that runs on a thread was answered for already.
    private static final ThreadLocal<AtomicBoolean> ANSWERED =
        ThreadLocal.withInitial(AtomicBoolean::new);

    private final Optional<ProxyServer> server;

    Answers(Optional<ProxyServer> server) {
      this.server = server;
    }

    void begin() {
      ANSWERED.get().set(false);
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY || ANSWERED.get().getAndSet(true)) {
        return null;
      }
      return server
          .filter(known ->
              known.proxy().address() instanceof InetSocketAddress address
                  && address.getHostString().equalsIgnoreCase(getRequestingHost())
                  && address.getPort() == getRequestingPort())
          .flatMap(ProxyServer::login)
          .orElse(null);
    }
  }
}
