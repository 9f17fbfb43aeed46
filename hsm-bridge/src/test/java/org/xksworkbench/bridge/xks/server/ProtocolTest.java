package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.protocol.Framing;
import org.xksworkbench.bridge.xks.protocol.XksError;
import org.xksworkbench.bridge.xks.protocol.XksException;

/// How strictly a request is read: the specification's fields, one by one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolTest {

  private static final byte[] TEXT = "Hello World!".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = new byte[0];

  private final List<XksCall> calls = new CopyOnWriteArrayList<>();
  private final byte[] knownKey = SoftHsm.importableKey();
  private ServedToken served;
  private XksTestClient client;

  @BeforeAll
  void start(@TempDir Path folder) {
    var token = SoftHsm.newToken();
    var session = SoftHsm.login(token);
    SoftHsm.importAesKey(token, "known", knownKey);
    served = ServedToken.start(folder, session, builder -> builder.listener(calls::add));
    client = served.client();
  }

  @AfterAll
  void stop() {
    served.close();
  }

  private ObjectNode encryptRequest() {
    return XksTestClient.request("Encrypt")
        .put("plaintext", base64(TEXT))
        .put("encryptionAlgorithm", "AES_GCM");
  }

  private ObjectNode decryptRequest() {
    return client.decryptRequest(client.encrypt("key-1", TEXT, NONE, false), NONE);
  }

  private ObjectNode request(String operation) {
    return switch (operation) {
      case "encrypt" -> encryptRequest();
      case "decrypt" -> decryptRequest();
      default -> XksTestClient.request("DescribeKey");
    };
  }

  private XksTestClient.TestClientAnswer send(String operation, ObjectNode body) {
    return client.post(operation.equals("health") ? "/health" : "/keys/key-1/" + operation, body);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static Stream<Arguments> requiredFields() {
    return Stream.of(
            "metadata: awsPrincipalArn kmsOperation kmsRequestId",
            "encrypt: awsPrincipalArn kmsKeyArn kmsOperation kmsRequestId plaintext"
                + " encryptionAlgorithm",
            "decrypt: awsPrincipalArn kmsKeyArn kmsOperation kmsRequestId ciphertext"
                + " encryptionAlgorithm initializationVector authenticationTag",
            "health: kmsOperation kmsRequestId")
        .flatMap(line ->
            Arrays.stream(line.split(": ")[1].split(" "))
                .map(field -> Arguments.of(line.split(":")[0], field)));
  }

  private static ObjectNode holder(ObjectNode body, String field) {
    return body.has(field) ? body : (ObjectNode) body.get("requestMetadata");
  }

  @ParameterizedTest
  @MethodSource("requiredFields")
  void a_required_field_that_is_missing_or_no_string_is_a_validation_error(
      String operation, String field) {
    var missing = request(operation);
    holder(missing, field).remove(field);
    var number = request(operation);
    holder(number, field).put(field, 5);
    var nothing = request(operation);
    holder(nothing, field).putNull(field);
    for (var body : List.of(missing, number, nothing)) {
      var answer = send(operation, body);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.errorName()).isEqualTo("ValidationException");
      assertThat(answer.body().path("errorMessage").asText()).contains(field);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "encrypt", "decrypt", "health"})
  void unknown_operations_unknown_fields_odd_request_ids_and_long_arns_are_accepted(
      String operation) {
    var body = request(operation);
    var metadata = (ObjectNode) body.get("requestMetadata");
    metadata.put("kmsOperation", "BulkSomethingOfTheFuture");
    metadata.put("kmsRequestId", "not a UUID: \u00e9 \"" + "x".repeat(300));
    metadata.put("awsPrincipalArn", "arn:aws:iam::1:user/" + "p".repeat(2028));
    metadata.put("kmsKeyArn", "arn:aws:kms:us-east-1:1:key/" + "k".repeat(2020));
    metadata.put("kmsRecipientAttestationImageSha384", "abc");
    body.putArray("future").add(1);
    assertThat(send(operation, body).status()).isEqualTo(200);
  }

  @Test
  void metadata_for_create_key_needs_no_key_arn() {
    var body = XksTestClient.request("CreateKey");
    ((ObjectNode) body.get("requestMetadata")).remove("kmsKeyArn");
    assertThat(send("metadata", body).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "encrypt, plaintext, not*base64",
    "encrypt, additionalAuthenticatedData, not*base64",
    "encrypt, encryptionAlgorithm, AES_CBC",
    "encrypt, ciphertextDataIntegrityValueAlgorithm, SHA_512",
    "encrypt, plaintext, ''",
    "encrypt, plaintext, SGVsbG8",
    "encrypt, plaintext, SGVsbG9=",
    "encrypt, plaintext, SGVs bG8=",
    "encrypt, additionalAuthenticatedData, AA",
    "encrypt, additionalAuthenticatedData, AB==",
    "decrypt, ciphertext, not*base64",
    "decrypt, initializationVector, not*base64",
    "decrypt, authenticationTag, not*base64",
    "decrypt, ciphertextMetadata, not*base64",
    "decrypt, ciphertext, SGVsbG8",
    "decrypt, initializationVector, AAAAAAAAAAAAAAAAAAAAAB==",
    "decrypt, authenticationTag, AAAAAAAAAAAAAAAAAAAAAA",
    "decrypt, encryptionAlgorithm, AES_CBC"
  })
  void a_malformed_field_is_a_validation_error(String operation, String field, String value) {
    var answer = send(operation, request(operation).put(field, value));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorName()).isEqualTo("ValidationException");
  }

  @ParameterizedTest
  @CsvSource({
    "ciphertext, 5", "initializationVector, 11", "initializationVector, 13",
    "authenticationTag, 15", "authenticationTag, 17", "ciphertextMetadata, 21",
    "initializationVector, 12", "initializationVector, 16", "authenticationTag, 16",
    "ciphertextMetadata, 1", "ciphertextMetadata, 20", "additionalAuthenticatedData, 1"
  })
  void bad_bytes_in_a_well_formed_field_are_an_invalid_ciphertext(String field, int length) {
    var answer = send("decrypt", decryptRequest().put(field, base64(new byte[length])));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorName()).isEqualTo("InvalidCiphertextException");
  }

  /// Found by fuzzing: this looks like UTF-32, and is not.
  @Test
  void a_body_in_no_encoding_is_a_validation_error() {
    var body = new byte[] {0, 0, 0, '{', 0x7f, -1, -1, -1};
    assertThat(client.postBytes("/health", body).errorName()).isEqualTo("ValidationException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE"})
  void a_body_in_another_encoding_than_utf_8_is_a_validation_error(String charset) {
    for (var body : List.of(encryptRequest().toString(), " \n" + encryptRequest())) {
      var answer = client.postBytes("/keys/key-1/encrypt", body.getBytes(Charset.forName(charset)));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.errorName()).isEqualTo("ValidationException");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "{}", "]", "}", ",", "\u0000", "\u00a0"})
  void what_follows_the_json_object_is_a_validation_error(String rest) {
    var body = (encryptRequest() + rest).getBytes(StandardCharsets.UTF_8);
    assertThat(client.postBytes("/keys/key-1/encrypt", body).errorName())
        .isEqualTo("ValidationException");
  }

  @Test
  void blanks_around_the_json_object_are_accepted() {
    var body = ("\r\n\t " + encryptRequest() + "\r\n\t ").getBytes(StandardCharsets.UTF_8);
    assertThat(client.postBytes("/keys/key-1/encrypt", body).status()).isEqualTo(200);
  }

  @Test
  void unknown_fields_are_accepted_however_deep_they_are_nested() {
    for (var depth : List.of(20, 900)) {
      for (var nested :
          List.of(
              "[".repeat(depth) + "]".repeat(depth),
              "{\"a\":".repeat(depth) + "{}" + "}".repeat(depth))) {
        var body = encryptRequest().toString();
        var outside = body.replaceFirst("\\{", "{\"future\":" + nested + ",");
        var inside = body.replaceFirst("\"kmsOperation\"", "\"future\":" + nested + ",$0");
        for (var with : List.of(outside, inside)) {
          var answer =
              client.postBytes("/keys/key-1/encrypt", with.getBytes(StandardCharsets.UTF_8));
          assertThat(answer.status()).as("%s deep", depth).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void unknown_fields_are_accepted_however_many_they_are() {
    var body = encryptRequest();
    var metadata = (ObjectNode) body.get("requestMetadata");
    for (var i = 0; i < 6000; i++) {
      body.put("future-" + i, i);
      metadata.put("future-" + i, i);
    }
    assertThat(client.post("/keys/key-1/encrypt", body).status()).isEqualTo(200);
  }

  @Test
  void a_field_that_is_given_twice_is_a_validation_error() {
    var twice = encryptRequest().toString().replaceFirst("\\{", "{\"plaintext\":\"SGVsbG8=\",");
    assertThat(
            client
                .postBytes("/keys/key-1/encrypt", twice.getBytes(StandardCharsets.UTF_8))
                .errorName())
        .isEqualTo("ValidationException");
  }

  @Test
  void what_is_wrong_with_a_body_is_told_without_quoting_it() {
    var body = encryptRequest().toString().replace("\"" + base64(TEXT) + "\"", "secret");
    var answer = client.postBytes("/keys/key-1/encrypt", body.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.errorName()).isEqualTo("ValidationException");
    assertThat(answer.body().path("errorMessage").asText()).contains("no valid JSON at line 1");
    assertThat(calls).noneSatisfy(call -> assertThat(call.toJsonLine()).contains("secret"));
  }

  @Test
  void aad_of_8192_bytes_is_served_and_counts() {
    var aad = new byte[8192];
    Arrays.fill(aad, (byte) 7);
    var encrypted = client.encrypt("key-1", new byte[4300], aad, true);
    assertThat(encrypted.status()).isEqualTo(200);
    assertThat(client.decrypt("key-1", encrypted, aad).bytes("plaintext")).hasSize(4300);
    aad[8191] = 8;
    assertThat(client.decrypt("key-1", encrypted, aad).errorName())
        .isEqualTo("InvalidCiphertextException");
  }

  @Test
  void an_iv_of_16_bytes_and_metadata_that_another_proxy_made_are_decrypted() throws Exception {
    var iv = new byte[16];
    iv[3] = 9;
    var metadata = "key_version=1".getBytes(StandardCharsets.UTF_8);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(knownKey, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(Framing.aad(NONE, metadata));
    var sealed = cipher.doFinal(TEXT);
    var body =
        XksTestClient.request("Decrypt")
            .put("encryptionAlgorithm", "AES_GCM")
            .put("ciphertext", base64(Arrays.copyOf(sealed, TEXT.length)))
            .put(
                "authenticationTag", base64(Arrays.copyOfRange(sealed, TEXT.length, sealed.length)))
            .put("initializationVector", base64(iv))
            .put("ciphertextMetadata", base64(metadata));
    assertThat(client.post("/keys/known/decrypt", body).bytes("plaintext")).isEqualTo(TEXT);
    body.put("ciphertextMetadata", base64("key_version=2".getBytes(StandardCharsets.UTF_8)));
    assertThat(client.post("/keys/known/decrypt", body).errorName())
        .isEqualTo("InvalidCiphertextException");
    body.remove("ciphertextMetadata");
    assertThat(client.post("/keys/known/decrypt", body).errorName())
        .isEqualTo("InvalidCiphertextException");
  }

  @Test
  void two_encryptions_of_one_text_have_nothing_in_common() {
    var one = client.encrypt("key-1", TEXT, NONE, false);
    var two = client.encrypt("key-1", TEXT, NONE, false);
    assertThat(one.bytes("initializationVector")).isNotEqualTo(two.bytes("initializationVector"));
    assertThat(one.bytes("ciphertext")).isNotEqualTo(two.bytes("ciphertext"));
  }

  @Test
  void answers_and_errors_are_json_and_say_so() throws Exception {
    var http =
        java.net.http.HttpClient.newBuilder()
            .sslContext(XksTestClient.tls(served.tls().issued().caPem(), null))
            .build();
    var good =
        client.signed(
            "/health", XksTestClient.request("x").toString().getBytes(StandardCharsets.UTF_8));
    var bad = client.signed("/health", "{".getBytes(StandardCharsets.UTF_8));
    for (var request : List.of(good, bad)) {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"caf\u00e9 \u2192 \n\t\u0000", "plain"})
  void an_error_message_is_printable_ascii_of_less_than_512_characters(String text) {
    var e = new XksException(XksError.VALIDATION, text.repeat(200));
    assertThat(e.errorMessage()).matches("[\\x20-\\x7e]{1,511}");
  }

  @Test
  void the_errors_are_those_of_the_specification_with_their_status() {
    assertThat(
            Arrays.stream(XksError.values())
                .map(error -> error.httpStatus() + " " + error.errorName()))
        .containsExactlyInAnyOrder(
            "400 ValidationException",
            "400 InvalidStateException",
            "400 InvalidCiphertextException",
            "400 InvalidKeyUsageException",
            "401 AuthenticationFailedException",
            "403 AccessDeniedException",
            "404 KeyNotFoundException",
            "404 InvalidUriPathException",
            "429 ThrottlingException",
            "501 UnsupportedOperationException",
            "503 DependencyTimeoutException",
            "500 InternalException");
  }
}
