package org.xksworkbench.app.ui.screen.ceremony;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.dialog.GivenSecret;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.person.CardReader;
import org.xksworkbench.bridge.ceremony.person.PersonKey;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;

/// People who sign a line, one after the other, each with the passphrase or PIN of their own key.
/// Nothing of it is kept.
final class SigningPeople implements AutoCloseable {

  private static final Words WORDS = Words.of(SigningPeople.class);

  private final Map<String, GivenSecret.Passphrase> given = new LinkedHashMap<>();
  private final Map<String, Path> brought = new LinkedHashMap<>();

  /// A person who is asked.
  ///
  /// @param id by which lines name the person
  /// @param keypad whether they type a PIN at their card reader, and nothing here
  record AskedPerson(String id, String name, String role, boolean keypad) {}

  private SigningPeople() {}

  /// Asks everybody for their passphrase, and for the file of their key where it has to be brought
  /// again.
  ///
  /// @param what somebody of a name does by it
  /// @return empty if one of them does not enter it
  static Optional<SigningPeople> ask(
      Dialogs dialogs,
      Optional<CeremonyRun> run,
      List<AskedPerson> people,
      UnaryOperator<String> what) {
    var all = new SigningPeople();
    for (var person : people) {
      if (run.filter(one -> one.lacksKey(person.id())).isPresent()) {
        var file = dialogs.chooseFile(WORDS.text("ask.key-again", person.name()));
        if (file.isEmpty()) {
          all.close();
          return Optional.empty();
        }
        all.brought.put(person.id(), file.get());
      }
      if (person.keypad()) {
        all.given.put(person.id(), new GivenSecret.Passphrase(new char[0]));
        continue;
      }
      var secret =
          dialogs.askSecret(
              what.apply(person.name()),
              WORDS.text("ask.only", person.name(), person.role()),
              WORDS.text("ask.agree"));
      if (secret.isEmpty()) {
        all.close();
        return Optional.empty();
      }
      all.given.put(person.id(), secret.get());
    }
    return Optional.of(all);
  }

  /// Lets them sign. What they entered is wiped.
  ///
  /// @param cards where they put their cards
  void sign(Optional<CeremonyRun> run, CardReader cards, Consumer<List<PassphraseGiven>> signing) {
    try (this) {
      run.ifPresent(one -> brought.forEach((id, file) -> one.bring(id, PersonKey.at(file, cards))));
      var passphrases = new ArrayList<PassphraseGiven>();
      given.forEach((id, secret) -> passphrases.add(new PassphraseGiven(id, secret.characters())));
      signing.accept(List.copyOf(passphrases));
    }
  }

  @Override
  public void close() {
    given.values().forEach(GivenSecret.Passphrase::close);
  }
}
