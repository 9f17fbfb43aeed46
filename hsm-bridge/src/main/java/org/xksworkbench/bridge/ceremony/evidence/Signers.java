package org.xksworkbench.bridge.ceremony.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.xksworkbench.bridge.ceremony.format.KeyedSignature;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// Who signed a line: the running program, then its persons in their order, nobody else.
final class Signers {

  private final Participants people;

  Signers(Participants people) {
    this.people = people;
  }

  void check(EvidenceLine line, Consumer<String> findings) {
    var needed = SignersNeeded.of(line.content());
    var present = people.present();
    var persons = line.persons();
    if (new HashSet<>(persons).size() != persons.size()) {
      findings.accept("Somebody stands twice among its persons.");
    }
    if (!present.containsAll(persons)) {
      findings.accept("Somebody acts who does not take part, or has left.");
      return;
    }
    if (!needed.fits(persons.size(), present.size())
        || (needed == SignersNeeded.EVERYBODY && !persons.equals(present))) {
      findings.accept(
          "A line of the kind \"" + line.kind() + "\" is signed " + needed.words() + ".");
    }
    var keys = new ArrayList<VerifyingKey>();
    people.run().ifPresent(keys::add);
    persons.forEach(id -> people.present(id).map(Participant::key).ifPresent(keys::add));
    hold(keys, line.signed().signatures(), line.signed().message(), findings);
  }

  /// @param keys that must have signed, in their order
  static void hold(
      List<VerifyingKey> keys,
      List<KeyedSignature> signatures,
      byte[] message,
      Consumer<String> findings) {
    if (!keys.stream()
        .map(VerifyingKey::keyid)
        .toList()
        .equals(signatures.stream().map(KeyedSignature::keyid).toList())) {
      findings.accept("It is not signed by those who must sign it, each once, in their order.");
      return;
    }
    for (var at = 0; at < keys.size(); at++) {
      if (!keys.get(at).holds(message, signatures.get(at).signature())) {
        findings.accept("Signature " + (at + 1) + " does not hold.");
      }
    }
  }
}
