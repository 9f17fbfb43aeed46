package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xksworkbench.bridge.localkms.account.Principal;
import org.xksworkbench.bridge.localkms.seed.Seed;
import software.amazon.awssdk.services.kms.KmsClient;

/// Key policies.
class KeyPoliciesTest {

  private static final String ROOT = "arn:aws:iam::000000000000:root";
  private static final String ALICE = "arn:aws:iam::000000000000:user/operations/alice";

  @RegisterExtension
  static final LocalKmsFixture fixture =
      new LocalKmsFixture()
          .with(b ->
              b.seed(
                  new Seed(
                      List.of(),
                      List.of(),
                      List.of(Principal.of(Principal.PrincipalKind.USER, "/operations/alice")))));

  private final KmsClient kms = fixture.kms();

  @Test
  void a_key_without_a_policy_leaves_all_to_its_account() throws Exception {
    var key = fixture.newKey().keyId();
    var answer = kms.getKeyPolicy(r -> r.keyId(key));
    assertThat(answer.policyName()).isEqualTo("default");
    var policy = new ObjectMapper().readTree(answer.policy());
    assertThat(policy.path("Id").asText()).isEqualTo("key-default-1");
    var statement = policy.path("Statement").path(0);
    assertThat(statement.path("Sid").asText()).isEqualTo("Enable IAM User Permissions");
    assertThat(statement.path("Principal").path("AWS").asText()).isEqualTo(ROOT);
    assertThat(statement.path("Action").asText()).isEqualTo("kms:*");
    assertThat(kms.listKeyPolicies(r -> r.keyId(key)).policyNames()).containsExactly("default");
    var page = kms.listKeyPolicies(r -> r.keyId(key).limit(1));
    assertThat(page.policyNames()).containsExactly("default");
    assertThat(page.truncated()).isFalse();
    assertThat(page.nextMarker()).isNull();
    assertFault("ValidationException", () -> kms.listKeyPolicies(r -> r.keyId(key).marker("x")));
  }

  @Test
  void a_policy_is_told_as_it_was_given() {
    var policy = policy("\"%s\"".formatted(ROOT), "kms:*");
    var key = kms.createKey(r -> r.policy(policy)).keyMetadata().keyId();
    assertThat(kms.getKeyPolicy(r -> r.keyId(key)).policy()).isEqualTo(policy);
    var other = policy("[\"%s\", \"%s\"]".formatted(ROOT, ALICE), "kms:Put*");
    kms.putKeyPolicy(r -> r.keyId(key).policyName("default").policy(other));
    assertThat(kms.getKeyPolicy(r -> r.keyId(key)).policy()).isEqualTo(other);
  }

  @Test
  void a_policy_that_aws_kms_would_not_take_is_refused_and_the_old_one_stays() {
    var key = fixture.newOrdinaryKey().keyId();
    var before = kms.getKeyPolicy(r -> r.keyId(key)).policy();
    for (var policy :
        List.of(
            "no JSON",
            "[]",
            "{}",
            "{\"Version\":\"2020-01-01\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\"}]}",
            "{\"Version\":\"2012-10-17\",\"Statement\":[]}",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"kms:*\"}]}",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Maybe\",\"Principal\":\"*\",\"Action\":\"kms:*\"}]}",
            policy("\"arn:aws:iam::000000000000:user/nobody\"", "kms:*"),
            policy("[\"%s\", \"arn:aws:iam::000000000000:group/admins\"]".formatted(ROOT), "kms:*"),
            policy("\"nonsense\"", "kms:*"),
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"*\"}]}",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\"}]}",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"kms:*\",\"Resource\":\"arn:aws:kms:us-east-1:000000000000:key/*\"}]}")) {
      assertFault(
          "MalformedPolicyDocumentException",
          () -> kms.putKeyPolicy(r -> r.keyId(key).policy(policy)));
      assertFault("MalformedPolicyDocumentException", () -> kms.createKey(r -> r.policy(policy)));
    }
    assertThat(kms.getKeyPolicy(r -> r.keyId(key)).policy()).isEqualTo(before);
  }

  @Test
  void nobody_locks_himself_out_unless_he_says_so() {
    var policy = policy("\"%s\"".formatted(ALICE), "kms:*");
    var key = fixture.newOrdinaryKey().keyId();
    assertThat(
            assertFault(
                "MalformedPolicyDocumentException",
                () -> kms.putKeyPolicy(r -> r.keyId(key).policy(policy))))
        .contains("PutKeyPolicy");
    assertFault(
        "MalformedPolicyDocumentException",
        () ->
            kms.putKeyPolicy(
                r -> r.keyId(key).policy(policy("\"%s\"".formatted(ROOT), "kms:Get*"))));
    kms.putKeyPolicy(r -> r.keyId(key).policy(policy).bypassPolicyLockoutSafetyCheck(true));
    kms.createKey(r -> r.policy(policy).bypassPolicyLockoutSafetyCheck(true));
  }

  @Test
  void a_policy_has_32_kilobytes_at_most() {
    var long32k = policy("\"%s\"".formatted(ROOT), "kms:*" + " ".repeat(32 * 1024));
    assertFault("LimitExceededException", () -> kms.createKey(r -> r.policy(long32k)));
  }

  @Test
  void a_policy_is_called_default() {
    var key = fixture.newOrdinaryKey().keyId();
    assertFault("NotFoundException", () -> kms.getKeyPolicy(r -> r.keyId(key).policyName("other")));
  }

  private static String policy(String principal, String action) {
    return """
    {"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Principal":{"AWS":%s},"Action":"%s","Resource":"*"}]}\
    """
        .formatted(principal, action);
  }
}
