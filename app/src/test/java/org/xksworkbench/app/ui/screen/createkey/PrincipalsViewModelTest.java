package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.fill;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.ui.task.Loadable;

@ExtendWith(FormOnLoop.Shared.class)
class PrincipalsViewModelTest {

  private static final String ALICE = "arn:aws:iam::000000000000:user/local";

  private final FormOnLoop on;

  PrincipalsViewModelTest(FormOnLoop on) {
    this.on = on;
  }

  @Test
  void users_and_roles_of_the_account_are_listed_when_they_are_needed() {
    var form = on.form("main");
    fill(form, "fit-2", "listed");
    assertThat(form.principals().principals().get()).isInstanceOf(Loadable.Loading.class);
    form.goTo(Step.ADMINISTRATORS);
    assertThat(((Loadable.Ready<List<IamPrincipal>>) form.principals().principals().get()).value())
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
                  KmsException.Kind.REFUSED, "AccessDenied", "iam:ListUsers", "r", null);
            });
    fill(form, "fit-2", "no-list");
    form.goTo(Step.ADMINISTRATORS);
    assertThat(form.principals().principals().get()).isInstanceOf(Loadable.Failed.class);
    assertThat(form.canGoOn().get()).isTrue();
    assertThat(form.policy().findings()).isEmpty();
  }

  @Test
  void an_arn_that_was_typed_and_not_added_is_not_left_behind() {
    var form = on.form("main");
    fill(form, "fit-2", "typed");
    form.goTo(Step.ADMINISTRATORS);
    form.principals().typedAdministrator().set(ALICE);
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.obstacle().getValue()).startsWith("Add the ARN that you typed");
    form.next();
    form.skipToReview();
    assertThat(form.step().get()).isEqualTo(Step.ADMINISTRATORS);
    form.principals().typedAdministrator().set("");
    form.next();
    assertThat(form.step().get()).isEqualTo(Step.USERS);
  }

  @Test
  void users_and_roles_are_chosen_and_left_out_again() {
    var form = on.form("main");
    form.principals().setAdministrator(ALICE, true);
    form.principals().setUser(ALICE, true);
    form.principals().setUser(ALICE, true);
    assertThat(form.entries().now().access().administrators()).containsExactly(ALICE);
    assertThat(form.entries().now().access().users()).containsExactly(ALICE);
    form.principals().setAdministrator(ALICE, false);
    assertThat(form.entries().now().access().administrators()).isEmpty();
  }
}
