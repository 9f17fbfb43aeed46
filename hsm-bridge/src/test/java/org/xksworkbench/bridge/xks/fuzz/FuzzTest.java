package org.xksworkbench.bridge.xks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.xksworkbench.bridge.xks.auth.AuthenticationFailure;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.auth.SigV4Verifier;
import org.xksworkbench.bridge.xks.auth.SignedRequest;
import org.xksworkbench.bridge.xks.protocol.XksError;
import org.xksworkbench.bridge.xks.protocol.XksException;
import org.xksworkbench.bridge.xks.protocol.XksJson;

/// Whatever comes, the answer is one of the specification's: no parser fails in another way, and
/// nothing that nobody signed is taken as signed. How many tries: `jqwik.tries.default`; a million
/// in all by `make fuzz`.
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

  /// A text with some of it replaced, removed or repeated, or any bytes at all.
  private static Arbitrary<byte[]> mutated(String... seeds) {
    var any = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
    var changed =
        Combinators.combine(
                Arbitraries.of(seeds),
                Arbitraries.integers().between(0, 2000),
                Arbitraries.integers().between(0, 30),
                Arbitraries.oneOf(
                    Arbitraries.strings().ofMaxLength(12),
                    Arbitraries.of(
                        "\"", "\\", "{", "[", "null", "1e999", "\\u0000", "\u0000", ":", ",", "=",
                        "\ud800", "-", "true", "{}", "[]", "\"\"", "%", "%zz", "/../", ";",
                        "9999")))
            .as(FuzzTest::mutate);
    return Arbitraries.oneOf(changed, changed, changed, any);
  }

  private static byte[] mutate(String seed, int at, int length, String by) {
    var from = at % (seed.length() + 1);
    var to = Math.min(seed.length(), from + length);
    return (seed.substring(0, from) + by + seed.substring(to)).getBytes(StandardCharsets.UTF_8);
  }

  @Provide
  Arbitrary<byte[]> bodies() {
    return mutated(ENCRYPT, DECRYPT);
  }

  @Provide
  Arbitrary<byte[]> authorizations() {
    return mutated(AUTHORIZATION);
  }

  @Provide
  Arbitrary<byte[]> dates() {
    return Arbitraries.oneOf(
        Arbitraries.just("20261124T120000Z".getBytes(StandardCharsets.UTF_8)),
        mutated("20261124T120000Z"));
  }

  @Provide
  Arbitrary<byte[]> paths() {
    return mutated(
        "/payments/kms/xks/v1/keys/key-1/encrypt?a=b", "/kms/xks/v1/health", "/ping?x=%41");
  }

  @Property
  void a_body_is_read_or_refused_as_the_specification_says(@ForAll("bodies") byte[] body) {
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

  @Property
  void nothing_that_nobody_signed_is_taken_as_signed(
      @ForAll("authorizations") byte[] authorization,
      @ForAll("dates") byte[] date,
      @ForAll("paths") byte[] uri) {
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
