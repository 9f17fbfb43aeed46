package org.xksworkbench.bridge.ceremony.transcript;

import java.security.PublicKey;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// An Ed25519 key that closes a transcript. A key in an HSM can be one as well.
public interface TranscriptSigner {

  PublicKey publicKey();

  /// @return an Ed25519 signature (RFC 8032), 64 bytes
  byte[] sign(byte[] message);

  /// SHA-256 of the public key (SubjectPublicKeyInfo, DER).
  default Fingerprint fingerprint() {
    return Fingerprint.of(publicKey().getEncoded());
  }
}
