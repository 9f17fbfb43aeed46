package org.xksworkbench.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.kms.KmsErrorCode;

class KeyPolicyCheckTest {

  private static final String ACCOUNT = "111122223333";
  private static final String ALICE = "arn:aws:iam::111122223333:user/alice";
  private static final String GOOD =
      new KeyAccess(List.of(ALICE), true, List.of(), List.of("444455556666"))
          .policy("aws", ACCOUNT);

  @Test
  void the_generated_policy_has_nothing_to_mend() {
    assertThat(KeyPolicyCheck.of(GOOD, ACCOUNT, Set.of(ALICE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Effect\": \"Allow\" | \"Effect\": \"Maybe\" | needs the Effect",
        "\"Principal\" | \"Principle\" | has no Principal",
        "\"Action\" | \"Actions\" | has no Action",
        "\"Resource\" | \"Resources\" | has no Resource",
        "user/alice | group/alice | IAM group",
        "arn:aws:iam::111122223333:user/alice | alice | no principal",
        "arn:aws:iam::111122223333:user/alice | AIDACKCEVSQ6C2EXAMPLE | was deleted",
        "user/alice | user/bob | is not in this account",
        "2012-10-17 | 2020-01-01 | Version",
        "\"Statement\" | \"Statements\" | no Statement",
        "Allow use of the key | Enable IAM User Permissions | an earlier one has",
        "} | ]| not JSON"
      })
  void what_aws_kms_would_refuse_is_found_and_said(String old, String bad, String said) {
    var policy = GOOD.replace(old, bad);
    assertThat(KeyPolicyCheck.of(policy, ACCOUNT, Set.of(ALICE)))
        .filteredOn(PolicyFinding::refused)
        .extracting(PolicyFinding::text)
        .anyMatch(text -> text.contains(said));
  }

  @Test
  void a_policy_that_nobody_could_change_afterwards_is_refused() {
    var policy = GOOD.replace("kms:*", "kms:Get*").replace("kms:Put*", "kms:List*");
    assertThat(KeyPolicyCheck.of(policy, ACCOUNT, Set.of(ALICE)))
        .filteredOn(PolicyFinding::refused)
        .extracting(PolicyFinding::text)
        .anyMatch(text -> text.contains("kms:PutKeyPolicy"));
  }

  @Test
  void a_policy_has_at_most_32_kilobytes() {
    var policy = GOOD.replace("\n", " ".repeat(2000) + "\n");
    assertThat(KeyPolicyCheck.of(policy, ACCOUNT, Set.of()))
        .extracting(PolicyFinding::awsError)
        .contains(Optional.of(KmsErrorCode.LIMIT_EXCEEDED));
  }

  @Test
  void principals_that_could_not_be_listed_are_not_doubted() {
    assertThat(KeyPolicyCheck.of(GOOD, ACCOUNT, Set.of())).isEmpty();
  }

  @Test
  void a_sid_that_the_console_does_not_know_and_everybody_are_worth_a_word() {
    var policy = GOOD.replace("Allow use of the key", "Mine").replace(ALICE, "*");
    assertThat(KeyPolicyCheck.of(policy, ACCOUNT, Set.of(ALICE)))
        .noneMatch(PolicyFinding::refused)
        .extracting(PolicyFinding::text)
        .anyMatch(text -> text.contains("the console does not know"))
        .anyMatch(text -> text.contains("everybody"));
  }

  @Test
  void a_policy_without_the_account_is_worth_a_word() {
    var policy = GOOD.replace("arn:aws:iam::111122223333:root", ALICE);
    assertThat(KeyPolicyCheck.of(policy, ACCOUNT, Set.of(ALICE)))
        .extracting(PolicyFinding::text)
        .anyMatch(text -> text.contains("No statement is for the account itself"));
  }
}
