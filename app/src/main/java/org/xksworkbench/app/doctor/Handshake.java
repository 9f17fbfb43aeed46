package org.xksworkbench.app.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// One TLS handshake, whatever the certificate is, so that each thing that can be wrong with it is
/// seen apart. Nothing is sent over the connection.
///
/// @param protocol such as `TLSv1.3`
/// @param suite such as `TLS_AES_256_GCM_SHA384`
/// @param chain as the server sent it, its own certificate first
record Handshake(String protocol, String suite, List<X509Certificate> chain) {

  private static final int DNS_NAME = 2;

  /// The protocols that AWS KMS speaks.
  private static final String[] PROTOCOLS = {"TLSv1.2", "TLSv1.3"};

  static Handshake with(String host, InetSocketAddress address, Duration patience)
      throws IOException {
    try (var tcp = new Socket()) {
      tcp.setSoTimeout((int) patience.toMillis());
      tcp.connect(address, (int) patience.toMillis());
      var tls =
          (SSLSocket) context().getSocketFactory().createSocket(tcp, host, address.getPort(), true);
      tls.setEnabledProtocols(PROTOCOLS);
      var parameters = tls.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      var session = tls.getSession();
      return new Handshake(
          session.getProtocol(),
          session.getCipherSuite(),
          Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList());
    } catch (IllegalArgumentException e) {
      throw new SSLException("The host name cannot be sent: " + e.getMessage(), e);
    }
  }

  X509Certificate leaf() {
    return chain.getFirst();
  }

  /// Whether the chain ends at an authority. Dates are not looked at here, but at a moment at which
  /// the server's certificate was valid: they are a finding of their own.
  @SuppressWarnings("JavaUtilDate") // the API of PKIXParameters
  boolean trusted(List<X509Certificate> authorities) {
    try {
      var anchors = new HashSet<TrustAnchor>();
      Stream.concat(ofThisComputer().stream(), authorities.stream())
          .forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
      var path = new ArrayList<>(chain);
      // A root that the server sends along is no part of the path to it.
      path.removeIf(certificate ->
          anchors.stream().anyMatch(anchor -> certificate.equals(anchor.getTrustedCert())));
      if (path.isEmpty()) {
        return true;
      }
      var parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(new Date(leaf().getNotAfter().getTime() - 1000));
      var _ =
          CertPathValidator.getInstance("PKIX")
              .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// The DNS names in the certificate (subject alternative names; common names count for nobody).
  List<String> names() {
    try {
      var names = leaf().getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> Integer.valueOf(DNS_NAME).equals(name.getFirst()))
              .map(name -> (String) name.get(1))
              .toList();
    } catch (CertificateException e) {
      return List.of();
    }
  }

  /// Whether the certificate is for a host; a wildcard stands for one label (RFC 6125).
  boolean isFor(String host) {
    var wanted = host.toLowerCase(Locale.ROOT);
    var parent = wanted.contains(".") ? wanted.substring(wanted.indexOf('.')) : "";
    Set<String> fitting = Set.of(wanted, "*" + parent);
    return names().stream().map(name -> name.toLowerCase(Locale.ROOT)).anyMatch(fitting::contains);
  }

  static List<X509Certificate> ofThisComputer() {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
          .toList();
    } catch (GeneralSecurityException e) {
      return List.of();
    }
  }

  private static SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificateTrust()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no TLS", e);
    }
  }

  /// Accepts every certificate in order to look at it: over this connection nothing is ever sent.
  @SuppressWarnings("CustomX509TrustManager") // its chain is judged by trusted() right after
  private static final class AnyCertificateTrust implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
