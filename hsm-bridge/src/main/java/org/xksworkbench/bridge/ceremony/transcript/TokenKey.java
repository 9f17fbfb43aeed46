package org.xksworkbench.bridge.ceremony.transcript;

import java.security.PublicKey;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;

/// A P-256 key pair on the token that signs transcripts. Its private half never leaves the token.
public final class TokenKey implements TranscriptSigner {

  private final HsmSession session;
  private final String label;
  private final PublicKey publicKey;

  private TokenKey(HsmSession session, String label, PublicKey publicKey) {
    this.session = session;
    this.label = label;
    this.publicKey = publicKey;
  }

  /// Looks for the pair and signs once, so that a key that cannot is known before a ceremony and
  /// not at its end.
  ///
  /// @param session a login to the token, which lasts as long as the key is used
  /// @param label of both halves
  /// @throws CeremonyException if there is no such pair, or its halves do not belong together
  public static TokenKey on(HsmSession session, String label) {
    try {
      var info = session.signingKey(label);
      var key =
          SignatureAlgorithm.ECDSA_P256_SHA256
              .key(info)
              .orElseThrow(
                  () -> new CeremonyException("The public key " + label + " cannot be read."));
      var found = new TokenKey(session, label, key);
      var message = new byte[] {'m', 'a', 't', 'c', 'h'};
      if (!SignatureAlgorithm.verifies(key, message, found.sign(message))) {
        throw new CeremonyException(
            "The public and the private key with the label " + label + " do not belong together.");
      }
      return found;
    } catch (HsmException e) {
      throw new CeremonyException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public SignatureAlgorithm algorithm() {
    return SignatureAlgorithm.ECDSA_P256_SHA256;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      return SignatureAlgorithm.inOneForm(session.sign(label, message));
    } catch (HsmException e) {
      throw new CeremonyException(
          "The key " + label + " on the token did not sign: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "TokenKey[" + label + ", " + fingerprint() + "]";
  }
}
