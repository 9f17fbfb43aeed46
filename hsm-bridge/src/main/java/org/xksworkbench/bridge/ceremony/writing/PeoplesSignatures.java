package org.xksworkbench.bridge.ceremony.writing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Participant;
import org.xksworkbench.bridge.ceremony.format.KeyedSignature;
import org.xksworkbench.bridge.ceremony.person.LineSigner;

/// The signatures of several people under one message, as they come.
final class PeoplesSignatures {

  private final List<Participant> signers;
  private final byte[] message;
  private final Map<Fingerprint, KeyedSignature> signatures = new HashMap<>();

  /// @param signers who have to sign, in their order
  PeoplesSignatures(List<Participant> signers, byte[] message) {
    this.signers = List.copyOf(signers);
    this.message = message.clone();
  }

  /// Who still has to sign, in their order.
  List<String> missing() {
    return signers.stream()
        .filter(person -> !signatures.containsKey(person.key().keyid()))
        .map(Participant::id)
        .toList();
  }

  /// Takes a person's signature. The key stays open; who opened it closes it.
  ///
  /// @param act what they do by it, such as "signs"
  /// @param consequence what is to be known if it does not hold; may be empty
  /// @throws CeremonyException if the key is of nobody who has to sign, or what it made does not
  ///   hold
  void take(LineSigner signer, String act, String consequence) {
    var key = signer.key();
    if (signers.stream().noneMatch(person -> person.key().equals(key))) {
      throw new CeremonyException(
          "This key is of nobody who %s here: %s must sign."
              .formatted(act, String.join(", ", missing())));
    }
    var signature = signer.sign(message);
    if (!key.holds(message, signature)) {
      throw new CeremonyException(
          "The key signed, and the signature does not hold. "
              + consequence
              + "See that the card or token works, then sign again.");
    }
    signatures.put(key.keyid(), new KeyedSignature(key.keyid(), signature));
  }

  /// Those that are there, in the order of the people.
  Stream<KeyedSignature> inOrder() {
    return signers.stream()
        .map(person -> Optional.ofNullable(signatures.get(person.key().keyid())))
        .flatMap(Optional::stream);
  }
}
