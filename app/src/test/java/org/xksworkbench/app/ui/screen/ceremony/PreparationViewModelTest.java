package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.PEOPLE;
import static org.xksworkbench.app.ui.screen.ceremony.CeremonyOnLoop.passphrase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ui.screen.ceremony.CeremoniesViewModel.CeremonyPage;
import org.xksworkbench.app.ui.screen.ceremony.PreparationViewModel.EnvironmentLine;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.bridge.ceremony.person.KeyFile;

/// A ceremony that begins with the wrong people, token or key cannot be mended afterwards.
@ExtendWith(CeremonyOnLoop.SharedCeremony.class)
class PreparationViewModelTest {

  private final CeremonyOnLoop on;

  PreparationViewModelTest(CeremonyOnLoop on) {
    this.on = on;
  }

  @AfterEach
  void leave() {
    on.leave();
  }

  @Test
  void what_is_still_needed_is_said_one_after_the_other_and_nothing_begins_before() {
    var preparation = on.prepare();
    var needed = new ArrayList<String>();
    for (var seat : preparation.seats()) {
      needed.add(preparation.obstacle().get());
      preparation.begin();
      seat.name().set(PEOPLE.get(seat.role().id()));
      needed.add(preparation.obstacle().get());
      preparation.takeSecret(seat);
    }
    assertThat(needed)
        .containsExactly(
            "Enter the name of the operator.",
            "Let Olga choose a passphrase or bring a key.",
            "Enter the name of the witness.",
            "Let Wanda choose a passphrase or bring a key.",
            "Enter the name of the auditor.",
            "Let Arno choose a passphrase or bring a key.");
    assertThat(on.screen().page().get()).isInstanceOf(CeremonyPage.PreparationPage.class);
    assertThat(on.ceremonies().run()).isEmpty();
    preparation.folder().set(" ");
    assertThat(preparation.obstacle().get()).isEqualTo("Choose the folder for the evidence.");
  }

  @Test
  void two_people_cannot_choose_the_same_passphrase() {
    var preparation = on.prepare();
    on.dialogs().knowing("Wanda", passphrase("Olga"));
    var seats = preparation.seats();
    seats.forEach(seat -> seat.name().set(PEOPLE.get(seat.role().id())));
    preparation.takeSecret(seats.get(0));
    preparation.takeSecret(seats.get(1));
    assertThat(Objects.requireNonNull(preparation.problem().get()).causes())
        .anyMatch(cause -> cause.contains("same passphrase"));
    assertThat(preparation.obstacle().get())
        .isEqualTo("Let Wanda choose a passphrase or bring a key.");
    on.dialogs().knowing("Wanda", passphrase("Wanda"));
    preparation.takeSecret(seats.get(1));
    assertThat(preparation.problem().get()).isNull();
    assertThat(preparation.obstacle().get()).startsWith("Let Arno choose");
  }

  @Test
  void a_person_brings_a_key_of_their_own_and_nobody_else_has_it(@TempDir Path stick) {
    var file = stick.resolve("wanda.pem");
    var key = KeyFile.create(file, passphrase("Wanda").toCharArray());
    var preparation = on.seated();
    on.dialogs().choosing(file).bringing(true);
    preparation.takeSecret(preparation.seats().get(1));
    assertThat(preparation.seats().get(1).secret().get()).isEqualTo("key in wanda.pem");
    preparation.takeSecret(preparation.seats().get(2));
    assertThat(Objects.requireNonNull(preparation.problem().get()).causes().toString())
        .contains("Wanda has this very key");
    on.dialogs().bringing(false);
    preparation.place().set("Vienna, room 4");
    preparation.begin();
    assertThat(preparation.problem().get()).isNull();
    assertThat(on.running().ceremony().get().people().get(1).key()).isEqualTo(key.key().keyid());
  }

  @Test
  void who_enters_a_wrong_passphrase_opens_nothing() {
    var preparation = on.seated();
    on.dialogs().knowing("Arno", "a wrong passphrase");
    preparation.begin();
    assertThat(Objects.requireNonNull(preparation.problem().get()).causes().getFirst())
        .contains("not the passphrase of Arno");
    assertThat(on.ceremonies().run()).isEmpty();
    on.dialogs().knowing("Arno", passphrase("Arno"));
    preparation.begin();
    assertThat(on.ceremonies().run()).isPresent();
  }

  @Test
  void nobody_plays_two_roles_not_even_in_another_spelling() {
    var preparation = on.seated();
    preparation.seats().get(2).name().set(" OLGA");
    assertThat(preparation.obstacle().get())
        .isEqualTo("Two roles have the same person. Every role needs a person of its own.");
    preparation.begin();
    assertThat(on.ceremonies().run()).isEmpty();
  }

  @Test
  void a_name_that_is_corrected_after_the_passphrase_is_the_one_in_the_ceremony() {
    var preparation = on.seated();
    preparation.seats().getFirst().name().set("Olga Olsen");
    preparation.begin();
    assertThat(on.running().ceremony().get().people())
        .anyMatch(player -> player.name().equals("Olga Olsen"))
        .noneMatch(player -> player.name().equals("Olga"));
  }

  @Test
  void the_evidence_goes_to_a_folder_of_its_own_in_the_one_that_is_chosen(@TempDir Path stick) {
    var preparation = on.seated();
    var proposed = Path.of(preparation.folder().get());
    assertThat(proposed).hasParentRaw(on.root()).doesNotExist();
    on.dialogs().choosing(stick);
    preparation.chooseFolder();
    var chosen = Path.of(preparation.folder().get());
    assertThat(chosen).hasParentRaw(stick);
    // The minute may have changed since the first was proposed.
    assertThat(chosen.getFileName().toString()).matches("\\d{4}-\\d\\d-\\d\\d-\\d{4}-external-key");
    preparation.begin();
    assertThat(stick).isNotEmptyDirectory();
    assertThat(proposed).doesNotExist();
  }

  @Test
  void the_token_that_is_logged_in_to_and_the_environment_are_shown_before_anything_begins() {
    var preparation = on.prepare();
    var token = on.hsm().status().token().orElseThrow();
    assertThat(preparation.token().get())
        .isEqualTo(token.label() + ", " + token.model() + ", serial " + token.serial());
    assertThat(preparation.module()).contains("softhsm");
    assertThat(((Loadable.Ready<List<EnvironmentLine>>) preparation.environment().get()).value())
        .isNotEmpty()
        .allMatch(EnvironmentLine::same);
  }

  @Test
  void a_binding_that_cannot_be_read_is_told_with_its_line_and_the_token_stays(@TempDir Path folder)
      throws IOException {
    var preparation = on.prepare();
    var before = preparation.token().get();
    on.dialogs()
        .choosing(
            Files.writeString(folder.resolve("binding.yaml"), "module: /lib/x.so\nslot: 1\n"));
    preparation.useBinding();
    assertThat(Objects.requireNonNull(preparation.problem().get()).causes().toString())
        .contains("binding.yaml", "slot");
    assertThat(preparation.token().get()).isEqualTo(before);
  }

  @Test
  void going_back_begins_nothing_and_forgets_the_people() {
    on.seated().back();
    assertThat(on.ceremonies().run()).isEmpty();
    assertThat(on.prepare().seats())
        .allMatch(seat -> seat.name().get().isEmpty() && seat.secret().get().isEmpty());
  }
}
