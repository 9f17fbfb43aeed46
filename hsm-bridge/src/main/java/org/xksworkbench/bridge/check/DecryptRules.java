package org.xksworkbench.bridge.check;

import static org.xksworkbench.bridge.check.RuleRow.must;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.xksworkbench.bridge.check.RuleResult.NotTried;
import org.xksworkbench.bridge.check.RuleResult.Pass;

/// Decrypt: what was encrypted comes back, and what was changed is noticed.
final class DecryptRules {

  private static final String DECRYPT = "Decrypt";

  static final List<RuleRow> TABLE =
      List.of(
          must(
                  "decrypt-round-trip",
                  DECRYPT,
                  "What was encrypted comes back, with and without additional authenticated data.",
                  DecryptRules::roundTrips)
              .withKey(),
          must(
                  "decrypt-tag",
                  DECRYPT,
                  "A changed authentication tag is answered with 400 InvalidCiphertextException.",
                  run -> mustNotice(run, body -> flip(body, "authenticationTag")))
              .withKey(),
          must(
                  "decrypt-ciphertext",
                  DECRYPT,
                  "A changed ciphertext is answered with 400 InvalidCiphertextException.",
                  run -> mustNotice(run, body -> flip(body, "ciphertext")))
              .withKey(),
          must(
                  "decrypt-aad",
                  DECRYPT,
                  "Other additional authenticated data is answered with 400"
                      + " InvalidCiphertextException.",
                  run ->
                      mustNotice(
                          run,
                          body -> put(body, "additionalAuthenticatedData", new byte[] {1, 2, 3})))
              .withKey(),
          must(
                  "decrypt-metadata",
                  DECRYPT,
                  "ciphertextMetadata that was changed or added is noticed.",
                  run ->
                      mustNotice(
                          run,
                          body ->
                              flip(body, "ciphertextMetadata")
                                  || put(body, "ciphertextMetadata", new byte[] {7})))
              .withKey());

  private DecryptRules() {}

  private static RuleResult roundTrips(LabRun run) throws IOException {
    var without = CipherRoundTrip.of(run, 48, 0);
    return without instanceof Pass ? CipherRoundTrip.of(run, 48, 100) : without;
  }

  /// @param change false if there is nothing that it could change
  private static RuleResult mustNotice(LabRun run, Predicate<ObjectNode> change)
      throws IOException {
    var request = RequestBodies.encrypt(run.randomBytes(32));
    var encrypted = run.encrypt(request);
    if (!encrypted.ok()) {
      return EncryptRules.notEncrypted(encrypted);
    }
    var body = RequestBodies.decrypt(request, encrypted.body());
    return change.test(body)
        ? run.expectRefusal(run.decrypt(body), 400, "InvalidCiphertextException")
        : new NotTried("Encrypt did not return what was to be changed.");
  }

  private static boolean flip(ObjectNode body, String field) {
    var bytes = ProxyAnswer.bytes(body, field).filter(value -> value.length > 0);
    bytes.ifPresent(value -> {
      value[0] ^= 1;
      body.put(field, value);
    });
    return bytes.isPresent();
  }

  private static boolean put(ObjectNode body, String field, byte[] value) {
    body.put(field, value);
    return true;
  }
}
