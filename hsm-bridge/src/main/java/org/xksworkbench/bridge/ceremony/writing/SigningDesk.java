package org.xksworkbench.bridge.ceremony.writing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.person.LineSigner;
import org.xksworkbench.bridge.ceremony.person.PersonKey;

/// Where people sign: each opens their own key by a passphrase or a PIN, for one line. One that is
/// wrong is recorded before anybody is told so.
public final class SigningDesk {

  private static final int TRIES_BEFORE_WAITING = 3;
  private static final int TRIES = 10;
  private static final long WAITING_MILLIS = 60_000;

  private final TranscriptWriter writer;
  private final Map<String, PersonKey> keys;
  private final MachineTime time;
  private final Map<String, WrongTries> wrong = new HashMap<>();

  /// What somebody got wrong since they were right.
  ///
  /// @param since when the last one was, in milliseconds since the machine began
  private record WrongTries(int inRow, long since) {}

  /// A person at the desk.
  ///
  /// @param passphrase wiped by the caller after the call
  public record PassphraseGiven(String person, char[] passphrase) {
    @Override
    public String toString() {
      return "PassphraseGiven[" + person + "]";
    }
  }

  /// @param keys by the ID of the person
  public SigningDesk(
      TranscriptWriter writer, Map<String, ? extends PersonKey> keys, MachineTime time) {
    this.writer = writer;
    this.keys = new HashMap<>(keys);
    this.time = time;
  }

  /// A person's key from now on.
  public void know(String person, PersonKey key) {
    keys.put(person, key);
  }

  /// Lets people sign a line, and writes it.
  ///
  /// @param composing what they sign; it is composed when all keys are open, as a line that tells
  ///   of a wrong passphrase may come before it
  /// @param given by everybody who signs, in any order
  /// @throws CeremonyException if a passphrase is wrong, or must not be tried now; nothing but that
  ///   was recorded
  public EvidenceLine write(Supplier<ComposedLine> composing, List<PassphraseGiven> given) {
    var open = new ArrayList<LineSigner>();
    try {
      for (var each : given) {
        open.add(open(each));
      }
      var line = composing.get();
      open.forEach(line::sign);
      return writer.append(line);
    } finally {
      open.forEach(LineSigner::close);
    }
  }

  private LineSigner open(PassphraseGiven given) {
    var person = given.person();
    var key = keys.get(person);
    if (key == null || !(writer.lines().isEmpty() || writer.present().contains(person))) {
      throw new CeremonyException(
          "Nobody with the ID \""
              + person
              + "\" signs with a key here, or they have left for good.");
    }
    var before = wrong.getOrDefault(person, new WrongTries(0, 0));
    requireMayTry(person, before);
    var held = key.open(given.passphrase());
    if (held.isPresent()) {
      wrong.remove(person);
      return held.get();
    }
    var now = new WrongTries(before.inRow() + 1, time.now().up());
    wrong.put(person, now);
    writer.append(
        LineDraft.of(
            new Content.WrongSecret(
                person,
                key.onToken()
                    ? Content.WrongSecret.SecretKind.PIN
                    : Content.WrongSecret.SecretKind.PASSPHRASE,
                now.inRow())));
    throw new CeremonyException(
        "That is not the "
            + key.secretWord()
            + " of "
            + person
            + ". It is recorded that it was wrong, "
            + now.inRow()
            + " in a row; nothing else was.");
  }

  private void requireMayTry(String person, WrongTries before) {
    if (before.inRow() >= TRIES) {
      throw new CeremonyException(
          TRIES
              + " passphrases of "
              + person
              + " in a row were wrong, and this program tries no more of them. Pause the ceremony;"
              + " it can be resumed with the passphrase.");
    }
    var waited = time.now().up() - before.since();
    if (before.inRow() > 0
        && before.inRow() % TRIES_BEFORE_WAITING == 0
        && waited < WAITING_MILLIS) {
      throw new CeremonyException(
          before.inRow()
              + " passphrases of "
              + person
              + " in a row were wrong. The next one can be tried in "
              + (WAITING_MILLIS - waited + 999) / 1_000
              + " seconds.");
    }
  }
}
