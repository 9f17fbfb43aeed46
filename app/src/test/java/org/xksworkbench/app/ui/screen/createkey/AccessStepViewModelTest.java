package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.fill;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.creation.ChangeForm;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.policy.PolicyFinding;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.Step;
import org.xksworkbench.app.ui.task.Loadable;

@ExtendWith(FormOnLoop.SharedForm.class)
class AccessStepViewModelTest {

  private static final String ALICE = "arn:aws:iam::000000000000:user/local";

  private final FormOnLoop on;

  AccessStepViewModelTest(FormOnLoop on) {
    this.on = on;
  }

  @Test
  void users_and_roles_of_the_account_are_listed_when_they_are_needed() {
    var form = on.form("main");
    fill(form, "fit-2", "listed");
    assertThat(form.access().principals().get()).isInstanceOf(Loadable.Loading.class);
    form.goTo(Step.ADMINISTRATORS);
    assertThat(((Loadable.Ready<List<IamPrincipal>>) form.access().principals().get()).value())
        .extracting(IamPrincipal::arn)
        .containsExactly(
            "arn:aws:iam::000000000000:role/service/payments-app",
            "arn:aws:iam::000000000000:user/alice",
            ALICE);
  }

  @Test
  void users_and_roles_that_cannot_be_listed_cost_the_list_alone() {
    var form =
        on.form(
            "main",
            () -> {
              throw new KmsException(
                  KmsException.KmsFailureKind.REFUSED, "AccessDenied", "iam:ListUsers", "r", null);
            });
    fill(form, "fit-2", "no-list");
    form.goTo(Step.ADMINISTRATORS);
    assertThat(form.access().principals().get()).isInstanceOf(Loadable.LoadFailed.class);
    assertThat(form.canGoOn().get()).isTrue();
    assertThat(form.access().findings()).isEmpty();
  }

  @Test
  void an_arn_that_was_typed_and_not_added_is_not_left_behind() {
    var form = on.form("main");
    fill(form, "fit-2", "typed");
    form.goTo(Step.ADMINISTRATORS);
    form.access().administrators().typed().set(ALICE);
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.obstacle().getValue()).startsWith("Add the ARN that you typed");
    form.next();
    form.skipToReview();
    assertThat(form.step().get()).isEqualTo(Step.ADMINISTRATORS);
    form.access().administrators().typed().set("");
    form.next();
    assertThat(form.step().get()).isEqualTo(Step.USERS);
  }

  @Test
  void users_and_roles_are_chosen_and_left_out_again() {
    var form = on.form("main");
    form.access().administrators().set(ALICE, true);
    form.access().users().set(ALICE, true);
    form.access().users().set(ALICE, true);
    assertThat(form.entries().now().access().administrators()).containsExactly(ALICE);
    assertThat(form.entries().now().access().users()).containsExactly(ALICE);
    form.access().administrators().set(ALICE, false);
    assertThat(form.entries().now().access().administrators()).isEmpty();
  }

  @Test
  void the_policy_follows_the_choices_until_it_is_edited() {
    var form = on.form("main");
    fill(form, "fit-2", "policy");
    form.goTo(Step.POLICY);
    form.access().administrators().set(ALICE, true);
    assertThat(form.access().policy()).contains(ALICE).contains("kms:ScheduleKeyDeletion");
    form.entries().edit(draft -> draft.withAccess(a -> a.withAdministratorsMayDelete(false)));
    assertThat(form.access().policy()).doesNotContain("kms:ScheduleKeyDeletion");
    form.access().edit(form.access().policy().replace("kms:Describe*", "kms:DescribeKey"));
    assertThat(form.access().followsChoices()).isTrue();
    form.access().users().set(ALICE, true);
    assertThat(form.access().followsChoices()).as("the edited text has no users").isFalse();
    form.access().regenerate();
    assertThat(form.access().policy()).contains("Allow use of the key");
    assertThat(form.access().followsChoices()).isTrue();
  }

  @Test
  void a_policy_that_aws_kms_would_refuse_stops_the_way_and_says_why() {
    var form = on.form("main");
    fill(form, "fit-2", "policy");
    form.goTo(Step.POLICY);
    form.access().edit("{");
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.access().findings())
        .extracting(PolicyFinding::awsError)
        .contains(Optional.of(KmsErrorCode.MALFORMED_POLICY_DOCUMENT));
    form.access().edit(form.access().generatedPolicy().replace("root", "user/nobody"));
    assertThat(form.obstacle().getValue()).contains("user/nobody");
    assertThat(form.text(ChangeForm.AWS_CLI)).as("nothing to copy that would fail").isEmpty();
  }
}
