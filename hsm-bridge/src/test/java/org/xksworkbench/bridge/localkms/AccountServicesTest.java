package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xksworkbench.bridge.localkms.account.Principal;
import org.xksworkbench.bridge.localkms.seed.Seed;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.sts.StsClient;

/// STS, IAM and CloudTrail on the same port.
class AccountServicesTest {

  private static final AdjustableClock CLOCK = new AdjustableClock();

  @RegisterExtension
  static final LocalKmsFixture fixture =
      new LocalKmsFixture()
          .with(b ->
              b.clock(CLOCK)
                  .seed(
                      new Seed(
                          List.of(),
                          List.of(),
                          List.of(
                              Principal.of(Principal.PrincipalKind.USER, "alice"),
                              Principal.of(Principal.PrincipalKind.USER, "/operations/bob"),
                              Principal.of(Principal.PrincipalKind.ROLE, "payments-app")))));

  private final KmsClient kms = fixture.kms();
  private final IamClient iam = fixture.client(IamClient.builder(), fixture.localKms().endpoint());
  private final CloudTrailClient trail =
      fixture.client(CloudTrailClient.builder(), fixture.localKms().endpoint());

  @Test
  void sts_says_who_calls() {
    var sts = fixture.client(StsClient.builder(), fixture.localKms().endpoint());
    var identity = sts.getCallerIdentity();
    assertThat(identity.account()).isEqualTo(LocalKms.ACCOUNT);
    assertThat(identity.arn()).isEqualTo("arn:aws:iam::000000000000:user/local");
    assertThat(identity.userId()).matches("AIDA[A-Z2-7]{17}");
    assertThat(identity.responseMetadata().requestId()).isNotBlank();
  }

  @Test
  void iam_lists_users_and_roles_in_pages() {
    assertThat(iam.listUsersPaginator(r -> r.maxItems(1)).users())
        .extracting(User::arn)
        .containsExactly(
            "arn:aws:iam::000000000000:user/local",
            "arn:aws:iam::000000000000:user/alice",
            "arn:aws:iam::000000000000:user/operations/bob");
    assertThat(iam.listUsers(r -> r.pathPrefix("/operations/")).users())
        .singleElement()
        .satisfies(user -> {
          assertThat(user.userName()).isEqualTo("bob");
          assertThat(user.path()).isEqualTo("/operations/");
          assertThat(user.createDate()).isNotNull();
        });
    assertThat(iam.listRoles().roles())
        .singleElement()
        .satisfies(AccountServicesTest::assertIsPaymentsApp);
    assertThatThrownBy(() -> iam.listUsers(r -> r.marker("nonsense")))
        .isInstanceOf(IamException.class)
        .hasMessageContaining("marker");
    assertThatThrownBy(() -> iam.listGroups())
        .isInstanceOf(IamException.class)
        .hasMessageContaining("ListGroups");
  }

  private static void assertIsPaymentsApp(Role role) {
    assertThat(role.roleName()).isEqualTo("payments-app");
    assertThat(role.roleId()).matches("AROA[A-Z2-7]{17}");
    assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
        .contains("sts:AssumeRole");
  }

  @Test
  void cloudtrail_tells_of_a_created_key_as_aws_does() {
    var externalKey = fixture.unusedExternalKey();
    var created =
        kms.createKey(r ->
            r.origin("EXTERNAL_KEY_STORE")
                .customKeyStoreId(fixture.store())
                .xksKeyId(externalKey)
                .tags(Tag.builder().tagKey("team").tagValue("payments").build()));
    var key = created.keyMetadata();
    var event = detail(only(LookupAttributeKey.RESOURCE_NAME, key.arn()));
    assertThat(event.path("eventName").asText()).isEqualTo("CreateKey");
    assertThat(event.path("eventSource").asText()).isEqualTo("kms.amazonaws.com");
    assertThat(event.path("requestID").asText()).isEqualTo(created.responseMetadata().requestId());
    assertThat(event.path("readOnly").asBoolean(true)).isFalse();
    assertThat(event.path("eventType").asText()).isEqualTo("AwsApiCall");
    assertThat(event.path("managementEvent").asBoolean()).isTrue();
    assertThat(event.path("eventCategory").asText()).isEqualTo("Management");
    assertThat(event.path("userIdentity").path("accessKeyId").asText()).isEqualTo("LOCALTEST");
    assertThat(event.path("requestParameters").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "tags",
            "keyUsage",
            "description",
            "origin",
            "multiRegion",
            "keySpec",
            "customerMasterKeySpec",
            "bypassPolicyLockoutSafetyCheck",
            "customKeyStoreId",
            "xksKeyId");
    assertThat(event.path("requestParameters").path("tags").path(0).path("tagKey").asText())
        .isEqualTo("team");
    var metadata = event.path("responseElements").path("keyMetadata");
    assertThat(metadata.path("aWSAccountId").asText()).isEqualTo(LocalKms.ACCOUNT);
    assertThat(metadata.path("xksKeyConfiguration").path("id").asText()).isEqualTo(externalKey);
    assertThat(metadata.path("creationDate").asText())
        .matches("[A-Z][a-z]{2} \\d{1,2}, 2026, \\d{1,2}:\\d\\d:\\d\\d [AP]M");
    assertThat(event.path("resources").path(0).path("ARN").asText()).isEqualTo(key.arn());
    assertThat(event.path("resources").path(0).path("type").asText()).isEqualTo("AWS::KMS::Key");
  }

  @Test
  void cloudtrail_tells_of_cryptographic_operations_without_their_bytes() {
    var key = fixture.newKey();
    var secret = SdkBytes.fromUtf8String("never to be recorded");
    var encrypted =
        kms.encrypt(
            r -> r.keyId(key.keyId()).plaintext(secret).encryptionContext(Map.of("Dept", "IT")));
    var found = only(LookupAttributeKey.EVENT_NAME, "Encrypt");
    assertThat(found.readOnly()).isEqualTo("true");
    assertThat(found.username()).isEqualTo("local");
    var event = detail(found);
    assertThat(event.path("requestID").asText())
        .isEqualTo(encrypted.responseMetadata().requestId());
    assertThat(event.path("requestParameters").path("encryptionContext").path("Dept").asText())
        .isEqualTo("IT");
    assertThat(event.path("additionalEventData").path("customKeyStoreId").asText())
        .isEqualTo(fixture.store());
    assertThat(event.path("additionalEventData").path("xksKeyId").asText())
        .isEqualTo(key.xksKeyConfiguration().id());
    assertThat(event.path("responseElements").isNull()).isTrue();
    assertThat(found.cloudTrailEvent())
        .doesNotContain(java.util.Base64.getEncoder().encodeToString(secret.asByteArray()))
        .doesNotContainIgnoringCase("ciphertextBlob");
  }

  @Test
  void cloudtrail_tells_of_failures_with_their_code() {
    assertFault("NotFoundException", () -> kms.enableKey(r -> r.keyId("none")));
    var event = detail(only(LookupAttributeKey.EVENT_NAME, "EnableKey"));
    assertThat(event.path("errorCode").asText()).isEqualTo("NotFoundException");
    assertThat(event.path("errorMessage").asText()).contains("none");
  }

  @Test
  void cloudtrail_never_records_a_credential() {
    var id = fixture.createStore("/e");
    var event = only(LookupAttributeKey.EVENT_NAME, "CreateCustomKeyStore");
    assertThat(event.cloudTrailEvent())
        .contains(id)
        .doesNotContain(fixture.credential().secretAccessKey());
  }

  @Test
  void cloudtrail_tells_when_a_key_is_really_deleted() {
    var key = fixture.newOrdinaryKey();
    kms.scheduleKeyDeletion(r -> r.keyId(key.keyId()).pendingWindowInDays(7));
    CLOCK.advance(Duration.ofDays(8));
    assertFault("NotFoundException", () -> kms.describeKey(r -> r.keyId(key.keyId())));
    var event = detail(only(LookupAttributeKey.EVENT_NAME, "DeleteKey"));
    assertThat(event.path("eventType").asText()).isEqualTo("AwsServiceEvent");
    assertThat(event.path("resources").path(0).path("ARN").asText()).isEqualTo(key.arn());
  }

  @Test
  void events_are_told_newest_first_in_pages_and_by_time() {
    CLOCK.advance(Duration.ofHours(1));
    var start = CLOCK.instant();
    for (var i = 0; i < 3; i++) {
      CLOCK.advance(Duration.ofMinutes(1));
      kms.listKeys();
    }
    var all =
        trail.lookupEventsPaginator(r -> r.maxResults(1).startTime(start)).events().stream()
            .map(Event::eventTime)
            .toList();
    assertThat(all)
        .containsExactly(start.plusSeconds(180), start.plusSeconds(120), start.plusSeconds(60));
    assertThat(
            trail
                .lookupEvents(
                    r -> r.startTime(start.plusSeconds(100)).endTime(start.plusSeconds(130)))
                .events())
        .hasSize(1);
    assertThatThrownBy(
            () -> trail.lookupEvents(r -> r.startTime(start).endTime(start.minusSeconds(1))))
        .hasMessageContaining("StartTime");
  }

  private Event only(LookupAttributeKey attribute, String value) {
    return trail
        .lookupEvents(r ->
            r.lookupAttributes(
                LookupAttribute.builder().attributeKey(attribute).attributeValue(value).build()))
        .events()
        .getFirst();
  }

  private static JsonNode detail(Event event) {
    try {
      return new ObjectMapper().readTree(event.cloudTrailEvent());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
