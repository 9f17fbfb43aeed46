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
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

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

  /// @throws IllegalArgumentException if there is none in the file
  List<X509Certificate> readChain() {
    return readCertificates(certificateChain);
  }

  static List<X509Certificate> readCertificates(Path file) {
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

  /// @throws IllegalArgumentException if there is none in the file, or it is not that of the
  ///   certificate
  PrivateKey readKey() {
    var key = parseKey();
    requireSamePair(readChain().getFirst(), key);
    return key;
  }

  private PrivateKey parseKey() {
    try (var parser = new PEMParser(Files.newBufferedReader(privateKey))) {
      var converter = new JcaPEMKeyConverter();
      for (var found = parser.readObject(); found != null; found = parser.readObject()) {
        switch (found) {
          case PEMKeyPair pair -> {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
          }
          case PrivateKeyInfo info -> {
            return converter.getPrivateKey(info);
          }
          case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
              throw new IllegalArgumentException(
                  "The TLS key " + privateKey + " is encrypted; the proxy needs it in clear");
          default -> {
            // Parameters of a curve, or a certificate beside the key.
          }
        }
      }
    } catch (IOException e) {
      // Never the parser's own words: it quotes what it read.
      throw new IllegalArgumentException("The TLS key " + privateKey + " cannot be read");
    }
    throw new IllegalArgumentException(
        "There is no private key in " + privateKey + " (SEC1, PKCS#1 or PKCS#8 in PEM)");
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
