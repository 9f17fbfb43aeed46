package org.xksworkbench.app.kms.aws.network;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.AwsCheck;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;

/// How requests leave this computer for AWS: through which proxy, and trusting whom. Decided once,
/// for requests and for whoever asks how they go.
public final class WayOut {

  private static final Logger LOG = LoggerFactory.getLogger(WayOut.class);

  private static final int PATIENCE_MILLIS = 10_000;

  private final ProxyChoice proxies;
  private final Trust trust;

  private WayOut(ProxyChoice proxies, Trust trust) {
    this.proxies = proxies;
    this.trust = trust;
  }

  /// @param bundle `ca_bundle` of the profile, where nothing of the environment goes before it
  /// @throws org.xksworkbench.app.kms.KmsException if proxy or bundle cannot be used
  public static WayOut of(AwsEnvironment surroundings, Optional<String> bundle) {
    return new WayOut(new ProxyChoice(surroundings), Trust.of(surroundings, bundle));
  }

  /// Who is trusted, and by which setting; a clause.
  public String trust() {
    return trust.words();
  }

  /// Goes to a host as a request would, and sends none.
  ///
  /// @param service such as "AWS KMS"
  /// @param uri by `https`
  public AwsCheck.Host walk(String service, URI uri) {
    return new Walk(this, service, uri).walk();
  }

  /// Where a page sends a browser; one request or two, with nothing of the user's in them. Empty
  /// where it sends it nowhere, or cannot be asked.
  public Optional<URI> redirect(URI page) {
    for (var method : List.of("HEAD", "GET")) {
      try {
        var connection = connection(page);
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        var status = connection.getResponseCode();
        var location = connection.getHeaderField("Location");
        connection.disconnect();
        if (status / 100 == 3 && location != null) {
          return Optional.of(page.resolve(location));
        }
        if (status != HttpURLConnection.HTTP_BAD_METHOD
            && status != HttpURLConnection.HTTP_NOT_IMPLEMENTED) {
          return Optional.empty();
        }
      } catch (IOException | IllegalArgumentException e) {
        LOG.info("{} could not be asked where it leads: {}", page, e.getMessage());
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  ProxyChoice.ProxyDecision proxy(URI uri) {
    return proxies.decide(uri);
  }

  HttpURLConnection connection(URI uri) {
    return connection(uri, trust.sockets());
  }

  /// @param walk is shown the certificates
  HttpURLConnection connection(URI uri, Walk walk) {
    return connection(uri, trust.telling(walk::noteChain));
  }

  private HttpURLConnection connection(URI uri, SSLSocketFactory sockets) {
    var connection = HttpClients.open(uri, proxies.of(uri));
    connection.setAuthenticator(proxies.answers());
    if (connection instanceof HttpsURLConnection tls) {
      tls.setSSLSocketFactory(sockets);
    }
    return connection;
  }
}
