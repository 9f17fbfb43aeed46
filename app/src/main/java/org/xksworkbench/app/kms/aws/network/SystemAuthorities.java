package org.xksworkbench.app.kms.aws.network;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;

/// The authorities that whoever runs this computer trusts: a company puts its own there.
///
/// @param where they were found; empty if they were not
record SystemAuthorities(List<X509Certificate> certificates, String where) {

  private static final Logger LOG = LoggerFactory.getLogger(SystemAuthorities.class);

  /// As the JDK calls those of Windows and macOS (JDK Providers Documentation).
  private static final List<String> KEY_STORES = List.of("Windows-ROOT", "KeychainStore-ROOT");

  /// Where distributions of Linux keep them: Debian, Fedora, openSUSE, Alpine.
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private static final SystemAuthorities NONE = new SystemAuthorities(List.of(), "");

  SystemAuthorities {
    certificates = List.copyOf(certificates);
  }

  /// None where they cannot be read: those of Java remain.
  ///
  /// @param surroundings `SSL_CERT_FILE` goes before the usual places, as for OpenSSL
  static SystemAuthorities of(AwsEnvironment surroundings) {
    var provided = Security.getAlgorithms("KeyStore");
    for (var name : KEY_STORES) {
      if (provided.contains(name.toUpperCase(Locale.ROOT))) {
        return ofKeyStore(name);
      }
    }
    var named = surroundings.variable("SSL_CERT_FILE").map(surroundings::path).stream();
    return Stream.concat(named, BUNDLES.stream())
        .filter(Files::isReadable)
        .findFirst()
        .map(SystemAuthorities::ofBundle)
        .orElse(NONE);
  }

  private static SystemAuthorities ofKeyStore(String name) {
    try {
      var store = KeyStore.getInstance(name);
      store.load(null, null);
      var found = new ArrayList<X509Certificate>();
      for (var alias : Collections.list(store.aliases())) {
        if (store.getCertificate(alias) instanceof X509Certificate certificate) {
          found.add(certificate);
        }
      }
      return new SystemAuthorities(found, name);
    } catch (IOException | GeneralSecurityException e) {
      return unread(name, e);
    }
  }

  private static SystemAuthorities ofBundle(Path bundle) {
    try {
      return new SystemAuthorities(read(bundle), bundle.toString());
    } catch (IOException | GeneralSecurityException e) {
      return unread(bundle.toString(), e);
    }
  }

  private static SystemAuthorities unread(String where, Exception why) {
    LOG.warn("The authorities in {} cannot be read: {}", where, why.getMessage());
    return NONE;
  }

  /// The certificates of a file in PEM.
  static List<X509Certificate> read(Path bundle) throws IOException, GeneralSecurityException {
    // Whole: the parser asks a stream byte by byte.
    var bytes = Files.readAllBytes(bundle);
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(bytes))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }
}
