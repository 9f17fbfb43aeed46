package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.current;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.entries;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.passphrase;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesViewModel.CeremonyPage;
import org.xksworkbench.app.ui.task.ThreadedTasks;
import org.xksworkbench.bridge.ceremony.evidence.Content.Deviated.Concern;
import org.xksworkbench.bridge.ceremony.run.CeremonyProgress;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot;
import org.xksworkbench.bridge.ceremony.transcript.Event;

/// Who signs off what: an act that was done once is in the transcript for good.
@ExtendWith(CeremonyOnLoop.SharedCeremony.class)
class RunViewModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final CeremonyOnLoop on;

  RunViewModelTest(CeremonyOnLoop on) {
    this.on = on;
  }

  @AfterEach
  void leave() {
    on.leave();
  }

  @Test
  void the_operator_cannot_confirm_for_the_witness() {
    var run = on.begin();
    on.sign(run);
    on.sign(run);
    on.dialogs().knowing("Wanda", passphrase("Olga"));
    var before = run.ceremony().get().fingerprint();
    on.sign(run);
    assertThat(Objects.requireNonNull(run.problem().get()).causes())
        .anyMatch(cause -> cause.contains("not the passphrase of witness"));
    assertThat(run.ceremony().get().fingerprint()).as("it is recorded").isNotEqualTo(before);
    assertThat(current(run).waiting()).isEqualTo(CeremonySnapshot.CeremonyWait.CONFIRMATION);
    on.dialogs().knowing("Wanda", passphrase("Wanda"));
    on.sign(run);
    assertThat(run.problem().get()).isNull();
  }

  @Test
  void of_a_quorum_everybody_is_asked_until_enough_have_agreed() {
    var run =
        on.begin(
            """
            ceremony: 2
            title: Two of three
            roles:
              operator: {title: Operator}
              custodian-1: {title: Custodian One}
              custodian-2: {title: Custodian Two}
              custodian-3: {title: Custodian Three}
            steps:
              - id: unlock
                title: The HSM is unlocked
                do: say
                say: Present your cards.
                by: operator
                quorum: {of: [custodian-1, custodian-2, custodian-3], need: 2}
              - {id: end, title: The end, do: export, by: operator, confirm: [custodian-1]}
            """);
    assertThat(StepParts.roles(current(run)))
        .isEqualTo(
            "2 OF CUSTODIAN ONE, CUSTODIAN TWO, CUSTODIAN THREE AUTHORISE, OPERATOR ACTS,"
                + " OPERATOR CONFIRMS");
    run.sign(CeremonyOnLoop.player(run, "custodian-3"));
    assertThat(run.problem().get()).isNull();
    assertThat(current(run).awaitedPeople())
        .extracting(CeremonySnapshot.Player::id)
        .containsExactly("custodian-1", "custodian-2");
    run.sign(CeremonyOnLoop.player(run, "custodian-1"));
    assertThat(current(run).waiting()).isEqualTo(CeremonySnapshot.CeremonyWait.ACT);
    assertThat(current(run).authorisations())
        .extracting(one -> one.player().id())
        .containsExactly("custodian-1", "custodian-3");
    run.sign(current(run).by());
    on.sign(run);
    assertThat(current(run).id()).isEqualTo("end");
  }

  @Test
  void what_came_otherwise_stops_the_step_until_two_people_agree_on_a_deviation() {
    var run = on.begin();
    on.upTo(run, "clock");
    entries(run).values().forEach(field -> field.set(on.farFromNow()));
    run.sign(current(run).by());
    var step = current(run);
    assertThat(step.waiting()).isEqualTo(CeremonySnapshot.CeremonyWait.DECISION);
    assertThat(step.differences()).containsExactly("within: expected \"yes\", came \"no\"");

    run.open(Interlude.DEVIATION);
    assertThat(run.obstacle().get()).contains("reason");
    run.reason().set("The other clock is not set");
    run.ticks().entrySet().iterator().next().getValue().set(true);
    assertThat(run.obstacle().get()).isEqualTo("Tick 2 people at least.");
    run.ticks().values().forEach(tick -> tick.set(true));
    run.concern().set(Concern.EQUIPMENT);
    run.record();
    assertThat(run.problem().get()).isNull();
    assertThat(run.interlude().get()).isEmpty();
    assertThat(on.ceremonies().run().orElseThrow().entries().getLast().event())
        .isInstanceOfSatisfying(
            Event.Deviated.class,
            event ->
                assertThat(event.reason()).isEqualTo("The other clock is not set (equipment)"));
    while (current(run).id().equals("clock")) {
      on.sign(run);
    }
    var view = run.ceremony().get();
    assertThat(view.deviations()).isOne();
    assertThat(view.steps().get(2).mark()).isEqualTo(CeremonySnapshot.StepMark.DEVIATED);
  }

  @Test
  void what_is_entered_in_the_wrong_form_is_told_and_not_recorded() {
    var run = on.begin();
    on.upTo(run, "clock");
    var before = run.ceremony().get().fingerprint();
    on.signAsItStands(run);
    assertThat(Objects.requireNonNull(run.problem().get()).headline())
        .isEqualTo("Something is not entered yet");
    entries(run).values().forEach(field -> field.set("noon"));
    on.signAsItStands(run);
    assertThat(Objects.requireNonNull(run.problem().get()).causes().getFirst())
        .contains("\"noon\"");
    assertThat(run.ceremony().get().fingerprint()).isEqualTo(before);
    assertThat(entries(run).values())
        .as("to be corrected, not typed anew")
        .allMatch(field -> field.get().equals("noon"));
  }

  @Test
  void a_pause_and_a_break_stop_everything_until_somebody_says_that_it_goes_on() {
    var run = on.begin();
    on.record(run, Interlude.PAUSE, "The camera is adjusted", 1);
    assertThat(run.ceremony().get().mode()).isEqualTo(CeremonyProgress.CeremonyMode.PAUSED);
    run.open(Interlude.DEVIATION);
    assertThat(run.interlude().get()).isEmpty();
    run.open(Interlude.CONTINUATION);
    run.reason().set("aardvark aardvark aardvark aardvark");
    run.ticks().values().forEach(tick -> tick.set(true));
    run.record();
    assertThat(Objects.requireNonNull(run.problem().get()).causes().toString())
        .contains("not the words of the last line");
    on.goOn(run, 1);
    assertThat(run.ceremony().get().mode()).isEqualTo(CeremonyProgress.CeremonyMode.RUNNING);
    on.record(run, Interlude.BREAK, "Lunch", 2);
    assertThat(run.ceremony().get().mode()).isEqualTo(CeremonyProgress.CeremonyMode.ON_BREAK);
    on.goOn(run, 2);
    assertThat(run.ceremony().get().mode()).isEqualTo(CeremonyProgress.CeremonyMode.RUNNING);
  }

  @Test
  void an_interlude_that_is_opened_again_starts_with_nobody_ticked_and_no_reason() {
    var run = on.begin();
    run.open(Interlude.DEVIATION);
    run.reason().set("By mistake");
    run.leavesOut().set(true);
    run.ticks().values().forEach(tick -> tick.set(true));
    run.closeInterlude();
    assertThat(run.obstacle().get()).isEmpty();
    run.record();
    run.open(Interlude.ABORT);
    assertThat(run.reason().get()).isEmpty();
    assertThat(run.leavesOut().get()).isFalse();
    assertThat(run.ticks().values()).noneMatch(tick -> tick.get());
    assertThat(run.ceremony().get().mode())
        .as("nobody agreed")
        .isEqualTo(CeremonyProgress.CeremonyMode.RUNNING);
  }

  @Test
  void a_pause_is_said_by_one_person_alone() {
    var run = on.begin();
    run.open(Interlude.PAUSE);
    run.reason().set("The camera is adjusted");
    assertThat(run.obstacle().get()).isEqualTo("Tick the person who says so.");
    run.ticks().values().forEach(tick -> tick.set(true));
    assertThat(run.obstacle().get()).isEqualTo("Tick one person.");
    run.record();
    assertThat(run.ceremony().get().mode()).isEqualTo(CeremonyProgress.CeremonyMode.RUNNING);
  }

  @Test
  void while_an_act_is_at_work_nobody_signs_it_a_second_time() {
    on.sign(on.begin());
    var before = current(on.running());
    try (var tasks = new ThreadedTasks()) {
      on.comeBack(tasks);
      var run = on.running();
      on.dialogs().asked().clear();
      run.sign(before.awaitedPeople().getFirst());
      run.sign(before.awaitedPeople().getFirst());
      assertThat(run.busy().get()).isTrue();
      assertThat(on.dialogs().asked()).as("for one passphrase").hasSize(1);
      tasks.await("that it is signed", PATIENCE, () -> !run.busy().get());
      assertThat(run.problem().get()).isNull();
      assertThat(current(run)).isNotEqualTo(before);
    }
  }

  @Test
  void a_ceremony_is_let_go_of_after_a_question_and_waits_on_the_first_page() {
    var run = on.begin();
    on.sign(run);
    run.leave();
    assertThat(on.ceremonies().run()).as("nobody said yes").isPresent();
    on.dialogs().confirming();
    run.leave();
    assertThat(on.screen().page().get()).isInstanceOf(CeremonyPage.StartPage.class);
    assertThat(on.ceremonies().run()).isEmpty();
    assertThat(on.start().unfinished()).hasSize(1);
    on.start().resume(on.start().unfinished().getFirst().folder());
    assertThat(on.running().ceremony().get().mode())
        .isEqualTo(CeremonyProgress.CeremonyMode.INTERRUPTED);
    on.running().open(Interlude.ABORT);
    assertThat(on.running().interlude().get()).as("first it goes on").isEmpty();
  }

  @Test
  void somebody_refuses_only_what_they_are_asked_to_sign() {
    var run = on.begin();
    run.open(Interlude.REFUSAL);
    assertThat(run.interlude().get()).as("nobody is asked before the act").isEmpty();
    on.sign(run);
    on.record(run, Interlude.REFUSAL, "I did not hear it", 1);
    assertThat(current(run).waiting()).isEqualTo(CeremonySnapshot.CeremonyWait.DECISION);
    assertThat(current(run).trouble()).isEqualTo("Olga refused: I did not hear it");
  }
}
