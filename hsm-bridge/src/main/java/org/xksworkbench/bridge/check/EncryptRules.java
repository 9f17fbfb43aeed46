package org.xksworkbench.bridge.check;

import static org.xksworkbench.bridge.check.RuleRow.must;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.xksworkbench.bridge.check.RuleResult.Fail;
import org.xksworkbench.bridge.check.RuleResult.NotTried;

/// Encrypt, and what it must refuse.
final class EncryptRules {

  private static final String ENCRYPT = "Encrypt";
  private static final String ERRORS = "Error codes";
  private static final int LONGEST_PLAINTEXT = 4300;
  private static final int LONGEST_AAD = 8192;
  private static final byte[] ZEROS = new byte[16];

  static final List<RuleRow> TABLE =
      List.of(
          must(
                  "encrypt-fields",
                  ENCRYPT,
                  "The ciphertext is as long as the plaintext, the IV has 12 or 16 bytes, the tag"
                      + " 16.",
                  EncryptRules::fields)
              .withKey(),
          must(
                  "encrypt-metadata",
                  ENCRYPT,
                  "ciphertextMetadata has at most 20 bytes.",
                  EncryptRules::metadata)
              .withKey(),
          must(
                  "encrypt-fresh-iv",
                  ENCRYPT,
                  "Two encryptions have two initialization vectors.",
                  EncryptRules::freshIv)
              .withKey(),
          must(
                  "encrypt-largest",
                  ENCRYPT,
                  "4300 bytes of plaintext and 8192 of additional authenticated data are taken and"
                      + " come back.",
                  run -> CipherRoundTrip.of(run, LONGEST_PLAINTEXT, LONGEST_AAD))
              .withKey(),
          must(
                  "encrypt-cdiv",
                  ENCRYPT,
                  "The ciphertext data integrity value is returned when asked for, and is right.",
                  EncryptRules::integrityValue)
              .withKey(),
          must(
                  "encrypt-algorithm",
                  ERRORS,
                  "An encryptionAlgorithm other than AES_GCM is refused.",
                  EncryptRules::otherAlgorithm)
              .withKey(),
          must(
                  "encrypt-base64",
                  ERRORS,
                  "A plaintext that is not Base64 is answered with 400 ValidationException.",
                  run ->
                      invalid(
                          run,
                          run.encrypt(
                              RequestBodies.encrypt(ZEROS).put("plaintext", "*no base64*"))))
              .withKey(),
          must(
                  "encrypt-missing",
                  ERRORS,
                  "An encrypt request without plaintext is answered with 400 ValidationException.",
                  run ->
                      invalid(run, run.encrypt(RequestBodies.encrypt(ZEROS).without("plaintext"))))
              .withKey(),
          must(
                  "body-not-json",
                  ERRORS,
                  "A body that is not JSON is answered with 400 ValidationException.",
                  run ->
                      invalid(
                          run, run.proxy().postText(run.key("encrypt"), "{\"requestMetadata\":")))
              .withKey());

  private static final int LONGEST_METADATA = 20;
  private static final int TAG_BYTES = 16;

  private EncryptRules() {}

  private static RuleResult fields(LabRun run) throws IOException {
    var plaintext = run.randomBytes(33);
    var answer = run.encrypt(RequestBodies.encrypt(plaintext));
    if (!answer.ok()) {
      return answer.expectSuccess();
    }
    for (var field : List.of("ciphertext", "initializationVector", "authenticationTag")) {
      if (answer.bytes(field).isEmpty()) {
        return ProxyAnswer.missing(field);
      }
    }
    var ciphertext = answer.bytes("ciphertext").orElseThrow().length;
    if (ciphertext != plaintext.length) {
      return new Fail("33", "The ciphertext of 33 bytes has " + ciphertext);
    }
    var iv = answer.bytes("initializationVector").orElseThrow().length;
    if (iv != 12 && iv != 16) {
      return new Fail("12 or 16", "The initialization vector has " + iv + " bytes");
    }
    var tag = answer.bytes("authenticationTag").orElseThrow().length;
    return RuleResult.passIf(tag == TAG_BYTES, "16", "The tag has " + tag + " bytes");
  }

  private static RuleResult metadata(LabRun run) throws IOException {
    var answer = run.encrypt(RequestBodies.encrypt(run.randomBytes(16)));
    if (!answer.ok()) {
      return notEncrypted(answer);
    }
    if (!answer.body().has("ciphertextMetadata")) {
      return new RuleResult.Pass();
    }
    return answer
        .bytes("ciphertextMetadata")
        .map(metadata ->
            RuleResult.passIf(
                metadata.length <= LONGEST_METADATA,
                "20 at most",
                "ciphertextMetadata has " + metadata.length + " bytes"))
        .orElseGet(() -> ProxyAnswer.missing("ciphertextMetadata"));
  }

  private static RuleResult freshIv(LabRun run) throws IOException {
    var body = RequestBodies.encrypt(ZEROS);
    var one = run.encrypt(body);
    var other = run.encrypt(body);
    if (!one.ok() || !other.ok()) {
      return notEncrypted(one.ok() ? other : one);
    }
    var iv = one.body().path("initializationVector").asText();
    if (iv.isEmpty()) {
      return ProxyAnswer.missing("initializationVector");
    }
    return RuleResult.passIf(
        !iv.equals(other.body().path("initializationVector").asText()),
        "another one",
        "The same initialization vector came twice");
  }

  private static RuleResult integrityValue(LabRun run) throws IOException {
    var aad = run.randomBytes(40);
    var answer =
        run.encrypt(
            RequestBodies.encrypt(run.randomBytes(32))
                .put("additionalAuthenticatedData", aad)
                .put("ciphertextDataIntegrityValueAlgorithm", "SHA_256"));
    if (!answer.ok()) {
      return answer.expectSuccess();
    }
    return answer
        .bytes("ciphertextDataIntegrityValue")
        .map(value ->
            RuleResult.passIf(
                Arrays.equals(value, integrityValue(aad, answer)),
                "the SHA-256 of what was sent and answered",
                "ciphertextDataIntegrityValue is another"))
        .orElseGet(() -> ProxyAnswer.missing("ciphertextDataIntegrityValue"));
  }

  /// SHA-256 over what was given and what was answered, one after the other (specification,
  /// Encrypt, ciphertextDataIntegrityValue).
  private static byte[] integrityValue(byte[] aad, ProxyAnswer answer) {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      hash.update(aad);
      for (var field :
          List.of(
              "ciphertextMetadata", "initializationVector", "ciphertext", "authenticationTag")) {
        answer.bytes(field).ifPresent(hash::update);
      }
      return hash.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static RuleResult otherAlgorithm(LabRun run) throws IOException {
    var answer = run.encrypt(RequestBodies.encrypt(ZEROS).put("encryptionAlgorithm", "AES_CBC"));
    run.note(answer);
    return RuleResult.passIf(
        Set.of("ValidationException", "UnsupportedOperationException").contains(answer.errorName()),
        "ValidationException",
        answer.describe());
  }

  private static RuleResult invalid(LabRun run, ProxyAnswer answer) {
    return run.expectRefusal(answer, 400, "ValidationException");
  }

  /// A rule on what Encrypt makes is not broken where it makes nothing.
  static NotTried notEncrypted(ProxyAnswer answer) {
    return new NotTried("Encrypt was refused: " + answer.describe() + ".");
  }
}
