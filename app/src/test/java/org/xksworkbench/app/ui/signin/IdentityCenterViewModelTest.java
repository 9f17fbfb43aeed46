package org.xksworkbench.app.ui.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.SignIns;
import org.xksworkbench.app.ui.task.DirectTasks;

class IdentityCenterViewModelTest {

  private static final SignIns.SignInPage PAGE =
      new SignIns.SignInPage("https://aws.example.com/go", "AB-CD");

  private final List<SignInStage> seen = new ArrayList<>();
  private final List<String> opened = new ArrayList<>();
  private SignIns.SignInPage page = PAGE;
  private boolean refused;
  private final IdentityCenterViewModel model =
      new IdentityCenterViewModel(
          "prod",
          new SignIns() {
            @Override
            public List<SignInWay> ways(String profile) {
              return profile.equals("prod") ? List.of(SignInWay.CODE) : List.of();
            }

            @Override
            public void signIn(String profile, SignInWay way, Consumer<SignInPage> shown) {
              shown.accept(page);
              if (refused) {
                throw new KmsException(
                    KmsException.KmsFailureKind.CREDENTIALS,
                    KmsErrorCode.SIGN_IN_FAILED.text(),
                    "No.",
                    "",
                    null);
              }
            }
          },
          new DirectTasks(),
          opened::add);

  IdentityCenterViewModelTest() {
    model.state().subscribe(now -> seen.add(now));
  }

  @Test
  void the_page_is_shown_and_opened_once_and_the_end_is_told() {
    model.look();
    assertThat(model.state().get())
        .isEqualTo(new SignInStage.SignInIdle(List.of(SignIns.SignInWay.CODE)));
    model.begin(SignIns.SignInWay.CODE);
    assertThat(seen)
        .contains(new SignInStage.SignInAsking(), new SignInStage.SignInWaiting(PAGE))
        .endsWith(new SignInStage.SignInDone());
    assertThat(opened).containsExactly(PAGE.url());
  }

  @Test
  void a_page_that_somebody_else_has_opened_is_not_opened_a_second_time() {
    page = new SignIns.SignInPage("https://aws.example.com/go", "", true);
    model.begin(SignIns.SignInWay.CLI);
    assertThat(seen)
        .contains(new SignInStage.SignInWaiting(page))
        .endsWith(new SignInStage.SignInDone());
    assertThat(opened).isEmpty();
  }

  @Test
  void what_came_to_nothing_is_told_with_the_ways_to_begin_again() {
    refused = true;
    model.look();
    model.begin(SignIns.SignInWay.CODE);
    assertThat(model.state().get())
        .isInstanceOfSatisfying(
            SignInStage.SignInFailed.class,
            failed -> {
              assertThat(failed.problem().headline()).isEqualTo("The sign-in came to nothing");
              assertThat(failed.ways()).containsExactly(SignIns.SignInWay.CODE);
            });
    model.cancel();
    assertThat(model.state().get())
        .isEqualTo(new SignInStage.SignInIdle(List.of(SignIns.SignInWay.CODE)));
  }
}
