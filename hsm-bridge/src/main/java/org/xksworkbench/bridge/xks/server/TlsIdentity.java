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
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

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
    try (var reader = new PemReader(Files.newBufferedReader(privateKey))) {
      ASN1Encodable curve = null;
      for (var block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
        // A PKCS#1 or SEC1 key that is encrypted says so in headers (RFC 1421).
        if (block.getType().startsWith("ENCRYPTED") || !block.getHeaders().isEmpty()) {
          throw new IllegalArgumentException(
              "The TLS key " + privateKey + " is encrypted; the proxy needs it in clear");
        }
        if (block.getType().equals("EC PARAMETERS")) {
          curve = ASN1Primitive.fromByteArray(block.getContent());
        }
        var info = keyInfo(block, curve);
        if (info.isPresent()) {
          return new JcaPEMKeyConverter().getPrivateKey(info.get());
        }
      }
    } catch (IOException | IllegalStateException e) {
      // Never the parser's own words: it quotes what it read.
      throw new IllegalArgumentException("The TLS key " + privateKey + " cannot be read");
    }
    throw new IllegalArgumentException(
        "There is no private key in " + privateKey + " (SEC1, PKCS#1 or PKCS#8 in PEM)");
  }

  /// PKCS#8 (RFC 5208) of a block, empty if it is no private key.
  ///
  /// @param curve of an `EC PARAMETERS` block before it
  private static Optional<PrivateKeyInfo> keyInfo(PemObject block, @Nullable ASN1Encodable curve)
      throws IOException {
    return switch (block.getType()) {
      case "PRIVATE KEY" -> Optional.of(PrivateKeyInfo.getInstance(block.getContent()));
      case "RSA PRIVATE KEY" ->
          Optional.of(
              new PrivateKeyInfo(
                  new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                  RSAPrivateKey.getInstance(block.getContent())));
      case "EC PRIVATE KEY" -> {
        // RFC 5915: the curve stands in the key, or in a block before it.
        var key = ECPrivateKey.getInstance(block.getContent());
        var named = key.getParametersObject();
        yield Optional.of(
            new PrivateKeyInfo(
                new AlgorithmIdentifier(
                    X9ObjectIdentifiers.id_ecPublicKey, named == null ? curve : named),
                key));
      }
      default -> Optional.empty();
    };
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
