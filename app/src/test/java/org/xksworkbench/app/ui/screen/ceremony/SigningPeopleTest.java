package org.xksworkbench.app.ui.screen.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.screen.ceremony.SigningPeople.AskedPerson;

/// Who is asked for a secret, and who is not.
class SigningPeopleTest {

  @Test
  void who_has_a_keypad_is_asked_for_nothing_here() {
    var dialogs = new ScriptedDialogs().knowing("Olga", "hers alone");
    var signing =
        SigningPeople.ask(
                dialogs,
                Optional.empty(),
                List.of(
                    new AskedPerson("auditor", "Arno", "Auditor", true),
                    new AskedPerson("operator", "Olga", "Operator", false)),
                by -> by + " signs")
            .orElseThrow();
    assertThat(dialogs.asked()).hasSize(1).first().asString().startsWith("Olga signs");
    var secrets = new ArrayList<String>();
    signing.sign(
        Optional.empty(),
        _ -> {
          throw new AssertionError("nobody brings a card again");
        },
        given ->
            given.forEach(one -> secrets.add(one.person() + ":" + new String(one.passphrase()))));
    assertThat(secrets).containsExactly("auditor:", "operator:hers alone");
  }
}
