package org.xksworkbench.bridge.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.check.Probe.Answer;
import org.xksworkbench.bridge.check.Verdict.Outcome;
import org.xksworkbench.bridge.https.HttpsRequest;
import org.xksworkbench.bridge.https.RequestSigning;
import org.xksworkbench.bridge.https.TlsOffer;

/// Tries every rule on one proxy. It encrypts and decrypts with the given key and changes nothing.
public final class ConformanceLab {

  private static final String CONTENT = "API content type";
  private static final String OPERATIONS = "API operations";
  private static final String METADATA = "GetKeyMetadata";
  private static final String ENCRYPT = "Encrypt";
  private static final String DECRYPT = "Decrypt";
  private static final String HEALTH = "GetHealthStatus";
  private static final String ERRORS = "Error codes";
  private static final String AUTHENTICATION = "Authentication";
  private static final String BALANCERS = "Other considerations, Load balancer health checks";

  /// Suites of which one at least must be offered (specification, API content type).
  private static final List<TlsOffer> SUITES =
      List.of(
          new TlsOffer("TLSv1.3", "TLS_AES_256_GCM_SHA384"),
          new TlsOffer("TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256"),
          new TlsOffer("TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
          new TlsOffer("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));

  private static final int LONGEST_PLAINTEXT = 4300;
  private static final int LONGEST_AAD = 8192;
  private static final int LONGEST_METADATA = 20;
  private static final int LONGEST_ARN = 2048;
  private static final int LONGEST_MESSAGE = 511;
  private static final int TAG_BYTES = 16;
  private static final int LATENCY_SAMPLES = 60;
  private static final Duration OLD = Duration.ofMinutes(20);

  /// What a run is given and may cost.
  ///
  /// @param rate requests a second to hold; 0 leaves the load untried
  /// @param load how long the rate is held
  /// @param deadline within which answers must come; AWS KMS waits 250 ms
  public record Options(int rate, Duration load, Duration deadline) {

    /// How long AWS KMS waits for an answer (specification, KMS Considerations).
    public static final Duration AWS_KMS_DEADLINE = Duration.ofMillis(250);
  }

  @FunctionalInterface
  private interface Trial {
    /// @return what is wrong; empty if the rule is kept
    String of(Probe probe) throws IOException;
  }

  private record Step(Rule rule, boolean needsKey, Trial trial) {}

  private final CheckTarget target;
  private final Options options;
  private final SecureRandom random = new SecureRandom();
  private final List<Answer> refusals = new ArrayList<>();
  private Optional<Latency> latency = Optional.empty();
  private Optional<LoadResult> load = Optional.empty();

  private ConformanceLab(CheckTarget target, Options options) {
    this.target = target;
    this.options = options;
  }

  /// Runs all rules, one after another.
  ///
  /// @param progress told each verdict as it is there
  public static CheckReport run(CheckTarget target, Options options, Consumer<Verdict> progress) {
    return new ConformanceLab(target, options).run(progress);
  }

  private CheckReport run(Consumer<Verdict> progress) {
    var started = Instant.now();
    var verdicts = new ArrayList<Verdict>();
    try (var probe = new Probe(target)) {
      var unreachable = unreachable(probe);
      for (var step : steps()) {
        var verdict = verdict(step, probe, unreachable);
        verdicts.add(verdict);
        progress.accept(verdict);
      }
    }
    return new CheckReport(
        started,
        target.url().toString(),
        target.uriPath(),
        target.keyId(),
        verdicts,
        latency,
        load);
  }

  /// Without an answer at all, all rules but those on the connection say nothing.
  private static @Nullable String unreachable(Probe probe) {
    try {
      probe.post("/health", bytes(Requests.health()));
      return null;
    } catch (IOException e) {
      return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
  }

  private Verdict verdict(Step step, Probe probe, @Nullable String unreachable) {
    if (unreachable != null && !step.rule().section().equals(CONTENT)) {
      return new Verdict(
          step.rule(), Outcome.NOT_TRIED, "The proxy was not reached: " + unreachable);
    }
    if (step.needsKey() && target.keyId().isEmpty()) {
      return new Verdict(step.rule(), Outcome.NOT_TRIED, "No key ID was given.");
    }
    try {
      var wrong = step.trial().of(probe);
      return wrong.startsWith(NOT_TRIED)
          ? new Verdict(step.rule(), Outcome.NOT_TRIED, wrong.substring(NOT_TRIED.length()))
          : new Verdict(step.rule(), wrong.isEmpty() ? Outcome.PASS : Outcome.FAIL, wrong);
    } catch (IOException e) {
      return new Verdict(step.rule(), Outcome.FAIL, "No answer came: " + e.getMessage());
    }
  }

  private static final String NOT_TRIED = "\0";

  private List<Step> steps() {
    var steps = new ArrayList<Step>();
    must(
        steps,
        "tls-suite",
        CONTENT,
        "TLS 1.2 or later with one of four cipher suites, and a certificate that the given"
            + " authority issued for the host.",
        false,
        this::tlsSuite);
    must(
        steps,
        "json-over-http",
        CONTENT,
        "Answers are JSON with Content-Type application/json, over HTTP/1.1 too.",
        false,
        this::contentType);
    must(
        steps,
        "get-is-405",
        OPERATIONS,
        "A GET at the URI of an operation is answered with 405.",
        false,
        this::getIs405);
    must(
        steps,
        "unknown-path",
        OPERATIONS,
        "An unknown URI path is answered with 404 InvalidUriPathException.",
        false,
        this::unknownPath);
    must(
        steps,
        "health-fields",
        HEALTH,
        "The answer has all fields: fleet size, vendors, models and 1 to 10 managers with a known"
            + " status.",
        false,
        this::healthFields);
    must(
        steps,
        "health-able",
        HEALTH,
        "One external key manager at least is ACTIVE or DEGRADED.",
        false,
        this::healthAble);
    must(
        steps,
        "health-any-operation",
        HEALTH,
        "A kmsOperation that is not listed is no reason to refuse.",
        false,
        this::healthAnyOperation);
    must(
        steps,
        "health-opaque-request-id",
        HEALTH,
        "kmsRequestId is opaque and is not examined.",
        false,
        this::healthOpaqueRequestId);
    must(
        steps,
        "auth-unsigned",
        AUTHENTICATION,
        "A request without a signature is answered with 401 AuthenticationFailedException.",
        false,
        probe ->
            refused(
                probe.unsigned("/health", bytes(Requests.health())),
                401,
                "AuthenticationFailedException"));
    must(
        steps,
        "auth-wrong-secret",
        AUTHENTICATION,
        "A signature with another secret is refused.",
        false,
        probe -> unauthenticated(probe, probe.right().withSecret("Q".repeat(43))));
    must(
        steps,
        "auth-unknown-credential",
        AUTHENTICATION,
        "An unknown access key ID is refused.",
        false,
        probe -> unauthenticated(probe, probe.right().withAccessKeyId("A".repeat(20))));
    must(
        steps,
        "auth-body",
        AUTHENTICATION,
        "A body that was changed after it was signed is refused.",
        false,
        probe ->
            tampered(
                probe, request -> request.withBody(bytes(Requests.health().put("more", 1)))));
    must(
        steps,
        "auth-path",
        AUTHENTICATION,
        "A path that was changed after it was signed is refused.",
        false,
        this::movedPath);
    must(
        steps,
        "auth-service",
        AUTHENTICATION,
        "A signature for another service than kms-xks-proxy is refused.",
        false,
        probe -> unauthenticated(probe, probe.right().forService("kms")));
    must(
        steps,
        "auth-old",
        AUTHENTICATION,
        "A signature of twenty minutes ago is refused.",
        false,
        probe ->
            unauthenticated(probe, probe.right().at(Clock.offset(Clock.systemUTC(), OLD.negated()))));
    must(
        steps,
        "auth-no-date",
        AUTHENTICATION,
        "A request without X-Amz-Date is refused.",
        false,
        probe -> tampered(probe, request -> request.withoutHeader("X-Amz-Date")));
    must(
        steps,
        "metadata-fields",
        METADATA,
        "The answer has keySpec, keyUsage with at most ten values, and keyStatus ENABLED or"
            + " DISABLED.",
        true,
        this::metadataFields);
    must(
        steps,
        "metadata-usable",
        METADATA,
        "The key is what CreateKey accepts: AES_256, ENCRYPT and DECRYPT, ENABLED.",
        true,
        this::metadataUsable);
    must(
        steps,
        "metadata-long-arn",
        OPERATIONS,
        "ARNs of 2048 characters are taken.",
        true,
        this::longArn);
    must(
        steps,
        "metadata-any-operation",
        METADATA,
        "A kmsOperation that is not listed is no reason to call a request invalid.",
        true,
        this::metadataAnyOperation);
    must(
        steps,
        "unknown-key",
        ERRORS,
        "An unknown key is answered with 404 KeyNotFoundException.",
        false,
        this::unknownKey);
    must(
        steps,
        "encrypt-fields",
        ENCRYPT,
        "The ciphertext is as long as the plaintext, the IV has 12 or 16 bytes, the tag 16.",
        true,
        this::encryptFields);
    must(
        steps,
        "encrypt-metadata",
        ENCRYPT,
        "ciphertextMetadata has at most 20 bytes.",
        true,
        this::encryptMetadata);
    must(
        steps,
        "encrypt-fresh-iv",
        ENCRYPT,
        "Two encryptions have two initialization vectors.",
        true,
        this::freshIv);
    must(
        steps,
        "encrypt-largest",
        ENCRYPT,
        "4300 bytes of plaintext and 8192 of additional authenticated data are taken and come"
            + " back.",
        true,
        this::largest);
    must(
        steps,
        "encrypt-cdiv",
        ENCRYPT,
        "The ciphertext data integrity value is returned when asked for, and is right.",
        true,
        this::cdiv);
    must(
        steps,
        "encrypt-algorithm",
        ERRORS,
        "An encryptionAlgorithm other than AES_GCM is refused.",
        true,
        this::otherAlgorithm);
    must(
        steps,
        "encrypt-base64",
        ERRORS,
        "A plaintext that is not Base64 is answered with 400 ValidationException.",
        true,
        this::notBase64);
    must(
        steps,
        "encrypt-missing",
        ERRORS,
        "An encrypt request without plaintext is answered with 400 ValidationException.",
        true,
        this::missingPlaintext);
    must(
        steps,
        "body-not-json",
        ERRORS,
        "A body that is not JSON is answered with 400 ValidationException.",
        true,
        this::notJson);
    must(
        steps,
        "decrypt-round-trip",
        DECRYPT,
        "What was encrypted comes back, with and without additional authenticated data.",
        true,
        this::roundTrip);
    must(
        steps,
        "decrypt-tag",
        DECRYPT,
        "A changed authentication tag is answered with 400 InvalidCiphertextException.",
        true,
        this::changedTag);
    must(
        steps,
        "decrypt-ciphertext",
        DECRYPT,
        "A changed ciphertext is answered with 400 InvalidCiphertextException.",
        true,
        this::changedCiphertext);
    must(
        steps,
        "decrypt-aad",
        DECRYPT,
        "Other additional authenticated data is answered with 400 InvalidCiphertextException.",
        true,
        this::otherAad);
    must(
        steps,
        "decrypt-metadata",
        DECRYPT,
        "ciphertextMetadata that was changed or added is noticed.",
        true,
        this::changedMetadata);
    must(
        steps,
        "error-form",
        ERRORS,
        "Errors have an errorName, and an errorMessage of at most 511 printable ASCII characters if"
            + " any.",
        false,
        this::errorForm);
    steps.add(
        new Step(
            new Rule(
                "ping", BALANCERS, false, "A load balancer can ask GET /ping without a signature."),
            false,
            this::ping));
    must(
        steps,
        "deadline",
        HEALTH + ", KMS Considerations",
        "Answers come within 250 ms.",
        false,
        this::deadline);
    steps.add(
        new Step(
            new Rule(
                "rate",
                HEALTH + ", KMS Considerations",
                false,
                "1800 requests a second, the default quota of an external key store, are answered"
                    + " within 250 ms."),
            true,
            this::rate));
    return steps;
  }

  private static void must(
      List<Step> steps, String id, String section, String text, boolean needsKey, Trial trial) {
    steps.add(new Step(new Rule(id, section, true, text), needsKey, trial));
  }

  private String key(String operation) {
    return "/keys/" + target.keyId().orElseThrow() + "/" + operation;
  }

  // API content type

  private String tlsSuite(Probe probe) {
    var why = new ArrayList<String>();
    for (var one : SUITES) {
      try {
        probe.handshake(one);
        return "";
      } catch (IOException | IllegalArgumentException e) {
        why.add(one.suite() + ": " + e.getMessage());
      }
    }
    return "None of the four suites: " + String.join("; ", why);
  }

  private String contentType(Probe probe) throws IOException {
    var answer = probe.post("/health", bytes(Requests.health()));
    if (answer.body().isMissingNode()) {
      return answer.describe();
    }
    return answer.contentType().toLowerCase(java.util.Locale.ROOT).startsWith("application/json")
        ? ""
        : "Content-Type was “" + answer.contentType() + "”.";
  }

  // API operations

  private String getIs405(Probe probe) throws IOException {
    var answer = probe.get(target.uriPath() + "/health");
    return answer.status() == 405 ? "" : answer.describe() + "; 405 was expected.";
  }

  private String unknownPath(Probe probe) throws IOException {
    return refused(
        probe.post("/no-such-operation", bytes(Requests.health())), 404, "InvalidUriPathException");
  }

  private String longArn(Probe probe) throws IOException {
    var arn = "arn:aws:iam::123456789012:user/" + "a".repeat(LONGEST_ARN);
    var answer =
        probe.post(
            key("metadata"),
            bytes(Requests.with("DescribeKey", arn.substring(0, LONGEST_ARN), "long-arn")));
    return answer.ok() || answer.errorName().equals("AccessDeniedException")
        ? ""
        : answer.describe();
  }

  // GetHealthStatus

  private String healthFields(Probe probe) throws IOException {
    var answer = probe.post("/health", bytes(Requests.health()));
    if (!answer.ok()) {
      return answer.describe();
    }
    var body = answer.body();
    for (var name : List.of("xksProxyVendor", "xksProxyModel", "ekmVendor")) {
      if (!body.path(name).isTextual()) {
        return name + " is missing.";
      }
    }
    var size = body.path("xksProxyFleetSize");
    if (!size.isIntegralNumber() || size.asLong() < 1) {
      return "xksProxyFleetSize is no integer greater than zero.";
    }
    var fleet = body.path("ekmFleetDetails");
    if (!fleet.isArray() || fleet.isEmpty() || fleet.size() > 10) {
      return "ekmFleetDetails has " + fleet.size() + " entries; 1 to 10 are allowed.";
    }
    for (var one : fleet) {
      if (!one.path("id").isTextual() || !one.path("model").isTextual()) {
        return "An entry of ekmFleetDetails has no id or no model.";
      }
      if (!Set.of("ACTIVE", "DEGRADED", "UNAVAILABLE")
          .contains(one.path("healthStatus").asText())) {
        return "healthStatus is “" + one.path("healthStatus").asText() + "”.";
      }
    }
    return "";
  }

  private String healthAble(Probe probe) throws IOException {
    var answer = probe.post("/health", bytes(Requests.health()));
    for (var one : answer.body().path("ekmFleetDetails")) {
      if (Set.of("ACTIVE", "DEGRADED").contains(one.path("healthStatus").asText())) {
        return "";
      }
    }
    return answer.ok() ? "No external key manager can serve." : answer.describe();
  }

  private String healthAnyOperation(Probe probe) throws IOException {
    var body = Requests.health();
    ((ObjectNode) body.path("requestMetadata")).put("kmsOperation", "AnOperationOfTheFuture");
    var answer = probe.post("/health", bytes(body));
    return answer.ok() ? "" : answer.describe();
  }

  private String healthOpaqueRequestId(Probe probe) throws IOException {
    var body = Requests.health();
    ((ObjectNode) body.path("requestMetadata")).put("kmsRequestId", "not a UUID / but opaque");
    var answer = probe.post("/health", bytes(body));
    return answer.ok() ? "" : answer.describe();
  }

  // Authentication

  private String unauthenticated(Probe probe, RequestSigning signing) throws IOException {
    return refused(
        probe.post("/health", bytes(Requests.health()), signing),
        401,
        "AuthenticationFailedException");
  }

  private String tampered(Probe probe, UnaryOperator<HttpsRequest> tampering) throws IOException {
    return refused(
        probe.postTampered("/health", bytes(Requests.health()), tampering),
        401,
        "AuthenticationFailedException");
  }

  private String movedPath(Probe probe) throws IOException {
    return refused(
        probe.postTampered(
            "/keys/moved-from/metadata",
            bytes(Requests.metadata()),
            request -> request.withUri(probe.operation("/keys/moved-to/metadata"))),
        401,
        "AuthenticationFailedException");
  }

  // GetKeyMetadata

  private String metadataFields(Probe probe) throws IOException {
    var answer = probe.post(key("metadata"), bytes(Requests.metadata()));
    if (!answer.ok()) {
      return answer.describe();
    }
    var body = answer.body();
    if (!body.path("keySpec").isTextual()) {
      return "keySpec is missing.";
    }
    var usage = body.path("keyUsage");
    if (!usage.isArray() || usage.size() > 10) {
      return "keyUsage is no array of at most ten values.";
    }
    var status = body.path("keyStatus").asText();
    return Set.of("ENABLED", "DISABLED").contains(status) ? "" : "keyStatus is “" + status + "”.";
  }

  private String metadataUsable(Probe probe) throws IOException {
    var body = probe.post(key("metadata"), bytes(Requests.metadata())).body();
    var wrong = new ArrayList<String>();
    if (!body.path("keySpec").asText().equals("AES_256")) {
      wrong.add("keySpec is “" + body.path("keySpec").asText() + "”.");
    }
    var usage = new ArrayList<String>();
    body.path("keyUsage").forEach(one -> usage.add(one.asText()));
    if (!usage.containsAll(List.of("ENCRYPT", "DECRYPT"))) {
      wrong.add("keyUsage is " + usage + ".");
    }
    if (!body.path("keyStatus").asText().equals("ENABLED")) {
      wrong.add("keyStatus is “" + body.path("keyStatus").asText() + "”.");
    }
    return String.join(" ", wrong);
  }

  private String metadataAnyOperation(Probe probe) throws IOException {
    var answer =
        probe.post(
            key("metadata"),
            bytes(Requests.with("BulkDescribeKey", Requests.PRINCIPAL, "any request")));
    return answer.ok() || answer.errorName().equals("AccessDeniedException")
        ? ""
        : answer.describe();
  }

  private String unknownKey(Probe probe) throws IOException {
    return refused(
        probe.post(
            "/keys/no-such-key-" + Integer.toUnsignedString(random.nextInt()) + "/metadata",
            bytes(Requests.metadata())),
        404,
        "KeyNotFoundException");
  }

  // Encrypt

  private String encryptFields(Probe probe) throws IOException {
    var plaintext = randomBytes(33);
    var answer = probe.post(key("encrypt"), bytes(Requests.encrypt(plaintext)));
    if (!answer.ok()) {
      return answer.describe();
    }
    var ciphertext = decoded(answer.body(), "ciphertext");
    var iv = decoded(answer.body(), "initializationVector");
    var tag = decoded(answer.body(), "authenticationTag");
    if (ciphertext == null || iv == null || tag == null) {
      return "ciphertext, initializationVector or authenticationTag is missing or not Base64.";
    }
    if (ciphertext.length != plaintext.length) {
      return "The ciphertext of 33 bytes has " + ciphertext.length + ".";
    }
    if (iv.length != 12 && iv.length != 16) {
      return "The initialization vector has " + iv.length + " bytes.";
    }
    return tag.length == TAG_BYTES ? "" : "The tag has " + tag.length + " bytes.";
  }

  private String encryptMetadata(Probe probe) throws IOException {
    var answer = probe.post(key("encrypt"), bytes(Requests.encrypt(randomBytes(16))));
    if (!answer.body().has("ciphertextMetadata")) {
      return answer.ok() ? "" : answer.describe();
    }
    var metadata = decoded(answer.body(), "ciphertextMetadata");
    if (metadata == null) {
      return "ciphertextMetadata is not Base64.";
    }
    return metadata.length <= LONGEST_METADATA
        ? ""
        : "ciphertextMetadata has " + metadata.length + " bytes.";
  }

  private String freshIv(Probe probe) throws IOException {
    var body = bytes(Requests.encrypt(new byte[16]));
    var one = probe.post(key("encrypt"), body).body().path("initializationVector").asText();
    var other = probe.post(key("encrypt"), body).body().path("initializationVector").asText();
    if (one.isEmpty()) {
      return "No initialization vector came.";
    }
    return one.equals(other) ? "The same initialization vector came twice." : "";
  }

  private String largest(Probe probe) throws IOException {
    var plaintext = randomBytes(LONGEST_PLAINTEXT);
    return goesRound(
        probe,
        Requests.encrypt(plaintext).put("additionalAuthenticatedData", randomBytes(LONGEST_AAD)),
        plaintext);
  }

  private String cdiv(Probe probe) throws IOException {
    var aad = randomBytes(40);
    var request =
        Requests.encrypt(randomBytes(32))
            .put("additionalAuthenticatedData", aad)
            .put("ciphertextDataIntegrityValueAlgorithm", "SHA_256");
    var answer = probe.post(key("encrypt"), bytes(request));
    if (!answer.ok()) {
      return answer.describe();
    }
    var told = decoded(answer.body(), "ciphertextDataIntegrityValue");
    if (told == null) {
      return "ciphertextDataIntegrityValue is missing.";
    }
    return Arrays.equals(told, integrityValue(aad, answer.body()))
        ? ""
        : "ciphertextDataIntegrityValue is not the one of the answer.";
  }

  /// SHA-256 over what was given and what was answered, one after the other (specification,
  /// Encrypt, ciphertextDataIntegrityValue).
  private static byte[] integrityValue(byte[] aad, JsonNode answer) {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      hash.update(aad);
      for (var name :
          List.of(
              "ciphertextMetadata", "initializationVector", "ciphertext", "authenticationTag")) {
        var part = decoded(answer, name);
        if (part != null) {
          hash.update(part);
        }
      }
      return hash.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private String otherAlgorithm(Probe probe) throws IOException {
    var answer =
        remembered(
            probe.post(
                key("encrypt"),
                bytes(Requests.encrypt(new byte[16]).put("encryptionAlgorithm", "AES_CBC"))));
    return Set.of("ValidationException", "UnsupportedOperationException")
            .contains(answer.errorName())
        ? ""
        : answer.describe() + "; ValidationException was expected.";
  }

  private String notBase64(Probe probe) throws IOException {
    return refused(
        probe.post(
            key("encrypt"), bytes(Requests.encrypt(new byte[16]).put("plaintext", "*no base64*"))),
        400,
        "ValidationException");
  }

  private String missingPlaintext(Probe probe) throws IOException {
    var body = Requests.encrypt(new byte[16]);
    body.remove("plaintext");
    return refused(probe.post(key("encrypt"), bytes(body)), 400, "ValidationException");
  }

  private String notJson(Probe probe) throws IOException {
    return refused(
        probe.post(key("encrypt"), Probe.utf8("{\"requestMetadata\":")),
        400,
        "ValidationException");
  }

  // Decrypt

  private String roundTrip(Probe probe) throws IOException {
    var plaintext = randomBytes(48);
    var without = goesRound(probe, Requests.encrypt(plaintext), plaintext);
    return without.isEmpty()
        ? goesRound(
            probe,
            Requests.encrypt(plaintext).put("additionalAuthenticatedData", randomBytes(100)),
            plaintext)
        : without;
  }

  private String goesRound(Probe probe, ObjectNode request, byte[] plaintext) throws IOException {
    var encrypted = probe.post(key("encrypt"), bytes(request));
    if (!encrypted.ok()) {
      return "Encrypt: " + encrypted.describe();
    }
    var decrypted = probe.post(key("decrypt"), bytes(Requests.decrypt(request, encrypted.body())));
    if (!decrypted.ok()) {
      return "Decrypt: " + decrypted.describe();
    }
    return Arrays.equals(plaintext, decoded(decrypted.body(), "plaintext"))
        ? ""
        : "Another plaintext came back.";
  }

  private String changedTag(Probe probe) throws IOException {
    return changed(probe, body -> flip(body, "authenticationTag"));
  }

  private String changedCiphertext(Probe probe) throws IOException {
    return changed(probe, body -> flip(body, "ciphertext"));
  }

  private String otherAad(Probe probe) throws IOException {
    return changed(probe, body -> body.put("additionalAuthenticatedData", new byte[] {1, 2, 3}));
  }

  private String changedMetadata(Probe probe) throws IOException {
    return changed(
        probe,
        body -> {
          if (body.has("ciphertextMetadata")) {
            flip(body, "ciphertextMetadata");
          } else {
            body.put("ciphertextMetadata", new byte[] {7});
          }
        });
  }

  private String changed(Probe probe, Consumer<ObjectNode> change) throws IOException {
    var request = Requests.encrypt(randomBytes(32));
    var encrypted = probe.post(key("encrypt"), bytes(request));
    if (!encrypted.ok()) {
      return "Encrypt: " + encrypted.describe();
    }
    var body = Requests.decrypt(request, encrypted.body());
    change.accept(body);
    return refused(probe.post(key("decrypt"), bytes(body)), 400, "InvalidCiphertextException");
  }

  private static void flip(ObjectNode body, String name) {
    var value = decoded(body, name);
    if (value != null && value.length > 0) {
      value[0] ^= 1;
      body.put(name, value);
    }
  }

  // Error codes

  private String errorForm(Probe probe) {
    for (var refusal : refusals) {
      if (refusal.errorName().isEmpty()) {
        return "An error came without errorName: " + refusal.describe() + ".";
      }
      var message = refusal.body().path("errorMessage");
      if (message.isMissingNode() || message.isNull()) {
        continue;
      }
      if (message.asText().length() > LONGEST_MESSAGE) {
        return "An errorMessage has " + message.asText().length() + " characters.";
      }
      if (message.asText().chars().anyMatch(one -> one < 0x20 || one > 0x7E)) {
        return "An errorMessage has a character that is no printable ASCII.";
      }
    }
    return refusals.isEmpty() ? NOT_TRIED + "No error was seen." : "";
  }

  private String refused(Answer answer, int status, String name) {
    remembered(answer);
    return answer.status() == status && answer.errorName().equals(name)
        ? ""
        : answer.describe() + "; " + status + " " + name + " was expected.";
  }

  private Answer remembered(Answer answer) {
    if (!answer.ok()) {
      refusals.add(answer);
    }
    return answer;
  }

  // Load

  private String ping(Probe probe) throws IOException {
    var answer = probe.get("/ping");
    return answer.ok() ? "" : answer.describe();
  }

  private String deadline(Probe probe) throws IOException {
    var micros = new long[LATENCY_SAMPLES];
    for (var i = 0; i < micros.length; i++) {
      micros[i] = probe.post("/health", bytes(Requests.health())).micros();
    }
    var measured = Latency.of(micros);
    latency = Optional.of(measured);
    return measured.p99() <= options.deadline().toMillis() ? "" : measured.words();
  }

  private String rate(Probe probe) {
    if (options.rate() == 0) {
      return NOT_TRIED + "No rate was given (--rate 1800).";
    }
    var result =
        Load.hold(
            options.rate(),
            options.load(),
            () -> probe.post(key("encrypt"), bytes(Requests.encrypt(new byte[32]))));
    load = Optional.of(result);
    var wrong = new ArrayList<String>();
    if (result.failed() > 0) {
      wrong.add(result.failed() + " requests failed.");
    }
    if (result.perSecond() < options.rate() * 0.98) {
      wrong.add("Only %.0f requests a second were answered.".formatted(result.perSecond()));
    }
    if (result.latency().p99() > options.deadline().toMillis()) {
      wrong.add(result.latency().words() + ".");
    }
    return String.join(" ", wrong);
  }

  private byte[] randomBytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(ObjectNode body) {
    return Probe.utf8(body.toString());
  }

  private static byte @Nullable [] decoded(JsonNode body, String name) {
    var text = body.path(name);
    if (!text.isTextual()) {
      return null;
    }
    try {
      return Base64.getDecoder().decode(text.asText());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
