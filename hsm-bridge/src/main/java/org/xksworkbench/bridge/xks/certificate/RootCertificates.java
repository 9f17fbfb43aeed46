package org.xksworkbench.bridge.xks.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Root certificates that this computer has. AWS's list has their fingerprints alone, and a chain
/// usually leaves its root out; so this is where a signature of the root is verified.
///
/// @param ofJava public authorities, in the judgement of who made the Java runtime
/// @param ofSystem those of the distribution, and what a company added
record RootCertificates(List<X509Certificate> ofJava, List<X509Certificate> ofSystem) {

  private static final Logger LOG = LoggerFactory.getLogger(RootCertificates.class);

  /// Debian, Fedora, openSUSE, Alpine.
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  RootCertificates {
    ofJava = List.copyOf(ofJava);
    ofSystem = List.copyOf(ofSystem);
  }

  static RootCertificates ofThisComputer() {
    return new RootCertificates(readJava(), readSystem());
  }

  /// The roots that signed a certificate.
  List<X509Certificate> issuersOf(X509Certificate certificate) {
    return Stream.concat(ofJava.stream(), ofSystem.stream())
        .filter(root -> issued(root, certificate))
        .distinct()
        .toList();
  }

  static boolean issued(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static List<X509Certificate> readJava() {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      var found = new ArrayList<X509Certificate>();
      for (var manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager trust) {
          found.addAll(Arrays.asList(trust.getAcceptedIssuers()));
        }
      }
      return found;
    } catch (GeneralSecurityException e) {
      LOG.warn("The root certificates of Java cannot be read: {}", e.getMessage());
      return List.of();
    }
  }

  private static List<X509Certificate> readSystem() {
    return BUNDLES.stream()
        .filter(Files::isReadable)
        .findFirst()
        .flatMap(RootCertificates::readBundle)
        .orElse(List.of());
  }

  private static Optional<List<X509Certificate>> readBundle(Path bundle) {
    try {
      // Whole: the parser asks a stream byte by byte.
      var bytes = Files.readAllBytes(bundle);
      return Optional.of(
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .stream()
              .map(X509Certificate.class::cast)
              .toList());
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn("The root certificates in {} cannot be read: {}", bundle, e.getMessage());
      return Optional.empty();
    }
  }
}
