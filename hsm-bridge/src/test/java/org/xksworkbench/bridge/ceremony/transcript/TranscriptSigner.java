package org.xksworkbench.bridge.ceremony.transcript;

import java.security.PublicKey;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// A key that closes a transcript: one of an operator in a file ([OperatorKey]), or one in an HSM
/// ([TokenKey]).
public interface TranscriptSigner {

  PublicKey publicKey();

  SignatureAlgorithm algorithm();

  /// @return 64 bytes, as the algorithm makes them
  byte[] sign(byte[] message);

  /// SHA-256 of the public key (SubjectPublicKeyInfo, DER).
  default Fingerprint fingerprint() {
    return Fingerprint.of(publicKey().getEncoded());
  }
}
