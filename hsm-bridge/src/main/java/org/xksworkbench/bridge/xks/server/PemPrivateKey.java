package org.xksworkbench.bridge.xks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
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

/// A private key in PEM: SEC1, PKCS#1 or PKCS#8, not encrypted. Apart from [TlsIdentity], which the
/// window knows too: its start-up cache would load and verify signed jars for the types used here.
final class PemPrivateKey {

  private PemPrivateKey() {}

  /// @throws IllegalArgumentException if there is none in the file
  static PrivateKey read(Path file) {
    try (var reader = new PemReader(Files.newBufferedReader(file))) {
      ASN1Encodable curve = null;
      for (var block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
        // A PKCS#1 or SEC1 key that is encrypted says so in headers (RFC 1421).
        if (block.getType().startsWith("ENCRYPTED") || !block.getHeaders().isEmpty()) {
          throw new IllegalArgumentException(
              "The TLS key " + file + " is encrypted; the proxy needs it in clear");
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
      throw new IllegalArgumentException("The TLS key " + file + " cannot be read");
    }
    throw new IllegalArgumentException(
        "There is no private key in " + file + " (SEC1, PKCS#1 or PKCS#8 in PEM)");
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
}
