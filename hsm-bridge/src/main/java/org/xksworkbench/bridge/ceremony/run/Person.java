package org.xksworkbench.bridge.ceremony.run;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// A named person with one role, and what that person's secret is checked against: PBKDF2 with
/// HMAC-SHA-256 (RFC 8018). The secret cannot be computed from it.
///
/// @param salt hexadecimal
/// @param verifier hexadecimal
public record Person(String role, String name, String salt, int iterations, String verifier) {

  /// As OWASP's password storage guidance asks for PBKDF2 with HMAC-SHA-256.
  public static final int ITERATIONS = 600_000;

  private static final int SALT_BYTES = 16;
  private static final int VERIFIER_BITS = 256;

  public Person {
    if (name.isBlank() || name.length() > 80) {
      throw new CeremonyException("A person needs a name of at most 80 characters.");
    }
  }

  /// @param secret closed by the caller
  static Person of(String role, String name, PersonSecret secret, int iterations) {
    var salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new Person(
        role,
        name.strip(),
        HexFormat.of().formatHex(salt),
        iterations,
        derive(secret, salt, iterations));
  }

  Person withName(String other) {
    return new Person(role, other.strip(), salt, iterations, verifier);
  }

  public boolean is(PersonSecret secret) {
    return MessageDigest.isEqual(
        HexFormat.of().parseHex(derive(secret, HexFormat.of().parseHex(salt), iterations)),
        HexFormat.of().parseHex(verifier));
  }

  /// Binds the transcript to this person's verifier without holding it.
  Fingerprint credential() {
    return Fingerprint.of("credential\n" + salt + "\n" + iterations + "\n" + verifier);
  }

  private static String derive(PersonSecret secret, byte[] salt, int iterations) {
    var spec = new PBEKeySpec(secret.characters(), salt, iterations, VERIFIER_BITS);
    try {
      return HexFormat.of()
          .formatHex(
              SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                  .generateSecret(spec)
                  .getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has PBKDF2", e);
    } finally {
      spec.clearPassword();
    }
  }

  @Override
  public String toString() {
    return name + " (" + role + ")";
  }
}
