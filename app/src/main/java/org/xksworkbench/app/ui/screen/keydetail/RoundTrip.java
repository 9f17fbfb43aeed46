package org.xksworkbench.app.ui.screen.keydetail;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// Encrypts 32 fresh random bytes under a KMS key, decrypts them, and compares. The encryption
/// context is shown in CloudTrail and says what this was.
final class RoundTrip {

  private static final Map<String, String> CONTEXT = Map.of("purpose", "xks-workbench-proof");
  private static final int LENGTH = 32;

  /// The proxy logs a request after it answered it; its line takes a moment to arrive.
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(3);

  private final KeyManagement kms;
  private final OwnProxy proxy;
  private final SecureRandom random = new SecureRandom();

  RoundTrip(KeyManagement kms, OwnProxy proxy) {
    this.kms = kms;
    this.proxy = proxy;
  }

  /// @param ownProxy whether the key store of the key is served by the proxy of this workstation
  Proof prove(String keyId, boolean ownProxy) throws InterruptedException {
    var plaintext = new byte[LENGTH];
    random.nextBytes(plaintext);
    var started = System.nanoTime();
    var encrypted = kms.encrypt(keyId, plaintext, CONTEXT);
    var between = System.nanoTime();
    var decrypted = kms.decrypt(keyId, encrypted.value(), CONTEXT);
    var ended = System.nanoTime();
    if (!Arrays.equals(plaintext, decrypted.value())) {
      throw new KmsException(
          KmsException.KmsFailureKind.REFUSED,
          KmsErrorCode.ROUND_TRIP_FAILED.text(),
          "What came back is not what was encrypted.",
          decrypted.requestId(),
          null);
    }
    return new Proof(
        Instant.now(),
        encrypted.requestId(),
        Duration.ofNanos(between - started),
        decrypted.requestId(),
        Duration.ofNanos(ended - between),
        encrypted.value().length,
        ownProxy ? calls(encrypted.requestId(), decrypted.requestId()) : List.of());
  }

  private List<XksCall> calls(String... requestIds) throws InterruptedException {
    var deadline = System.nanoTime() + LOG_PATIENCE.toNanos();
    while (Stream.of(requestIds).anyMatch(id -> proxy.callsOf(id).isEmpty())
        && System.nanoTime() < deadline) {
      Thread.sleep(Duration.ofMillis(20));
    }
    return Stream.of(requestIds).flatMap(id -> proxy.callsOf(id).stream()).toList();
  }
}
