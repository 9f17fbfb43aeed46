package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.candidates;
import static org.xksworkbench.app.ui.screen.createkey.FormOnLoop.report;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.externalkey.ExternalKeyCheck;
import org.xksworkbench.app.externalkey.ExternalKeyChoice;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.Requirement;

@ExtendWith(FormOnLoop.SharedForm.class)
class ExternalKeyStepViewModelTest {

  private final FormOnLoop on;

  ExternalKeyStepViewModelTest(FormOnLoop on) {
    this.on = on;
  }

  @Test
  void keys_of_the_token_are_offered_with_the_reason_against_them() {
    var choices = candidates(on.form("main")).choices();
    assertThat(choices)
        .extracting(choice -> choice.key().label())
        .contains("fit-2", "used", "short", "one-way");
    assertThat(choice(choices, "xks-health").selectable()).isFalse();
    assertThat(choice(choices, "xks-health").reason()).contains("health check");
    assertThat(choice(choices, "xks-health").awsError()).contains(KmsErrorCode.XKS_KEY_NOT_FOUND);
    assertThat(choices)
        .extracting(ExternalKeyChoice::selectable)
        .as("those that can be chosen come first")
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(choice(choices, "used").reason()).contains("alias/used");
    assertThat(choice(choices, "used").awsError()).contains(KmsErrorCode.XKS_KEY_ALREADY_IN_USE);
    assertThat(choice(choices, "short").reason()).contains("128 bits");
    assertThat(choice(choices, "one-way").reason()).contains("CKA_DECRYPT");
    assertThat(choice(choices, "fit-2").selectable()).isTrue();
  }

  @Test
  void a_key_of_another_key_store_may_be_used_here_too_with_a_warning() {
    var form = on.form("main");
    var stored = choice(candidates(form).choices(), "stored");
    assertThat(stored.selectable()).isTrue();
    assertThat(stored.awsError()).isEmpty();
    assertThat(stored.fitness().lacks(Requirement.NOT_USED_ELSEWHERE)).isTrue();
    assertThat(stored.reason()).isEqualTo("Another key store uses the key: alias/stored.");
    form.externalKey().pick("stored");
    assertThat(report(form).result()).isEqualTo(ExternalKeyCheck.Result.GOOD);
    assertThat(report(form).checks().getFirst().found()).contains("alias/stored", "nothing else");
    assertThat(choice(candidates(on.form("off")).choices(), "stored").reason())
        .as("in its own key store")
        .isEqualTo("The key is in use already: alias/stored.");
  }

  @Test
  void a_fit_key_is_found_fit_by_kms_proxy_and_token_with_the_time_it_took() {
    var form = on.form("main");
    form.externalKey().pick("fit-2");
    var report = report(form);
    assertThat(report.result()).isEqualTo(ExternalKeyCheck.Result.GOOD);
    assertThat(report.checks())
        .extracting(ExternalKeyCheck::what)
        .containsExactly("AWS KMS", "Proxy", "Token");
    assertThat(report.checks().get(1).took()).isPresent();
    assertThat(report.checks().get(1).found()).contains("ENABLED", "AES_256");
  }

  @Test
  void what_is_typed_is_checked_when_the_typing_ends() {
    var form = on.form("main");
    form.externalKey().type("fi");
    form.externalKey().type("fit-2");
    assertThat(form.externalKey().report().get()).isNull();
    on.tasks().runScheduled();
    assertThat(report(form).xksKeyId()).isEqualTo("fit-2");
    form.externalKey().type("no spaces allowed");
    on.tasks().runScheduled();
    assertThat(form.externalKey().report().get()).as("no legal ID, nothing is asked").isNull();
  }

  @Test
  void of_another_proxy_nothing_is_claimed() {
    var form = on.form("main", OwnProxy.none());
    form.externalKey().pick("fit-2");
    assertThat(report(form).result()).isEqualTo(ExternalKeyCheck.Result.UNKNOWN);
  }

  private static ExternalKeyChoice choice(List<ExternalKeyChoice> choices, String label) {
    return choices.stream()
        .filter(choice -> choice.key().label().equals(label))
        .findFirst()
        .orElseThrow();
  }
}
