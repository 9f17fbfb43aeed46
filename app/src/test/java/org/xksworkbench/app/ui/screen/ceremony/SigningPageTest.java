package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.current;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.player;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CeremonyWait;

/// What a person has before their eyes when they sign is what they sign.
@ExtendWith(CeremonyOnLoop.SharedCeremony.class)
class SigningPageTest {

  private final CeremonyOnLoop on;

  SigningPageTest(CeremonyOnLoop on) {
    this.on = on;
  }

  @AfterEach
  void leave() {
    on.leave();
  }

  private static SigningPage page(RunViewModel run) {
    return run.page().get().orElseThrow();
  }

  @Test
  void it_says_who_signs_what_on_which_line_and_what_they_signed_before() {
    var run = on.begin();
    on.sign(run);
    assertThat(current(run).waiting()).isEqualTo(CeremonyWait.CONFIRMATION);
    var operator = player(run, "operator");
    on.dialogs().asked().clear();
    run.begin(operator);
    assertThat(on.dialogs().asked()).as("nobody is asked before they read").isEmpty();
    var page = page(run);
    assertThat(page.statement())
        .isEqualTo(
            "I, Olga (Operator), confirm that this was done, and that what came is what stands"
                + " below: "
                + current(run).title()
                + ".");
    assertThat(page.key()).isEqualTo(String.join(" ", operator.key().words().subList(0, 4)));
    assertThat(page.plan())
        .isEqualTo(String.join(" ", run.ceremony().get().plan().words().subList(0, 4)));
    assertThat(page.head()).isEqualTo(String.join(" ", run.ceremony().get().head().words()));
    assertThat(page.line()).isEqualTo(run.ceremony().get().head().line());
    assertThat(page.signed())
        .extracting(SigningPage.SignedLineWords::words)
        .containsExactly("The opening");
    assertThat(page.signature()).isEqualTo(2);

    run.sign(page.player());
    assertThat(run.problem().get()).isNull();
    assertThat(run.page().get()).as("it is signed").isEmpty();
    var line = on.ceremonies().run().orElseThrow().signedBy("operator").getLast();
    assertThat(line.disclosedText("shown"))
        .as("the hash of the very text of the page")
        .contains(Fingerprint.of("xks-workbench ceremony shown 2\n" + page.text()).hex());
    run.begin(player(run, "witness"));
    assertThat(page(run).signature()).isEqualTo(2);
    assertThat(page(run).text()).contains("confirms: Witness, Wanda");
  }

  @Test
  void whoever_is_not_asked_has_no_page_and_who_acts_signs_afterwards() {
    var run = on.begin();
    run.begin(current(run).by());
    assertThat(run.page().get()).as("an act is signed after it").isEmpty();
    assertThat(current(run).waiting()).isEqualTo(CeremonyWait.CONFIRMATION);
    run.begin(player(run, "operator"));
    run.sign(player(run, "operator"));
    assertThat(SigningPage.awaits(run.ceremony().get(), player(run, "operator"))).isFalse();
  }

  @Test
  void a_wrong_passphrase_leaves_the_page_and_the_line_that_tells_of_it_is_on_it() {
    var run = on.begin();
    on.sign(run);
    run.begin(player(run, "operator"));
    var before = page(run);
    on.dialogs().knowing("Olga", "not hers at all");
    run.sign(before.player());
    assertThat(run.problem().get()).isNotNull();
    assertThat(page(run).line()).isEqualTo(before.line() + 1);
    assertThat(page(run).head()).isNotEqualTo(before.head());
    assertThat(page(run).text()).isNotEqualTo(before.text());
  }

  @Test
  void who_reads_the_page_refuses_from_it_and_goes_back_without_a_trace() {
    var run = on.begin();
    on.sign(run);
    var before = run.ceremony().get().fingerprint();
    run.begin(player(run, "operator"));
    run.closePage();
    assertThat(run.page().get()).isEmpty();
    assertThat(run.ceremony().get().fingerprint()).isEqualTo(before);
    run.begin(player(run, "operator"));
    run.open(Interlude.REFUSAL);
    assertThat(run.ticks().get(player(run, "operator")).get()).as("it is theirs").isTrue();
    run.reason().set("The serial was not read aloud");
    run.record();
    assertThat(run.problem().get()).isNull();
    assertThat(run.page().get()).isEmpty();
    assertThat(current(run).trouble()).isEqualTo("Olga refused: The serial was not read aloud");
    run.open(Interlude.DEVIATION);
    assertThat(run.ticks().values()).noneMatch(tick -> tick.get());
  }

  @Test
  void who_is_asked_again_in_the_next_step_opens_that_page_themselves() {
    var run = on.begin();
    on.upTo(run, "free");
    var witness = player(run, "witness");
    while (!current(run).awaitedPeople().equals(List.of(witness))) {
      on.sign(run);
    }
    run.begin(witness);
    run.sign(witness);
    assertThat(current(run).id()).isEqualTo("generate");
    assertThat(current(run).awaitedPeople()).contains(witness);
    assertThat(run.page().get()).isEmpty();
  }

  @Test
  void what_cannot_be_undone_and_what_came_otherwise_is_said_in_the_statement() {
    var run = on.begin();
    on.upTo(run, "clock");
    CeremonyOnLoop.entries(run).values().forEach(field -> field.set(on.farFromNow()));
    run.sign(current(run).by());
    on.record(run, Interlude.DEVIATION, "The other clock is not set", 2);
    var by = current(run).awaitedPeople().getFirst();
    run.begin(by);
    assertThat(page(run).statement())
        .contains("with 1 not as expected, on which two people agreed");
    run.closePage();
    on.upTo(run, "generate");
    run.begin(current(run).awaitedPeople().getFirst());
    assertThat(page(run).statement()).contains("I know that it cannot be undone");
  }
}
