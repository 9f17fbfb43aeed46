package org.xksworkbench.app.kms.aws.network;

import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;

/// A proxy of HTTP, as a variable names it. Its password is in no text that this makes.
final class ProxyServer {

  /// As the AWS CLI takes it (urllib3).
  private static final int USUAL_PORT = 80;

  private final String host;
  private final int port;
  private final Optional<PasswordAuthentication> login;

  private ProxyServer(String host, int port, Optional<PasswordAuthentication> login) {
    this.host = host;
    this.port = port;
    this.login = login;
  }

  /// @param value `[http://][USER:PASSWORD@]HOST[:PORT]`, where user and password may have `%40`
  ///   and the like
  static ProxyServer of(String variable, String value) {
    var text = value.strip();
    try {
      var uri = new URI(text.contains("://") ? text : "http://" + text);
      if (!"http".equals(uri.getScheme().toLowerCase(Locale.ROOT))) {
        throw unusable(
            variable + " names a proxy that is spoken to by " + uri.getScheme() + ", not by http.");
      }
      if (uri.getHost() == null) {
        throw unusable(variable + " names no host. It is written http://HOST:PORT.");
      }
      return new ProxyServer(
          uri.getHost(),
          uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
          Optional.ofNullable(uri.getRawUserInfo()).flatMap(ProxyServer::login));
    } catch (URISyntaxException e) {
      // Without its text: a password may be in it.
      throw unusable(
          variable
              + " is not understood. It is written http://USER:PASSWORD@HOST:PORT, and a character"
              + " such as @ in the password as %40.");
    }
  }

  private static Optional<PasswordAuthentication> login(String userInfo) {
    var parts = userInfo.split(":", 2);
    return parts[0].isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PasswordAuthentication(
                decode(parts[0]), (parts.length < 2 ? "" : decode(parts[1])).toCharArray()));
  }

  /// `+` is itself, unlike in a form.
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static KmsException unusable(String why) {
    return new KmsException(
        KmsException.KmsFailureKind.UNREACHABLE, KmsErrorCode.NETWORK_PROXY.text(), why, "", null);
  }

  Proxy proxy() {
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
  }

  Optional<PasswordAuthentication> login() {
    return login;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
