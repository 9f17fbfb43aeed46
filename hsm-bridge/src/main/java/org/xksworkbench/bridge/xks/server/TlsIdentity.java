package org.xksworkbench.bridge.xks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// The certificate that the proxy shows, and its key.
///
/// @param certificateChain PEM file, the proxy's own certificate first
/// @param privateKey PEM file: SEC1 (`EC PRIVATE KEY`), PKCS#1 (`RSA PRIVATE KEY`) or PKCS#8
///   (`PRIVATE KEY`), not encrypted
public record TlsIdentity(Path certificateChain, Path privateKey) {

  /// When the certificate expires.
  ///
  /// @throws IllegalArgumentException if it cannot be read
  public Instant expires() {
    return readChain().getFirst().getNotAfter().toInstant();
  }

  /// Reads both files, and sees that the key is that of the certificate.
  ///
  /// @throws IllegalArgumentException if one cannot be read, or it is not
  public void requireUsable() {
    var _ = read();
  }

  /// @throws IllegalArgumentException if there is none in the file
  List<X509Certificate> readChain() {
    return readCertificates(certificateChain);
  }

  /// @throws IllegalArgumentException if there is none in the file, or it cannot be read
  public static List<X509Certificate> readCertificates(Path file) {
    try (var in = Files.newInputStream(file)) {
      var chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new IllegalArgumentException("There is no certificate in " + file);
      }
      return chain;
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException("The certificate " + file + " cannot be read", e);
    }
  }

  /// What was in the files.
  record TlsKeyPair(PrivateKey key, List<X509Certificate> chain) {

    TlsKeyPair {
      chain = List.copyOf(chain);
    }
  }

  /// Reads each file once: between two looks at one somebody may replace it, and key and
  /// certificate that do not belong together end every handshake.
  ///
  /// @throws IllegalArgumentException if one cannot be read, or they do not belong together
  TlsKeyPair read() {
    var chain = readChain();
    var key = Pkcs8PrivateKey.read(privateKey).orElseGet(() -> PemPrivateKey.read(privateKey));
    requireSamePair(chain.getFirst(), key);
    return new TlsKeyPair(key, chain);
  }

  private void requireSamePair(X509Certificate certificate, PrivateKey key) {
    var algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      var probe = new byte[32];
      new SecureRandom().nextBytes(probe);
      var signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(probe);
      var verifier = Signature.getInstance(algorithm);
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(probe);
      if (verifier.verify(signer.sign())) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "The TLS key " + privateKey + " is not that of the certificate " + certificateChain, e);
    }
    throw new IllegalArgumentException(
        "The TLS key " + privateKey + " is not that of the certificate " + certificateChain);
  }
}
