package org.xksworkbench.bridge.xks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// What the AWS SDK's own signer signs must verify, and nothing that differs from it by a bit.
class SigV4SignerTest {

  private static final Instant NOW = Instant.parse("2026-11-24T23:58:00Z");
  private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
  private static final String PATH = "/payments/kms/xks/v1/keys/key_1.x-y/encrypt";

  private final Credential credential = credential(43);
  private final SigV4Verifier verifier = at(NOW);

  private static Credential credential(int length) {
    return new Credential("ABCDEFGHIJKLMNOPQRSTUVWX23", "aZ9/+=bY8".repeat(8).substring(0, length));
  }

  private static SigV4Verifier at(Instant now) {
    return new SigV4Verifier("kms-xks-proxy", Clock.fixed(now, ZoneOffset.UTC));
  }

  private static SignedRequest sign(Credential credential, Map<String, String> more) {
    return sign(credential, PATH, true, more);
  }

  private SignedRequest sign(String path, boolean normalizes) {
    return sign(credential, path, normalizes, Map.of());
  }

  private static SignedRequest sign(
      Credential credential, String path, boolean normalizes, Map<String, String> more) {
    var unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("https://xks.demo.test:8443" + path))
            .putHeader("Content-Type", "application/json");
    more.forEach(unsigned::putHeader);
    var signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(
                        AwsCredentialsIdentity.create(
                            credential.accessKeyId(), credential.secretAccessKey()))
                    .request(unsigned.build())
                    .payload(ContentStreamProvider.fromByteArray(BODY))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kms-xks-proxy")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, normalizes)
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)));
    var headers = new HashMap<String, List<String>>();
    signed
        .request()
        .forEachHeader((name, values) ->
            headers
                .computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .addAll(values));
    return new SignedRequest("POST", path, "", headers, BODY);
  }

  private Credential known(String id) {
    return credential.accessKeyId().equals(id) ? credential : null;
  }

  @ParameterizedTest
  @ValueSource(ints = {43, 44, 52, 64})
  void secrets_of_each_length_verify(int length) throws Exception {
    var one = credential(length);
    assertThat(verifier.verify(sign(one, Map.of()), _ -> one)).isEqualTo(one);
    var other = new Credential(one.accessKeyId(), one.secretAccessKey().substring(1) + "x");
    assertThatThrownBy(() -> verifier.verify(sign(one, Map.of()), _ -> other))
        .isInstanceOf(AuthenticationFailure.class);
  }

  @Test
  void more_signed_headers_verify_and_count() throws Exception {
    var request = sign(credential, Map.of("X-Amz-Extra", " a   b ", "Accept", "*/*"));
    assertThat(request.headers().get("authorization").getFirst()).contains("x-amz-extra");
    assertThat(verifier.verify(request, this::known)).isEqualTo(credential);
    assertThatThrownBy(() -> verifier.verify(with(request, "x-amz-extra", "a c"), this::known))
        .isInstanceOf(AuthenticationFailure.class);
  }

  private static SignedRequest with(SignedRequest request, String header, String value) {
    var headers = new HashMap<>(request.headers());
    headers.put(header, List.of(value));
    return new SignedRequest(
        request.method(), request.path(), request.query(), headers, request.body());
  }

  @ParameterizedTest
  @CsvSource({"-301, false", "-300, true", "0, true", "300, true", "301, false"})
  void five_minutes_are_the_limit_both_ways(long seconds, boolean accepted) {
    var request = sign(credential, Map.of());
    var then = at(NOW.plus(Duration.ofSeconds(seconds)));
    if (accepted) {
      org.assertj.core.api.Assertions.assertThatCode(() -> then.verify(request, this::known))
          .doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> then.verify(request, this::known))
          .isInstanceOf(AuthenticationFailure.class)
          .hasMessageContaining("301 s away");
    }
  }

  @Test
  void a_request_that_was_served_is_trusted_no_more_than_a_new_one() throws Exception {
    var request = sign(credential, Map.of());
    assertThat(verifier.verify(request, this::known)).isEqualTo(credential);
    assertThat(verifier.verify(request, this::known)).isEqualTo(credential);
    var body = BODY.clone();
    body[1] ^= 1;
    var changed = new SignedRequest("POST", PATH, "", request.headers(), body);
    assertThatThrownBy(() -> verifier.verify(changed, this::known))
        .isInstanceOf(AuthenticationFailure.class);
    assertThatThrownBy(() -> verifier.verify(request, _ -> null))
        .isInstanceOf(AuthenticationFailure.class);
  }

  /// An XKS key ID may be `.` or `..`, which most signers take out of the path that they sign.
  @ParameterizedTest
  @CsvSource({"., true", "., false", ".., true", ".., false", "..., true", "..., false"})
  void a_key_id_of_dots_verifies_whether_the_signer_normalizes_the_path_or_not(
      String id, boolean normalizes) throws Exception {
    var path = "/payments/kms/xks/v1/keys/" + id + "/encrypt";
    var request = sign(path, normalizes);
    assertThat(verifier.verify(request, this::known)).isEqualTo(credential);
    var other =
        new SignedRequest(
            "POST", "/payments/kms/xks/v1/keys/x/encrypt", "", request.headers(), BODY);
    assertThatThrownBy(() -> verifier.verify(other, this::known))
        .isInstanceOf(AuthenticationFailure.class);
  }

  @Test
  void what_the_verifier_signs_itself_verifies() throws Exception {
    var request = verifier.sign(credential, PATH, "localhost", BODY);
    assertThat(verifier.verify(request, this::known)).isEqualTo(credential);
    assertThatThrownBy(() -> verifier.verify(with(request, "host", "other"), this::known))
        .isInstanceOf(AuthenticationFailure.class);
  }

  @Test
  void every_part_that_is_signed_counts() {
    var request = sign(credential, Map.of());
    var headers = request.headers();
    var changed =
        List.of(
            new SignedRequest("PUT", PATH, "", headers, BODY),
            new SignedRequest("POST", PATH + "x", "", headers, BODY),
            new SignedRequest("POST", PATH, "a=b", headers, BODY),
            new SignedRequest("POST", PATH, "%zz", headers, BODY),
            with(request, "host", "other.test:8443"),
            with(request, "x-amz-date", "20261124T235801Z"),
            with(
                request,
                "authorization",
                headers.get("authorization").getFirst().replace("eu-central-1", "eu-central-2")),
            with(
                request,
                "authorization",
                headers.get("authorization").getFirst().replace("kms-xks-proxy", "kms")),
            with(request, "authorization", "Basic dXNlcjpwYXNz"));
    assertThat(changed)
        .allSatisfy(one ->
            assertThatThrownBy(() -> verifier.verify(one, this::known))
                .isInstanceOf(AuthenticationFailure.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization", "x-amz-date", "host"})
  void a_header_that_is_missing_or_given_twice_is_refused(String header) {
    var request = sign(credential, Map.of());
    var without = new HashMap<>(request.headers());
    var value = without.remove(header).getFirst();
    var twice = new HashMap<>(request.headers());
    twice.put(header, List.of(value, value));
    for (var headers : List.of(without, twice)) {
      assertThatThrownBy(() ->
              verifier.verify(new SignedRequest("POST", PATH, "", headers, BODY), this::known))
          .isInstanceOf(AuthenticationFailure.class)
          .hasMessageContaining(header);
    }
  }

  /// With HTTP/2 the host may be signed as `:authority`. The SDK's signer has no HTTP/2, so this
  /// follows the specification's Appendix A step by step.
  @Test
  void the_authority_of_http2_verifies() throws Exception {
    var date = "20261124T235800Z";
    var scope = "20261124/eu-central-1/kms-xks-proxy/aws4_request";
    var canonical =
        "POST\n"
            + PATH
            + "\n\n:authority:xks.demo.test\nx-amz-date:"
            + date
            + "\n\n:authority;x-amz-date\n"
            + hex(sha256(BODY));
    var toSign =
        "AWS4-HMAC-SHA256\n"
            + date
            + "\n"
            + scope
            + "\n"
            + hex(sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    var key = ("AWS4" + credential.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
    for (var part : scope.split("/")) {
      key = hmac(key, part);
    }
    var headers = new HashMap<String, List<String>>();
    headers.put(":authority", List.of("xks.demo.test"));
    headers.put("x-amz-date", List.of(date));
    headers.put(
        "authorization",
        List.of(
            "AWS4-HMAC-SHA256 Credential="
                + credential.accessKeyId()
                + "/"
                + scope
                + ", SignedHeaders=:authority;x-amz-date, Signature="
                + hex(hmac(key, toSign))));
    assertThat(verifier.verify(new SignedRequest("POST", PATH, "", headers, BODY), this::known))
        .isEqualTo(credential);
    headers.put(":authority", List.of("other.test"));
    assertThatThrownBy(
            () -> verifier.verify(new SignedRequest("POST", PATH, "", headers, BODY), this::known))
        .isInstanceOf(AuthenticationFailure.class);
  }

  private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
