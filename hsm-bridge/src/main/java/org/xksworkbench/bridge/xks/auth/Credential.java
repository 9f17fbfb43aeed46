package org.xksworkbench.bridge.xks.auth;

import java.security.SecureRandom;
import java.util.Base64;

/// An access key ID and its secret (specification, Authentication).
public record Credential(String accessKeyId, String secretAccessKey) {

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ID_LENGTH = 26;
  private static final int SECRET_BYTES = 32;

  /// Fresh and random, in the form that AWS KMS takes (AWS KMS API Reference,
  /// XksProxyAuthenticationCredentialType).
  public static Credential generate(SecureRandom random) {
    var id = new StringBuilder();
    for (var i = 0; i < ID_LENGTH; i++) {
      id.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    var secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new Credential(id.toString(), Base64.getEncoder().encodeToString(secret));
  }

  /// Never shows the secret.
  @Override
  public String toString() {
    return "Credential[" + accessKeyId + "]";
  }
}
