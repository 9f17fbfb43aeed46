package org.xksworkbench.app.kms.aws.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The HTTP clients of the SDK; each is shared by all clients of a session.
public final class HttpClients {

  /// As the SDK has them (SdkHttpConfigurationOption), which leaves them to us here.
  private static final Duration TO_CONNECT = Duration.ofSeconds(2);

  private static final Duration TO_READ = Duration.ofSeconds(30);

  private HttpClients() {}

  /// To AWS: through the proxy of a company, and with its authorities.
  public static SdkHttpClient toAws(WayOut network) {
    return UrlConnectionHttpClient.create(network::connection);
  }

  /// To this machine, whatever proxy there is.
  public static SdkHttpClient toThisMachine() {
    return UrlConnectionHttpClient.create(uri -> open(uri, Proxy.NO_PROXY));
  }

  static HttpURLConnection open(URI uri, Proxy proxy) {
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
