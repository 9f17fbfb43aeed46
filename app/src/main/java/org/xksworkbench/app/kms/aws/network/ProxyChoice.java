package org.xksworkbench.app.kms.aws.network;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;

/// Which way a request takes out of the company: by the properties that Java was started with, else
/// by HTTPS_PROXY and NO_PROXY, else as the system says.
final class ProxyChoice {

  private static final int HTTPS = 443;

  private final Optional<ProxyServer> server;
  private final String variable;
  private final WithoutProxy without;
  private final String withoutVariable;
  private final ForwardProxyAuthenticator answers;
  private final DesktopProxy desktop;

  /// @param why a clause
  /// @param unread what the desktop says and is not followed
  record ProxyDecision(Proxy proxy, String why, Optional<DesktopProxy.UnreadSetting> unread) {

    /// `HOST:PORT`; empty for none.
    Optional<String> address() {
      return proxy.address() instanceof InetSocketAddress address
          ? Optional.of(address.getHostString() + ":" + address.getPort())
          : Optional.empty();
    }
  }

  /// @throws org.xksworkbench.app.kms.KmsException if HTTPS_PROXY cannot be used: then nothing is
  ///   sent past it
  ProxyChoice(AwsEnvironment surroundings) {
    // As curl, Python and the SDKs have it, the one in small letters wins.
    variable = firstSet(surroundings, "https_proxy", "HTTPS_PROXY");
    server = surroundings.variable(variable).map(value -> ProxyServer.of(variable, value));
    withoutVariable = firstSet(surroundings, "no_proxy", "NO_PROXY");
    without = new WithoutProxy(surroundings.variable(withoutVariable).orElse(""));
    answers = new ForwardProxyAuthenticator(server);
    desktop = DesktopProxy.of(surroundings);
  }

  private static String firstSet(AwsEnvironment surroundings, String first, String second) {
    return surroundings.variable(first).isPresent() ? first : second;
  }

  Proxy of(URI uri) {
    return choose(uri).proxy();
  }

  /// For people: also with what the desktop says.
  ProxyDecision decide(URI uri) {
    var chosen = choose(uri);
    var unset = server.isEmpty() && System.getProperty("https.proxyHost") == null;
    return unset && chosen.address().isEmpty()
        ? desktop
            .look()
            .map(unread ->
                new ProxyDecision(
                    chosen.proxy(), chosen.why() + ", and " + unread.words(), Optional.of(unread)))
            .orElse(chosen)
        : chosen;
  }

  private ProxyDecision choose(URI uri) {
    var ofJava = System.getProperty("https.proxyHost") != null;
    if (ofJava || server.isEmpty()) {
      var selected =
          ProxySelector.getDefault().select(uri).stream().findFirst().orElse(Proxy.NO_PROXY);
      return decision(selected, why(selected.type() == Proxy.Type.DIRECT, ofJava));
    }
    var port = uri.getPort() < 0 ? HTTPS : uri.getPort();
    return without
        .covering(uri.getHost(), port)
        .map(entry -> decision(Proxy.NO_PROXY, withoutVariable + " has " + entry))
        .orElseGet(() -> decision(server.get().proxy(), variable + " names it"));
  }

  private static ProxyDecision decision(Proxy proxy, String why) {
    return new ProxyDecision(proxy, why, Optional.empty());
  }

  private static String why(boolean direct, boolean ofJava) {
    if (direct) {
      return ofJava ? "http.nonProxyHosts of Java covers the host" : "HTTPS_PROXY is not set";
    }
    return ofJava ? "https.proxyHost of Java names it" : "the system names it";
  }

  /// Answers a proxy that asks for user and password. To be told of each request that begins on its
  /// thread, so that a wrong password is sent once and not until an account is locked.
  Authenticator answers() {
    answers.begin();
    return answers;
  }

  /// The same for all connections, so that they are used again.
  private static final class ForwardProxyAuthenticator extends Authenticator {

    /// Whether the request that runs on a thread was answered for already.
    private static final ThreadLocal<AtomicBoolean> ANSWERED =
        ThreadLocal.withInitial(AtomicBoolean::new);

    private static final Set<String> WITH_PASSWORD = Set.of("basic", "digest", "ntlm");

    private final Optional<ProxyServer> server;

    ForwardProxyAuthenticator(Optional<ProxyServer> server) {
      this.server = server;
    }

    void begin() {
      ANSWERED.get().set(false);
    }

    /// Negotiate takes a ticket; asked for a user and a password, it would use up the one answer.
    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      if (!WITH_PASSWORD.contains(getRequestingScheme().toLowerCase(Locale.ROOT))
          || getRequestorType() != RequestorType.PROXY
          || ANSWERED.get().getAndSet(true)) {
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
