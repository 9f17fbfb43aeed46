package org.xksworkbench.app.kms.aws.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.xksworkbench.app.kms.aws.config.Surroundings;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The HTTP clients of the SDK; each is shared by all clients of a session.
public final class HttpClients {

  /// As the SDK has them (SdkHttpConfigurationOption), which leaves them to us here.
  private static final Duration TO_CONNECT = Duration.ofSeconds(2);

  private static final Duration TO_READ = Duration.ofSeconds(30);

  private HttpClients() {}

  /// To AWS: through the proxy of a company, and with its authorities.
  ///
  /// @param bundle `ca_bundle` of the profile, where nothing of the environment goes before it
  /// @throws org.xksworkbench.app.kms.KmsException if proxy or bundle cannot be used
  public static SdkHttpClient toAws(Surroundings surroundings, Optional<String> bundle) {
    var proxies = new ProxyChoice(surroundings);
    var sockets = Trust.sockets(surroundings, bundle);
    return UrlConnectionHttpClient.create(uri -> connection(uri, proxies, sockets));
  }

  /// To this machine, whatever proxy there is.
  public static SdkHttpClient toThisMachine() {
    return UrlConnectionHttpClient.create(uri -> open(uri, Proxy.NO_PROXY));
  }

  private static HttpURLConnection connection(
      URI uri, ProxyChoice proxies, SSLSocketFactory sockets) {
    var connection = open(uri, proxies.of(uri));
    connection.setAuthenticator(proxies.answers());
    if (connection instanceof HttpsURLConnection tls) {
      tls.setSSLSocketFactory(sockets);
    }
    return connection;
  }

  private static HttpURLConnection open(URI uri, Proxy proxy) {
    try {
      var connection = (HttpURLConnection) uri.toURL().openConnection(proxy);
      connection.setConnectTimeout((int) TO_CONNECT.toMillis());
      connection.setReadTimeout((int) TO_READ.toMillis());
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
