package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.fill;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.policy.PolicyFinding;

@ExtendWith(FormOnLoop.Shared.class)
class PolicyStepViewModelTest {

  private static final String ALICE = "arn:aws:iam::000000000000:user/local";

  private final FormOnLoop on;

  PolicyStepViewModelTest(FormOnLoop on) {
    this.on = on;
  }

  @Test
  void the_policy_follows_the_choices_until_it_is_edited() {
    var form = on.form("main");
    fill(form, "fit-2", "policy");
    form.goTo(Step.POLICY);
    form.principals().setAdministrator(ALICE, true);
    assertThat(form.policy().policy()).contains(ALICE).contains("kms:ScheduleKeyDeletion");
    form.entries().edit(draft -> draft.withAccess(a -> a.withAdministratorsMayDelete(false)));
    assertThat(form.policy().policy()).doesNotContain("kms:ScheduleKeyDeletion");
    form.policy().edit(form.policy().policy().replace("kms:Describe*", "kms:DescribeKey"));
    assertThat(form.policy().followsChoices()).isTrue();
    form.principals().setUser(ALICE, true);
    assertThat(form.policy().followsChoices()).as("the edited text has no users").isFalse();
    form.policy().regenerate();
    assertThat(form.policy().policy()).contains("Allow use of the key");
    assertThat(form.policy().followsChoices()).isTrue();
  }

  @Test
  void a_policy_that_aws_kms_would_refuse_stops_the_way_and_says_why() {
    var form = on.form("main");
    fill(form, "fit-2", "policy");
    form.goTo(Step.POLICY);
    form.policy().edit("{");
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.policy().findings())
        .extracting(PolicyFinding::awsError)
        .contains(Optional.of(KmsErrorCode.MALFORMED_POLICY_DOCUMENT));
    form.policy().edit(form.policy().generated().replace("root", "user/nobody"));
    assertThat(form.obstacle().getValue()).contains("user/nobody");
    assertThat(form.commands()).as("nothing to copy that would fail").isEmpty();
  }
}
