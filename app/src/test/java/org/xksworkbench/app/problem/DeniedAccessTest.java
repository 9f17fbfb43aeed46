package org.xksworkbench.app.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;

/// Denied requests, in the forms that the IAM User Guide names.
class DeniedAccessTest {

  private static final String WHO =
      "User: arn:aws:iam::111122223333:user/ada is not authorized to perform: kms:CreateKey on"
          + " resource: arn:aws:kms:eu-central-1:111122223333:key/k ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "because no identity-based policy allows the kms:CreateKey action | No policy of the type"
            + " identity-based allows it. | for this permission",
        "because no resource-based policy allows the kms:CreateKey action | resource-based allows |"
            + " in the key policy",
        "with an explicit deny in a service control policy | type service control forbids it. |"
            + " organization",
        "with an explicit deny in an identity-based policy: arn:aws:iam::1:policy/p | forbids it:"
            + " arn:aws:iam::1:policy/p. | take the deny away",
        "because no VPC endpoint policy allows the kms:CreateKey action | VPC endpoint allows | VPC"
            + " endpoint",
        "'' | ada may not kms:CreateKey on arn:aws:kms: | that the details name"
      })
  void who_what_and_which_policy_are_told_and_who_can_help(String why, String cause, String next) {
    var problem = problem(WHO + why);
    assertThat(problem.causes().getFirst())
        .isEqualTo(
            "arn:aws:iam::111122223333:user/ada may not kms:CreateKey on"
                + " arn:aws:kms:eu-central-1:111122223333:key/k.");
    assertThat(String.join(" ", problem.causes())).contains(cause);
    assertThat(problem.nextStep()).contains(next);
    assertThat(problem.technicalDetail()).startsWith("User: ");
  }

  @Test
  void a_text_of_another_form_is_explained_as_before() {
    assertThat(problem("no").causes().getFirst()).startsWith("The IAM policies of your user");
  }

  private static Problem problem(String message) {
    return Problems.of(
        new KmsException(
            KmsException.KmsFailureKind.REFUSED,
            KmsErrorCode.ACCESS_DENIED.text(),
            message,
            "r",
            null));
  }
}
