package org.xksworkbench.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyAccessTest {

  private static final String ALICE = "arn:aws:iam::111122223333:user/alice";
  private static final String ADMINS = "arn:aws:iam::111122223333:role/key-admins";
  private static final String APP = "arn:aws:iam::111122223333:role/app";

  private static final String ROOT_ONLY =
      """
      {"Id":"key-consolepolicy-3","Version":"2012-10-17","Statement":[
       {"Sid":"Enable IAM User Permissions","Effect":"Allow",
        "Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}
      """;

  @Test
  void the_policy_is_the_consoles_with_administrators_users_and_an_external_account()
      throws Exception {
    var policy =
        new KeyAccess(List.of(ADMINS, ALICE), true, List.of(APP), List.of("444455556666"))
            .policy("aws", "111122223333");
    assertThat(json(policy))
        .isEqualTo(
            json(
                """
                {"Id":"key-consolepolicy-3","Version":"2012-10-17","Statement":[
                 {"Sid":"Enable IAM User Permissions","Effect":"Allow",
                  "Principal":{"AWS":"arn:aws:iam::111122223333:root"},
                  "Action":"kms:*","Resource":"*"},
                 {"Sid":"Allow access for Key Administrators","Effect":"Allow",
                  "Principal":{"AWS":["arn:aws:iam::111122223333:role/key-admins",
                                      "arn:aws:iam::111122223333:user/alice"]},
                  "Action":["kms:Create*","kms:Describe*","kms:Enable*","kms:List*","kms:Put*",
                            "kms:Update*","kms:Revoke*","kms:Disable*","kms:Get*","kms:Delete*",
                            "kms:TagResource","kms:UntagResource","kms:ScheduleKeyDeletion",
                            "kms:CancelKeyDeletion"],"Resource":"*"},
                 {"Sid":"Allow use of the key","Effect":"Allow",
                  "Principal":{"AWS":["arn:aws:iam::111122223333:role/app",
                                      "arn:aws:iam::444455556666:root"]},
                  "Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*",
                            "kms:DescribeKey"],"Resource":"*"},
                 {"Sid":"Allow attachment of persistent resources","Effect":"Allow",
                  "Principal":{"AWS":["arn:aws:iam::111122223333:role/app",
                                      "arn:aws:iam::444455556666:root"]},
                  "Action":["kms:CreateGrant","kms:ListGrants","kms:RevokeGrant"],"Resource":"*",
                  "Condition":{"Bool":{"kms:GrantIsForAWSResource":"true"}}}]}
                """));
  }

  @Test
  void nobody_chosen_leaves_the_accounts_statement_alone() throws Exception {
    assertThat(json(KeyAccess.ofAccountOnly().policy("aws", "111122223333")))
        .isEqualTo(json(ROOT_ONLY));
  }

  @Test
  void one_principal_is_a_string_and_no_array() throws Exception {
    var policy =
        KeyAccess.ofAccountOnly().withAdministrators(List.of(ALICE)).policy("aws", "111122223333");
    assertThat(json(policy).at("/Statement/1/Principal/AWS").asText()).isEqualTo(ALICE);
    assertThat(json(policy).path("Statement")).as("no users, no statements for them").hasSize(2);
  }

  @Test
  void with_the_box_cleared_only_the_two_deletion_actions_go() throws Exception {
    var may = KeyAccess.ofAccountOnly().withAdministrators(List.of(ALICE));
    var mayNot = may.withAdministratorsMayDelete(false);
    var before = actions(may);
    var after = actions(mayNot);
    assertThat(before).containsAll(after).hasSize(after.size() + 2);
    assertThat(after)
        .contains("kms:Delete*")
        .doesNotContain("kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion");
  }

  @Test
  void an_external_account_is_a_user_and_never_an_administrator() throws Exception {
    var policy =
        KeyAccess.ofAccountOnly()
            .withOtherAccounts(List.of("444455556666"))
            .policy("aws-cn", "111122223333");
    assertThat(json(policy).at("/Statement/1/Sid").asText()).isEqualTo("Allow use of the key");
    assertThat(json(policy).at("/Statement/1/Principal/AWS").asText())
        .isEqualTo("arn:aws-cn:iam::444455556666:root");
    assertThat(policy).doesNotContain("Key Administrators");
  }

  @Test
  void a_key_of_an_external_key_store_is_never_rotated_on_demand() {
    assertThat(new KeyAccess(List.of(ALICE), true, List.of(APP), List.of()).policy("aws", "1"))
        .doesNotContain("RotateKeyOnDemand");
  }

  @Test
  void what_was_chosen_is_read_back() {
    var access =
        new KeyAccess(List.of(ADMINS, ALICE), false, List.of(APP), List.of("444455556666"));
    assertThat(KeyAccess.of(access.policy("aws", "111122223333"))).contains(access);
  }

  @Test
  void a_policy_with_a_statement_of_another_hand_is_told_as_text_only() {
    assertThat(KeyAccess.of(ROOT_ONLY.replace("Enable IAM User Permissions", "Mine"))).isEmpty();
    assertThat(KeyAccess.of(ROOT_ONLY.replace("\"Allow\"", "\"Deny\""))).isEmpty();
    assertThat(KeyAccess.of("no JSON")).isEmpty();
  }

  private static List<String> actions(KeyAccess access) throws Exception {
    return PolicyJson.actions(json(access.policy("aws", "111122223333")).at("/Statement/1"));
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
