package org.xksworkbench.app.ui.screen.newprofile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfiles;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.NewProfiles;
import org.xksworkbench.app.kms.SignIns;
import org.xksworkbench.app.ui.screen.newprofile.NewProfileViewModel.NewProfileStep;
import org.xksworkbench.app.ui.task.DirectTasks;

class NewProfileViewModelTest {

  private static final NewProfiles.CenterSession CORP =
      new NewProfiles.CenterSession("corp", "https://corp.awsapps.com/start", "eu-central-1");
  private static final NewProfiles.CenterAccount PAYMENTS =
      new NewProfiles.CenterAccount("111122223333", "Payments & Co");

  private final List<String> done = new ArrayList<>();
  private boolean signedIn;
  private final NewProfileViewModel model =
      new NewProfileViewModel(
          new CenterInMemory(),
          new AwsProfiles() {
            @Override
            public List<AwsProfile> profiles() {
              return List.of();
            }

            @Override
            public List<String> regionsBeside(String region) {
              return List.of("eu-central-1", "eu-west-1");
            }
          },
          new DirectTasks(),
          page -> done.add("open " + page),
          new NewProfileViewModel.Leaving(
              (profile, region) -> done.add("connect " + profile + " in " + region),
              () -> done.add("back")));

  @Test
  void after_a_sign_in_it_goes_on_by_itself_and_the_file_is_written_on_the_users_word_alone() {
    model.look();
    assertThat(model.step().get()).isEqualTo(new NewProfileStep.SessionQuestion(List.of(CORP)));
    model.use(CORP);
    assertThat(model.step().get())
        .isInstanceOfSatisfying(
            NewProfileStep.SignInQuestion.class,
            question -> question.signIn().begin(SignIns.SignInWay.CODE));
    assertThat(model.step().get())
        .isEqualTo(new NewProfileStep.AccountQuestion(CORP, List.of(PAYMENTS)));
    model.choose(PAYMENTS);
    model.choose("Key Admin");
    assertThat(model.step().get())
        .isEqualTo(
            new NewProfileStep.NameQuestion(
                CORP,
                PAYMENTS,
                "Key Admin",
                "payments-co-key-admin",
                List.of("eu-central-1", "eu-west-1")));
    model.propose(" prod ", "eu-west-1");
    assertThat(model.step().get())
        .isInstanceOfSatisfying(
            NewProfileStep.WriteQuestion.class,
            question -> assertThat(question.draft().name()).isEqualTo("prod"));
    assertThat(done).containsExactly("open https://aws.example.com/go");
    model.write();
    model.connect();
    assertThat(done)
        .containsExactly(
            "open https://aws.example.com/go", "written prod", "connect prod in eu-west-1");
  }

  @Test
  void a_name_that_is_taken_is_told_and_the_question_stays() {
    signedIn = true;
    model.use(CORP);
    model.choose(PAYMENTS);
    model.choose("admin");
    model.propose("taken", "eu-west-1");
    assertThat(model.problem().get()).isNotNull();
    assertThat(model.step().get()).isInstanceOf(NewProfileStep.NameQuestion.class);
    model.write();
    model.connect();
    model.goBack();
    assertThat(done).as("nothing is written out of turn").containsExactly("back");
    model.propose("free", "eu-west-1");
    assertThat(model.problem().get()).isNull();
    assertThat(model.step().get()).isInstanceOf(NewProfileStep.WriteQuestion.class);
  }

  /// A sign-in that anybody gets.
  private final class CenterInMemory implements NewProfiles {

    @Override
    public List<CenterSession> sessions() {
      return List.of(CORP);
    }

    @Override
    public SignIns signIns(CenterSession session) {
      return new SignIns() {
        @Override
        public List<SignInWay> ways(String profile) {
          return List.of(SignInWay.CODE);
        }

        @Override
        public void signIn(String profile, SignInWay way, Consumer<SignInPage> shown) {
          shown.accept(new SignInPage("https://aws.example.com/go", ""));
          signedIn = true;
        }
      };
    }

    @Override
    public List<CenterAccount> accounts(CenterSession session) {
      if (!signedIn) {
        throw failure(KmsErrorCode.SSO_SESSION_EXPIRED);
      }
      return List.of(PAYMENTS);
    }

    @Override
    public List<String> roles(CenterSession session, String account) {
      return List.of("admin", "Key Admin");
    }

    @Override
    public ProfileAddition propose(ProfileDraft draft) {
      if (draft.name().equals("taken")) {
        throw failure(KmsErrorCode.PROFILE_NOT_MADE);
      }
      return new ProfileAddition(draft.name(), "/home/ada/.aws/config", "", "[profile]");
    }

    @Override
    public void write(ProfileAddition addition) {
      done.add("written " + addition.profile());
    }

    private static KmsException failure(KmsErrorCode code) {
      return new KmsException(
          KmsException.KmsFailureKind.CREDENTIALS, code.text(), "No.", "", null);
    }
  }
}
