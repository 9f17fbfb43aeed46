package org.xksworkbench.bridge.xks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A private key in PEM as PKCS#8 (RFC 5208), the form that `proxy init` writes, by the JDK alone.
/// The window looks at the demo's: reading it by [PemPrivateKey], whose libraries are signed jars,
/// would cost it its quick start.
final class Pkcs8PrivateKey {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  private Pkcs8PrivateKey() {}

  /// Empty if there is none of this form in the file, or it is not understood here.
  static Optional<PrivateKey> read(Path file) {
    try {
      var found = BLOCK.matcher(Files.readString(file));
      return found.find()
          ? decode(Base64.getMimeDecoder().decode(found.group(1)))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // PemPrivateKey says why
    }
  }

  private static Optional<PrivateKey> decode(byte[] key) {
    try {
      for (var algorithm : List.of("EC", "RSA")) {
        try {
          return Optional.of(
              KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key)));
        } catch (GeneralSecurityException e) {
          // not of this algorithm
        }
      }
      return Optional.empty();
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
