package org.xksworkbench.bridge.xks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.xks.auth.AuthenticationFailure;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.auth.SigV4Verifier;
import org.xksworkbench.bridge.xks.auth.SignedRequest;
import org.xksworkbench.bridge.xks.protocol.XksError;
import org.xksworkbench.bridge.xks.protocol.XksException;
import org.xksworkbench.bridge.xks.protocol.XksJson;

/// Whatever comes, the answer is one of the specification's: no parser fails in another way, and
/// nothing that nobody signed is taken as signed. A short run; `make fuzz` does a million and more.
class FuzzTest {

  private static final String ENCRYPT =
      "{\"requestMetadata\":{\"awsPrincipalArn\":\"arn:aws:iam::1:user/A\",\"kmsKeyArn\":"
          + "\"arn:aws:kms:r:1:key/k\",\"kmsOperation\":\"Encrypt\",\"kmsRequestId\":\"r\"},"
          + "\"plaintext\":\"SGVsbG8=\",\"encryptionAlgorithm\":\"AES_GCM\","
          + "\"ciphertextDataIntegrityValueAlgorithm\":\"SHA_256\"}";
  private static final String DECRYPT =
      "{\"requestMetadata\":{\"awsPrincipalArn\":\"A\",\"kmsKeyArn\":\"k\",\"kmsOperation\":"
          + "\"Decrypt\",\"kmsRequestId\":\"r\"},\"ciphertext\":\"SGVsbG8=\","
          + "\"additionalAuthenticatedData\":\"AAAA\",\"encryptionAlgorithm\":\"AES_GCM\","
          + "\"initializationVector\":\"AAAAAAAAAAAAAAAA\",\"authenticationTag\":"
          + "\"AAAAAAAAAAAAAAAAAAAAAA==\"}";
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Credential CREDENTIAL =
      new Credential("ABCDEFGHIJKLMNOPQRSTUVWX23", "x".repeat(43));
  private static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential="
          + CREDENTIAL.accessKeyId()
          + "/20261124/us-east-1/kms-xks-proxy/aws4_request, SignedHeaders=host;x-amz-date,"
          + " Signature="
          + "0".repeat(64);

  private final XksJson json = new XksJson();
  private final SigV4Verifier verifier =
      new SigV4Verifier("kms-xks-proxy", Clock.fixed(NOW, ZoneOffset.UTC));

  private static final List<String> SNIPPETS =
      List.of(
          "\"", "\\", "{", "[", "null", "1e999", "\\u0000", "\u0000", ":", ",", "=", "\ud800", "-",
          "true", "{}", "[]", "\"\"", "%", "%zz", "/../", ";", "9999");
  private static final String DATE = "20261124T120000Z";
  private static final List<String> URIS =
      List.of("/payments/kms/xks/v1/keys/key-1/encrypt?a=b", "/kms/xks/v1/health", "/ping?x=%41");

  @Test
  void a_body_is_read_or_refused_as_the_specification_says() {
    Fuzz.tries(inputs -> isReadOrRefused(inputs.mutated(List.of(ENCRYPT, DECRYPT), SNIPPETS)));
  }

  private void isReadOrRefused(byte[] body) {
    try {
      var tree = json.parse(body);
      for (var read :
          List.<Runnable>of(
              () -> json.metadata(tree, true, false),
              () -> json.encryptRequest(tree),
              () -> json.decryptRequest(tree))) {
        try {
          read.run();
        } catch (XksException e) {
          assertClean(e);
        }
      }
    } catch (XksException e) {
      assertClean(e);
    }
  }

  private void assertClean(XksException e) {
    assertThat(e.error()).isIn(XksError.VALIDATION, XksError.INVALID_CIPHERTEXT);
    assertThat(e.errorMessage()).matches("[\\x20-\\x7e]{1,511}");
    assertThat(json.error(e)).isNotEmpty();
  }

  @Test
  void nothing_that_nobody_signed_is_taken_as_signed() {
    Fuzz.tries(inputs ->
        isNotTakenAsSigned(
            inputs.mutated(List.of(AUTHORIZATION), SNIPPETS),
            inputs.oneIn(2)
                ? DATE.getBytes(StandardCharsets.UTF_8)
                : inputs.mutated(List.of(DATE), SNIPPETS),
            inputs.mutated(URIS, SNIPPETS)));
  }

  private void isNotTakenAsSigned(byte[] authorization, byte[] date, byte[] uri) {
    var text = new String(uri, StandardCharsets.UTF_8);
    var mark = text.indexOf('?');
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("host", List.of("localhost"));
    headers.put("x-amz-date", List.of(new String(date, StandardCharsets.UTF_8)));
    headers.put("authorization", List.of(new String(authorization, StandardCharsets.UTF_8)));
    var request =
        new SignedRequest(
            "POST",
            mark < 0 ? text : text.substring(0, mark),
            mark < 0 ? "" : text.substring(mark + 1),
            headers,
            new byte[0]);
    try {
      verifier.verify(request, _ -> CREDENTIAL);
      throw new AssertionError("taken as signed");
    } catch (AuthenticationFailure e) {
      assertThat(e.getMessage()).doesNotContain(CREDENTIAL.secretAccessKey());
    }
  }
}
