package org.xksworkbench.app.ui.screen.keydetail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// That what was encrypted through KMS, proxy and HSM came back the same.
///
/// @param encryptRequestId KMS request ID of Encrypt
/// @param decryptRequestId KMS request ID of Decrypt
/// @param ciphertextBytes length of the ciphertext blob
/// @param calls what the proxy logged under these request IDs; empty where the proxy is not ours
public record Proof(
    Instant at,
    String encryptRequestId,
    Duration encryptTook,
    String decryptRequestId,
    Duration decryptTook,
    int ciphertextBytes,
    List<XksCall> calls) {

  public Proof {
    calls = List.copyOf(calls);
  }
}
