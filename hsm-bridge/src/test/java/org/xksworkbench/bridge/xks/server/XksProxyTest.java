package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.Product;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.protocol.Framing;

/// The real proxy, over TLS, on a real token.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class XksProxyTest {

  private static final byte[] TEXT = "Hello World!".getBytes(StandardCharsets.UTF_8);
  private static final byte[] AAD = "project=nile".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = new byte[0];
  private static final Credential PAYMENTS = Credential.generate(new SecureRandom());
  private static final Credential ARCHIVE = Credential.generate(new SecureRandom());

  private final List<XksCall> calls = new CopyOnWriteArrayList<>();
  private final byte[] knownKey = SoftHsm.importableKey();
  private HsmSession session;
  private XksProxy proxy;
  private XksTestClient client;
  private XksTestClient fitKeys;
  private XksTestClient allKeys;

  /// What AES-GCM goes through; the whole suite runs on the other lane too.
  GcmRoute lane() {
    return GcmRoute.FOREIGN;
  }

  @BeforeAll
  void startTheProxy(@TempDir Path folder) {
    var token = SoftHsm.newToken();
    session = SoftHsm.login(token, lane());
    session.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments-1"));
    session.generateAesKey(
        new AesKeyTemplate("short", 128, Set.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT)));
    session.generateAesKey(new AesKeyTemplate("one-way", 256, Set.of(KeyUsage.ENCRYPT)));
    session.generateAesKey(new AesKeyTemplate("other-way", 256, Set.of(KeyUsage.DECRYPT)));
    session.generateAesKey(new AesKeyTemplate("no-way", 256, Set.of()));
    session.generateAesKey(AesKeyTemplate.forExternalKeyStore("private"));
    SoftHsm.importAesKey(token, "known", knownKey);
    var tls = TestTls.issue(folder, "xks.demo.test");
    proxy =
        XksProxy.builder()
            .limits(ServedToken.PATIENT)
            .session(session)
            .tls(tls.identity())
            .prefix(
                new XksPrefix(
                    "/payments",
                    List.of(PAYMENTS),
                    new KeyAdmission.AdmittedLabels(
                        Set.of("payments-1", "short", "one-way", "known", "gone"))))
            .prefix(new XksPrefix("/archive", List.of(ARCHIVE), new KeyAdmission.FitKeys()))
            .prefix(
                new XksPrefix("/everything", List.of(ARCHIVE), new KeyAdmission.AllSecretKeys()))
            .listener(calls::add)
            .start();
    client = new XksTestClient(tls.issued().caPem(), proxy.port(), "/payments", PAYMENTS);
    fitKeys = new XksTestClient(tls.issued().caPem(), proxy.port(), "/archive", ARCHIVE);
    allKeys = new XksTestClient(tls.issued().caPem(), proxy.port(), "/everything", ARCHIVE);
  }

  @AfterAll
  void stop() {
    proxy.close();
    session.close();
  }

  @Test
  void metadata_of_a_fit_key_is_what_aws_kms_wants() {
    var answer = client.metadata("payments-1");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().toString())
        .isEqualTo(
            "{\"keySpec\":\"AES_256\",\"keyUsage\":[\"ENCRYPT\",\"DECRYPT\"],\"keyStatus\":\"ENABLED\"}");
  }

  @Test
  void metadata_of_other_keys_tells_what_they_are() {
    assertThat(client.metadata("short").body().path("keySpec").asText()).isEqualTo("AES_128");
    assertThat(client.metadata("one-way").body().path("keyUsage").toString())
        .isEqualTo("[\"ENCRYPT\"]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 12, 4300, 65_536})
  void what_is_encrypted_is_decrypted(int length) {
    var text = session.random(length);
    var encrypted = client.encrypt("payments-1", text, AAD, true);
    assertThat(encrypted.status()).isEqualTo(200);
    assertThat(encrypted.bytes("ciphertext")).hasSize(length);
    assertThat(encrypted.bytes("initializationVector")).hasSize(12);
    assertThat(encrypted.bytes("authenticationTag")).hasSize(16);
    assertThat(client.decrypt("payments-1", encrypted, AAD).bytes("plaintext")).isEqualTo(text);
  }

  @Test
  void the_integrity_value_is_the_hash_that_the_specification_defines() throws Exception {
    var encrypted = client.encrypt("payments-1", TEXT, AAD, true);
    var sha = java.security.MessageDigest.getInstance("SHA-256");
    sha.update(AAD);
    sha.update(encrypted.bytes("initializationVector"));
    sha.update(encrypted.bytes("ciphertext"));
    sha.update(encrypted.bytes("authenticationTag"));
    assertThat(encrypted.bytes("ciphertextDataIntegrityValue")).isEqualTo(sha.digest());
    assertThat(
            client
                .encrypt("payments-1", TEXT, AAD, false)
                .body()
                .has("ciphertextDataIntegrityValue"))
        .isFalse();
  }

  @Test
  void another_implementation_decrypts_with_the_framed_aad() throws Exception {
    var encrypted = client.encrypt("known", TEXT, AAD, false);
    assertThat(encrypted.status()).isEqualTo(200);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(knownKey, "AES"),
        new GCMParameterSpec(128, encrypted.bytes("initializationVector")));
    cipher.updateAAD(new byte[] {0, (byte) AAD.length});
    cipher.updateAAD(AAD);
    cipher.updateAAD(new byte[] {0});
    var sealed =
        java.nio.ByteBuffer.allocate(TEXT.length + 16)
            .put(encrypted.bytes("ciphertext"))
            .put(encrypted.bytes("authenticationTag"))
            .array();
    assertThat(cipher.doFinal(sealed)).isEqualTo(TEXT);
  }

  @Test
  void framed_bytes_moved_into_the_aad_do_not_decrypt() {
    var encrypted = client.encrypt("payments-1", TEXT, NONE, false);
    var moved = client.decrypt("payments-1", encrypted, Framing.aad(NONE, NONE));
    assertThat(moved.errorName()).isEqualTo("InvalidCiphertextException");
  }

  @Test
  void a_changed_bit_is_an_invalid_ciphertext() {
    var encrypted = client.encrypt("payments-1", TEXT, AAD, false);
    for (var field : List.of("ciphertext", "initializationVector", "authenticationTag")) {
      var bytes = encrypted.bytes(field);
      bytes[0] ^= 1;
      var request = client.decryptRequest(encrypted, AAD);
      request.put(field, Base64.getEncoder().encodeToString(bytes));
      var answer = client.post("/keys/payments-1/decrypt", request);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.errorName()).as(field).isEqualTo("InvalidCiphertextException");
    }
    assertThat(client.decrypt("payments-1", encrypted, NONE).errorName())
        .isEqualTo("InvalidCiphertextException");
  }

  @Test
  void a_wrong_secret_is_refused_and_learns_nothing_about_keys() {
    var wrong = client.signedBy(new Credential(PAYMENTS.accessKeyId(), "x".repeat(43)));
    for (var key : List.of("payments-1", "no-such-key")) {
      assertThat(wrong.metadata(key).status()).isEqualTo(401);
      assertThat(wrong.metadata(key).errorName()).isEqualTo("AuthenticationFailedException");
    }
  }

  @Test
  void the_credential_of_another_prefix_is_refused() {
    assertThat(client.signedBy(ARCHIVE).metadata("payments-1").status()).isEqualTo(401);
  }

  @Test
  void a_request_that_is_not_signed_is_refused() {
    var request =
        HttpRequest.newBuilder(client.uri("/kms/xks/v1/health"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(client.send(request).status()).isEqualTo(401);
  }

  /// To the second by the test of the signature; here a busy machine may take its time.
  @ParameterizedTest
  @ValueSource(longs = {-301, 900})
  void a_request_more_than_five_minutes_off_is_refused(long seconds) {
    var then = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
    assertThat(client.at(then).health().status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, 290})
  void a_request_less_than_five_minutes_off_is_served(long seconds) {
    var then = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
    assertThat(client.at(then).health().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-key", "private", "xks-health"})
  void a_key_that_is_not_there_or_not_admitted_is_not_found(String key) {
    client.health();
    for (var answer : List.of(client.metadata(key), client.encrypt(key, TEXT, NONE, false))) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.errorName()).isEqualTo("KeyNotFoundException");
    }
  }

  @Test
  void a_key_that_was_deleted_is_not_found_although_it_was_served_before() {
    var key = session.generateAesKey(AesKeyTemplate.forExternalKeyStore("gone"));
    assertThat(client.encrypt("gone", TEXT, NONE, false).status()).isEqualTo(200);
    session.objects().delete(key.ref());
    assertThat(client.encrypt("gone", TEXT, NONE, false).errorName())
        .isEqualTo("KeyNotFoundException");
  }

  @Test
  void a_key_that_may_not_decrypt_says_so() {
    var encrypted = client.encrypt("one-way", TEXT, NONE, false);
    assertThat(encrypted.status()).isEqualTo(200);
    assertThat(client.decrypt("one-way", encrypted, NONE).errorName())
        .isEqualTo("InvalidKeyUsageException");
  }

  /// As AWS's own test client asks it, with the keys that a prefix shows by default.
  @ParameterizedTest
  @CsvSource({
    "payments-1, '[\"ENCRYPT\",\"DECRYPT\"]', '', '', ''",
    "one-way, '[\"ENCRYPT\"]', '', InvalidKeyUsageException, InvalidKeyUsageException",
    "other-way, '[\"DECRYPT\"]', InvalidKeyUsageException, InvalidKeyUsageException, ''",
    "no-way, [], InvalidKeyUsageException, InvalidKeyUsageException, InvalidKeyUsageException"
  })
  void each_aes_256_key_is_shown_and_used_as_it_may_be_used(
      String key, String usages, String encrypt, String encryptWithValue, String decrypt) {
    var sealedByAnother = fitKeys.encrypt("known", TEXT, NONE, false);
    var metadata = fitKeys.metadata(key);
    assertThat(metadata.status()).isEqualTo(200);
    assertThat(metadata.body().path("keySpec").asText()).isEqualTo("AES_256");
    assertThat(metadata.body().path("keyUsage").toString()).isEqualTo(usages);
    for (var aad : List.of(NONE, AAD)) {
      assertThat(fitKeys.encrypt(key, TEXT, aad, false).errorName()).isEqualTo(encrypt);
      assertThat(fitKeys.encrypt(key, TEXT, aad, true).errorName()).isEqualTo(encryptWithValue);
    }
    // A key that may decrypt finds that the ciphertext is not its own.
    assertThat(fitKeys.decrypt(key, sealedByAnother, NONE).errorName())
        .isEqualTo(decrypt.isEmpty() ? "InvalidCiphertextException" : decrypt);
  }

  @Test
  void a_key_that_is_not_aes_256_is_not_found_by_default() {
    for (var answer :
        List.of(fitKeys.metadata("short"), fitKeys.encrypt("short", TEXT, NONE, false))) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.errorName()).isEqualTo("KeyNotFoundException");
    }
  }

  @Test
  void a_key_that_is_not_aes_256_is_told_where_every_key_is_shown_and_never_used() {
    assertThat(allKeys.metadata("short").body().path("keySpec").asText()).isEqualTo("AES_128");
    var sealed = allKeys.encrypt("known", TEXT, NONE, false);
    for (var answer :
        List.of(
            allKeys.encrypt("short", TEXT, NONE, false),
            allKeys.decrypt("short", sealed, NONE),
            client.encrypt("short", TEXT, NONE, false))) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.errorName()).isEqualTo("InvalidKeyUsageException");
    }
  }

  @Test
  void health_names_the_real_token() {
    var answer = client.health();
    assertThat(answer.status()).isEqualTo(200);
    var ekm = answer.body().path("ekmFleetDetails").path(0);
    assertThat(ekm.path("id").asText()).isEqualTo(session.token().serial());
    assertThat(ekm.path("model").asText()).contains("SoftHSM");
    assertThat(ekm.path("healthStatus").asText()).isEqualTo("ACTIVE");
    assertThat(answer.body().path("xksProxyFleetSize").asInt()).isPositive();
    assertThat(answer.body().path("xksProxyModel").asText())
        .isEqualTo("XKS Workbench test proxy " + Product.VERSION);
  }

  @Test
  void ping_answers_without_a_signature() {
    var ping = HttpRequest.newBuilder(client.uri("").resolve("/ping")).GET().build();
    assertThat(client.send(ping).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/kms/xks/v2/health",
        "/kms/xks/v1/keys/payments-1/sign",
        "/kms/xks/v1/keys//metadata",
        "/kms/xks/v1/keys/a%2Fb/metadata",
        "/kms/xks/v1/health/"
      })
  void a_path_that_is_not_of_the_specification_is_an_invalid_path(String path) {
    var request =
        HttpRequest.newBuilder(client.uri(path))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(client.send(request).status()).isEqualTo(404);
    assertThat(client.send(request).errorName()).isEqualTo("InvalidUriPathException");
  }

  @Test
  void another_method_than_post_is_not_allowed() {
    var request = HttpRequest.newBuilder(client.uri("/kms/xks/v1/health")).GET().build();
    assertThat(client.send(request).status()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"requestMetadata\":1}", "null", "{}"})
  void a_body_that_is_not_the_request_is_a_validation_error(String body) {
    var answer =
        client.postBytes("/keys/payments-1/encrypt", body.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorName()).isEqualTo("ValidationException");
  }

  @Test
  void deep_nesting_is_a_validation_error() {
    var nested = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    assertThat(client.postBytes("/health", nested).errorName()).isEqualTo("ValidationException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plaintext", "encryptionAlgorithm"})
  void a_required_field_that_is_missing_is_a_validation_error(String field) {
    var body = XksTestClient.request("Encrypt");
    body.put("plaintext", "SGVsbG8=").put("encryptionAlgorithm", "AES_GCM");
    body.remove(field);
    assertThat(client.post("/keys/payments-1/encrypt", body).errorName())
        .isEqualTo("ValidationException");
  }

  @Test
  void unknown_fields_and_operations_are_accepted() {
    var body = XksTestClient.request("BulkCreateKey");
    ((ObjectNode) body.get("requestMetadata")).put("sourceIdentity", "x".repeat(2048));
    body.put("future", true);
    assertThat(client.post("/keys/payments-1/metadata", body).status()).isEqualTo(200);
  }

  @Test
  void a_plaintext_above_the_limit_is_unsupported() {
    var answer = client.encrypt("payments-1", new byte[65_537], NONE, false);
    assertThat(answer.status()).isEqualTo(501);
    assertThat(answer.errorName()).isEqualTo("UnsupportedOperationException");
  }

  @Test
  void a_body_above_the_cap_is_refused() {
    var answer = client.postBytes("/health", new byte[256 * 1024 + 1]);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorName()).isEqualTo("ValidationException");
  }

  @Test
  void every_call_is_told_with_its_request_id_and_without_the_plaintext() {
    calls.clear();
    var secret = "secret-plaintext".getBytes(StandardCharsets.UTF_8);
    client.encrypt("payments-1", secret, NONE, true);
    assertThat(calls)
        .singleElement()
        .satisfies(call -> {
          assertThat(call.kmsRequestId()).isEqualTo("request-of-Encrypt");
          assertThat(call.operation()).isEqualTo("Encrypt");
          assertThat(call.xksKeyId()).isEqualTo("payments-1");
          assertThat(call.pathPrefix()).isEqualTo("/payments");
          assertThat(call.httpStatus()).isEqualTo(200);
          assertThat(call.tokenMicros()).isPositive();
          assertThat(call.totalMicros()).isGreaterThanOrEqualTo(call.tokenMicros());
          assertThat(call.toJsonLine())
              .doesNotContain(
                  Base64.getEncoder().encodeToString(secret), PAYMENTS.secretAccessKey());
          assertThat(XksCall.fromJsonLine(call.toJsonLine())).isEqualTo(call);
        });
  }
}
