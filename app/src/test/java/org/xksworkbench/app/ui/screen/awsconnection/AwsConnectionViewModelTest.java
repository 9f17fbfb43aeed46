package org.xksworkbench.app.ui.screen.awsconnection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.AwsCheck;
import org.xksworkbench.app.kms.AwsCheck.Outcome;
import org.xksworkbench.app.kms.AwsChecks;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.CallerIdentity;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.DirectTasks;

class AwsConnectionViewModelTest {

  private static final Outcome<CallerIdentity> CALLER =
      new Outcome.CheckAnswered<>(
          new CallerIdentity("1", "arn:aws:sts::1:role", Optional.empty(), Duration.ZERO));

  private final List<String> asked = new ArrayList<>();

  @Test
  void what_was_found_is_shown_and_copied_as_the_same_text_as_at_a_terminal() {
    var model =
        model((profile, region) -> {
          asked.add(profile.orElse("") + " in " + region.orElse(""));
          return check(CALLER, new Outcome.CheckAnswered<>(2));
        });
    assertThat(model.text()).isEmpty();
    model.check();
    model.check();
    assertThat(asked).containsExactly("prod in eu-west-1", "prod in eu-west-1");
    assertThat(model.found().get()).isNotNull();
    assertThat(AwsConnectionViewModel.failures(model.found().get())).isEmpty();
    assertThat(model.text())
        .contains("arn:aws:sts::1:role", "2 external key stores", "CN=Company", "HTTPS_PROXY");
    assertThat(model.busy().get()).isFalse();
  }

  @Test
  void the_same_failure_of_both_requests_is_told_once_and_two_failures_twice() {
    var refused = failure(KmsErrorCode.ENDPOINT_REFUSED);
    assertThat(failures(refused, refused)).hasSize(1);
    assertThat(failures(refused, failure(KmsErrorCode.ACCESS_DENIED)))
        .extracting(Problem::code)
        .containsExactly("EndpointRefused", "AccessDeniedException");
  }

  @Test
  void what_cannot_be_checked_is_a_problem_in_its_place() {
    var model =
        model((_, _) -> {
          throw failure(KmsErrorCode.SDK_CONFIGURATION);
        });
    model.check();
    assertThat(model.problem().get()).isNotNull();
    assertThat(model.found().get()).isNull();
  }

  @Test
  void back_leads_where_the_user_came_from() {
    var model = model((_, _) -> check(CALLER, new Outcome.CheckAnswered<>(0)));
    assertThat(model.canGoBack()).isTrue();
    model.goBack();
    assertThat(asked).containsExactly("back");
  }

  private AwsConnectionViewModel model(AwsChecks checks) {
    return new AwsConnectionViewModel(
        "prod",
        Optional.of("eu-west-1"),
        checks,
        new DirectTasks(),
        Optional.of(() -> asked.add("back")));
  }

  private static List<Problem> failures(KmsException caller, KmsException keyStores) {
    return AwsConnectionViewModel.failures(
        check(new Outcome.CheckFailed<>(caller), new Outcome.CheckFailed<>(keyStores)));
  }

  private static KmsException failure(KmsErrorCode code) {
    return new KmsException(KmsException.KmsFailureKind.REFUSED, code.text(), "words", "", null);
  }

  private static AwsCheck check(Outcome<CallerIdentity> caller, Outcome<Integer> keyStores) {
    return new AwsCheck(
        new AwsCheck.Choice("prod", "named"),
        new AwsCheck.Choice("eu-west-1", ""),
        new AwsCheck.SettingSource(
            AwsProfile.ProfileKind.STATIC, "the access key in config, line 2"),
        "the authorities of Java",
        List.of(
            new AwsCheck.Host(
                "AWS KMS",
                URI.create("https://kms.eu-west-1.amazonaws.com/"),
                Optional.empty(),
                Optional.of("proxy:1"),
                "HTTPS_PROXY names it",
                Optional.of("CN=Company"),
                Optional.empty())),
        caller,
        keyStores);
  }
}
