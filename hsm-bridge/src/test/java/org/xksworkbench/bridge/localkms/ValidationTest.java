package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.Tag;

/// The constraints of parameters, and how their violation is told.
class ValidationTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> LEGAL =
      Map.of(
          "CustomKeyStoreName", "name",
          "CustomKeyStoreType", "EXTERNAL_KEY_STORE",
          "XksProxyConnectivity", "PUBLIC_ENDPOINT",
          "XksProxyUriEndpoint", "https://xks.nobody.test",
          "XksProxyUriPath", "/kms/xks/v1");

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  private final KmsClient kms = fixture.kms();

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({
    "XksProxyUriEndpoint, http://xks.demo.test,        xksProxyUriEndpoint",
    "XksProxyUriEndpoint, https://xks.demo.test:6443,  xksProxyUriEndpoint",
    "XksProxyUriEndpoint, https://xks.demo.test/,      xksProxyUriEndpoint",
    "XksProxyUriEndpoint, https://a,                   xksProxyUriEndpoint",
    "XksProxyUriPath,     /kms/xks/v1/,                xksProxyUriPath",
    "XksProxyUriPath,     kms/xks/v1,                  xksProxyUriPath",
    "XksProxyUriPath,     /a b/kms/xks/v1,             xksProxyUriPath",
    "XksProxyUriPath,     /kms/xks/v123,               xksProxyUriPath",
    "XksProxyConnectivity, CARRIER_PIGEON,             xksProxyConnectivity",
    "CustomKeyStoreType,  CLOUD,                       customKeyStoreType",
    "CustomKeyStoreName,  '',                          customKeyStoreName",
    "XksProxyVpcEndpointServiceName, com.example.vpce.us-east-1.vpce-svc-1, xksProxyVpcEndpointServiceName",
    "XksProxyVpcEndpointServiceOwner, 12345678901,     xksProxyVpcEndpointServiceOwner"
  })
  void a_parameter_of_a_key_store_of_the_wrong_form(String parameter, String value, String path)
      throws Exception {
    var parameters = new HashMap<>(LEGAL);
    parameters.put(parameter, value);
    var answer =
        JSON.readTree(
            fixture
                .post("TrentService.CreateCustomKeyStore", JSON.writeValueAsString(parameters))
                .body());
    assertThat(answer.path("__type").asText()).isEqualTo("ValidationException");
    assertThat(answer.path("message").asText())
        .startsWith("1 validation error detected: Value '%s' at '%s' failed".formatted(value, path))
        .contains("to satisfy constraint: Member must ");
  }

  @ParameterizedTest
  @CsvSource({"/kms/xks/v1", "/kms/xks/v10", "/a/b-_/kms/xks/v1", "/a//b/kms/xks/v1"})
  void a_legal_path_goes_on_to_the_next_check(String path) throws Exception {
    var parameters = new HashMap<>(LEGAL);
    parameters.put("XksProxyUriPath", path);
    assertThat(
            fixture
                .post("TrentService.CreateCustomKeyStore", JSON.writeValueAsString(parameters))
                .body())
        .contains("XksProxyAuthenticationCredential is required");
  }

  @Test
  void a_credential_is_never_echoed() {
    var secret = "secret-with-wrong-characters-!!!!!!!!!!!!!!!!!!";
    var message =
        assertFault(
            "ValidationException",
            () ->
                fixture.create(
                    r ->
                        r.xksProxyAuthenticationCredential(
                            c -> c.accessKeyId("abc").rawSecretAccessKey(secret)),
                    "/a"));
    assertThat(message)
        .startsWith("2 validation errors detected: ")
        .contains("'xksProxyAuthenticationCredential.accessKeyId'")
        .contains("'xksProxyAuthenticationCredential.rawSecretAccessKey'")
        .doesNotContain(secret)
        .doesNotContain("'abc'");
  }

  @Test
  void what_is_missing_is_told_by_its_path() {
    assertThat(fixture.post("TrentService.CreateAlias", "{}").body())
        .contains("2 validation errors detected")
        .contains("Value null at 'aliasName' failed to satisfy constraint: Member must not be null")
        .contains("Value null at 'targetKeyId'");
  }

  @Test
  void a_place_in_a_list_counts_from_one() {
    var message =
        assertFault(
            "ValidationException",
            () ->
                kms.createKey(r ->
                    r.tags(
                        Tag.builder().tagKey("fine").tagValue("").build(),
                        Tag.builder().tagKey("k".repeat(129)).tagValue("v").build())));
    assertThat(message)
        .contains("'tags.2.member.tagKey'")
        .contains("Member must have length less than or equal to 128");
  }

  @Test
  void lengths_are_checked_at_both_ends() {
    var key = fixture.newOrdinaryKey().keyId();
    kms.updateKeyDescription(r -> r.keyId(key).description("d".repeat(8192)));
    for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call :
        java.util.List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> kms.updateKeyDescription(r -> r.keyId(key).description("d".repeat(8193))),
            () -> kms.describeKey(r -> r.keyId("k".repeat(2049))),
            () -> kms.createAlias(r -> r.aliasName("alias/" + "a".repeat(251)).targetKeyId(key)),
            () -> kms.createAlias(r -> r.aliasName("alias/ä").targetKeyId(key)),
            () ->
                kms.tagResource(r ->
                    r.keyId(key).tags(Tag.builder().tagKey("k").tagValue("v".repeat(257)).build())),
            () -> fixture.newKey(fixture.store(), "k".repeat(129)),
            () -> fixture.newKey(fixture.store(), "with space"),
            () -> kms.describeCustomKeyStores(r -> r.customKeyStoreId("c".repeat(65))),
            () -> kms.describeCustomKeyStores(r -> r.limit(1001)),
            () -> kms.listKeys(r -> r.limit(0)),
            () -> kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(366)),
            () -> kms.generateRandom(r -> r.numberOfBytes(1025)),
            () ->
                kms.describeKey(
                    r -> r.keyId(key).grantTokens(java.util.Collections.nCopies(11, "t"))))) {
      assertFault("ValidationException", call);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"KeyId\": 7}",
        "{\"KeyId\": \"k\", \"GrantTokens\": \"t\"}",
        "[]",
        "{",
        "{} {}",
        "nonsense"
      })
  void a_body_of_the_wrong_type_cannot_be_read(String body) {
    var answer = fixture.post("TrentService.DescribeKey", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("SerializationException");
  }

  @Test
  void form_comes_before_existence_and_existence_before_uniqueness() {
    var main = fixture.describe(fixture.store()).customKeyStoreName();
    assertFault(
        "ValidationException",
        () ->
            kms.updateCustomKeyStore(
                r -> r.customKeyStoreId("cks-none").xksProxyUriPath("wrong-form-of-path")));
    assertFault(
        "CustomKeyStoreNotFoundException",
        () ->
            kms.updateCustomKeyStore(
                r -> r.customKeyStoreId("cks-none").newCustomKeyStoreName(main)));
  }
}
