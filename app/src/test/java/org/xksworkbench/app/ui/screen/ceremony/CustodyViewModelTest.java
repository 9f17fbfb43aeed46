package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.current;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.player;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.written;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.evidence.Content.Custody.Move;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CeremonyWait;
import org.xksworkbench.bridge.ceremony.run.RecordPlan;

/// Who took what, as two people sign it.
@ExtendWith(CeremonyOnLoop.SharedCeremony.class)
class CustodyViewModelTest {

  private final CeremonyOnLoop on;

  @TempDir private Path work;

  CustodyViewModelTest(CeremonyOnLoop on) {
    this.on = on;
  }

  @AfterEach
  void leave() {
    on.leave();
  }

  @Test
  void two_people_sign_each_move_until_the_step_can_be_done() throws Exception {
    var run = on.begin(RecordPlan.TEXT);
    var photo = Files.writeString(work.resolve("bag.txt"), "a picture of the bag");
    run.forms().attachment().take(List.of(photo));
    run.forms().attachment().caption().set("The bag");
    run.forms().attachment().attach();
    var form = run.forms().custody();
    assertThat(form.item()).isEqualTo("HSM");
    assertThat(form.expectedBag()).isEqualTo("A 0017");
    assertThat(form.move().get()).isEqualTo(Move.TAKE);
    assertThat(form.first().get().id()).as("who acts").isEqualTo("operator");
    assertThat(form.second().get().id()).as("who confirms besides").isEqualTo("witness");

    form.texts().bag().set(" A 0017 ");
    form.photo().set(Optional.of(form.photos().getFirst()));
    assertThat(form.obstacle().get()).contains("Look at bag and seals");
    form.write();
    assertThat(written(run)).as("nobody looked").hasSize(1);
    form.intact().set(Optional.of(true));
    form.second().set(form.first().get());
    assertThat(form.obstacle().get()).contains("two different people");
    form.second().set(player(run, "witness"));
    form.write();
    assertThat(run.problem().get()).isNull();

    var line = written(run).getLast();
    assertThat(line.persons()).containsExactly("operator", "witness");
    assertThat(line.disclosedText("bag")).contains("A 0017");
    assertThat(line.disclosedText("expectedBag")).contains("A 0017");
    assertThat(line.signed().fields()).containsKey("photo").doesNotContainKey("seal");
    assertThat(form.move().get()).as("what the plan wants next").isEqualTo(Move.OPEN);
    assertThat(form.texts().bag().get()).as("of the move before").isEmpty();
    assertThat(form.intact().get()).as("somebody looks each time").isEmpty();

    run.sign(current(run).by());
    assertThat(Objects.requireNonNull(run.problem().get()).causes().toString())
        .contains("Written down so far: take");
    form.intact().set(Optional.of(true));
    form.write();
    run.sign(current(run).by());
    assertThat(run.problem().get()).isNull();
    assertThat(current(run).waiting()).isEqualTo(CeremonyWait.CONFIRMATION);
    assertThat(current(run).differences()).isEmpty();
  }

  @Test
  void a_hand_over_is_signed_first_by_who_gives_and_then_by_who_takes() {
    var run = on.begin(RecordPlan.TEXT);
    var form = run.forms().custody();
    form.move().set(Move.HAND_OVER);
    form.first().set(player(run, "auditor"));
    form.second().set(player(run, "witness"));
    form.intact().set(Optional.of(false));
    form.texts().place().set("Safe 2");
    form.write();
    var line = written(run).getLast();
    assertThat(line.persons()).containsExactly("auditor", "witness");
    assertThat(new LineWords(run.ceremony().get()).inFull(line))
        .contains("hand over: HSM", "not as they were left", "Place: Safe 2", "Arno, then Wanda");
  }

  @Test
  void what_is_entered_stays_when_a_passphrase_is_wrong() {
    var run = on.begin(RecordPlan.TEXT);
    var form = run.forms().custody();
    form.intact().set(Optional.of(true));
    form.texts().bag().set("A 0017");
    on.dialogs().knowing("Wanda", "not hers at all");
    form.write();
    assertThat(Objects.requireNonNull(run.problem().get()).causes().toString())
        .contains("not the passphrase of witness");
    assertThat(written(run)).isEmpty();
    assertThat(form.texts().bag().get()).isEqualTo("A 0017");
    on.dialogs().knowing("Wanda", CeremonyOnLoop.passphrase("Wanda"));
    form.write();
    assertThat(written(run)).hasSize(1);
  }
}
