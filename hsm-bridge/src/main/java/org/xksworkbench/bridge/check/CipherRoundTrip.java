package org.xksworkbench.bridge.check;

import java.io.IOException;
import java.util.Arrays;
import org.xksworkbench.bridge.check.RuleResult.Fail;

/// Encrypts and decrypts again.
final class CipherRoundTrip {

  private CipherRoundTrip() {}

  /// @param aad bytes of additional authenticated data; 0 sends none
  static RuleResult of(LabRun run, int plaintextBytes, int aad) throws IOException {
    var plaintext = run.randomBytes(plaintextBytes);
    var request = RequestBodies.encrypt(plaintext);
    if (aad > 0) {
      request.put("additionalAuthenticatedData", run.randomBytes(aad));
    }
    var encrypted = run.encrypt(request);
    if (!encrypted.ok()) {
      return new Fail("HTTP 200", "Encrypt: " + encrypted.describe());
    }
    var decrypted = run.decrypt(RequestBodies.decrypt(request, encrypted.body()));
    if (!decrypted.ok()) {
      return new Fail("HTTP 200", "Decrypt: " + decrypted.describe());
    }
    return RuleResult.passIf(
        decrypted.bytes("plaintext").filter(back -> Arrays.equals(back, plaintext)).isPresent(),
        "the one that was encrypted",
        "Another plaintext came back");
  }
}
