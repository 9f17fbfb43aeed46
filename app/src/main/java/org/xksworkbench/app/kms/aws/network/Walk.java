package org.xksworkbench.app.kms.aws.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.xksworkbench.app.kms.AwsCheck;
import org.xksworkbench.app.kms.AwsCheck.CheckFailure;
import org.xksworkbench.app.kms.AwsCheck.CheckStep;

/// The way to one host: its name, the proxy, the connection, TLS.
final class Walk {

  /// As the JDK tells it.
  private static final Pattern PROXY_SAID = Pattern.compile("Proxy returns \"HTTP/\\S+ ([^\"]*)\"");

  private static final int HTTPS = 443;

  private final WayOut network;
  private final String service;
  private final URI uri;
  private final ProxyChoice.ProxyDecision proxy;
  private List<X509Certificate> chain = List.of();

  Walk(WayOut network, String service, URI uri) {
    this.network = network;
    this.service = service;
    this.uri = uri;
    this.proxy = network.proxy(uri);
  }

  void noteChain(List<X509Certificate> certificates) {
    chain = certificates;
  }

  AwsCheck.Host walk() {
    Optional<String> address = Optional.empty();
    try {
      if (proxy.address().isEmpty()) {
        address = Optional.of(InetAddress.getByName(uri.getHost()).getHostAddress());
      }
      var connection = network.connection(uri, this);
      try {
        connection.connect();
      } finally {
        connection.disconnect();
      }
      return describe(address, Optional.empty());
    } catch (IOException e) {
      return describe(address, Optional.of(failure(e)));
    }
  }

  private AwsCheck.Host describe(Optional<String> address, Optional<CheckFailure> failure) {
    return new AwsCheck.Host(
        service, uri, address, proxy.address(), proxy.why(), issuer(), failure);
  }

  private Optional<String> issuer() {
    return chain.stream().findFirst().map(shown -> shown.getIssuerX500Principal().getName());
  }

  private CheckFailure failure(IOException e) {
    if (e instanceof SSLException) {
      return tls(e);
    }
    return proxy.address().map(through -> proxy(through, e)).orElseGet(() -> direct(e));
  }

  private CheckFailure tls(IOException e) {
    return issuer()
        .map(by ->
            new CheckFailure(
                CheckStep.TLS,
                "The certificate that was shown for %s, issued by %s, is not accepted: %s."
                    .formatted(uri.getHost(), by, words(e)),
                "Where that issuer is your company's, have AWS_CA_BUNDLE, or ca_bundle of the"
                    + " profile, name a file with its certificate in PEM form."))
        .orElseGet(() ->
            new CheckFailure(
                CheckStep.TLS,
                "TLS with %s failed before a certificate was shown: %s."
                    .formatted(uri.getHost(), words(e)),
                "Ask whoever runs the network what stands between this computer and AWS."));
  }

  private CheckFailure proxy(String through, IOException e) {
    var said = PROXY_SAID.matcher(String.valueOf(e.getMessage()));
    if (said.find()) {
      return said.group(1).startsWith("407")
          ? login(through)
          : new CheckFailure(
              CheckStep.PROXY,
              "The proxy %s does not let requests to %s through: %s."
                  .formatted(through, uri.getHost(), said.group(1).strip()),
              "Ask whoever runs the proxy to allow this host.");
    }
    return new CheckFailure(
        CheckStep.PROXY,
        e instanceof UnknownHostException
            ? "The name of the proxy %s is not known here.".formatted(through)
            : "The proxy %s does not answer: %s.".formatted(through, words(e)),
        "Compare the proxy with what whoever runs the network says; it may need a VPN.");
  }

  private CheckFailure login(String through) {
    var schemes =
        proxy.proxy().address() instanceof InetSocketAddress address
            ? ProxySchemes.of(address, uri.getHost(), uri.getPort() < 0 ? HTTPS : uri.getPort())
            : List.<String>of();
    return new CheckFailure(
        CheckStep.PROXY,
        "The proxy %s wants a login%s (HTTP 407), and what it got is missing or wrong."
            .formatted(through, schemes.isEmpty() ? "" : " by " + String.join(", ", schemes)),
        ProxySchemes.remedy(schemes));
  }

  private CheckFailure direct(IOException e) {
    return proxy
        .unread()
        .map(unread ->
            new CheckFailure(
                e instanceof UnknownHostException ? CheckStep.NAME : CheckStep.CONNECTION,
                "%s is not reached without a proxy, and %s."
                    .formatted(uri.getHost(), unread.words()),
                unread.remedy()))
        .orElseGet(() -> plain(e));
  }

  private CheckFailure plain(IOException e) {
    return e instanceof UnknownHostException
        ? new CheckFailure(
            CheckStep.NAME,
            "The name %s is not known here.".formatted(uri.getHost()),
            "Where only a proxy leads out of the network, set HTTPS_PROXY. Else check the network,"
                + " the VPN and the Region.")
        : new CheckFailure(
            CheckStep.CONNECTION,
            "%s cannot be reached without a proxy: %s.".formatted(uri.getHost(), words(e)),
            "Where only a proxy leads out of the network, set HTTPS_PROXY. Else check the network"
                + " and the VPN.");
  }

  private static String words(IOException e) {
    var message = String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
    return e instanceof SocketTimeoutException ? "nothing came in time" : message;
  }
}
