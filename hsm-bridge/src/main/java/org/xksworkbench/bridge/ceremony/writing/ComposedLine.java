package org.xksworkbench.bridge.ceremony.writing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.Participant;
import org.xksworkbench.bridge.ceremony.format.KeyedSignature;
import org.xksworkbench.bridge.ceremony.format.SignedLine;
import org.xksworkbench.bridge.ceremony.person.LineSigner;

/// A line with its number, its time and its salts, that is signed by one person after the other.
/// Nothing of it is on the disk until [TranscriptWriter#append].
public final class ComposedLine {

  private final SignedLine line;
  private final Content content;
  private final LineTime time;
  private final List<Participant> signers;
  private final Map<Fingerprint, KeyedSignature> signatures = new HashMap<>();

  ComposedLine(SignedLine line, Content content, LineTime time, List<Participant> signers) {
    this.line = line;
    this.content = content;
    this.time = time;
    this.signers = List.copyOf(signers);
  }

  /// Its number.
  public long number() {
    return line.n();
  }

  /// What it says with its public members.
  public Content content() {
    return content;
  }

  /// Who still has to sign it, in their order.
  public List<String> missing() {
    return signers.stream()
        .filter(person -> !signatures.containsKey(person.key().keyid()))
        .map(Participant::id)
        .toList();
  }

  /// Takes a person's signature. The key stays open; who opened it closes it.
  ///
  /// @throws CeremonyException if the key is of nobody who signs this line, or what it made does
  ///   not hold
  @CanIgnoreReturnValue
  public ComposedLine sign(LineSigner signer) {
    var key = signer.key();
    if (signers.stream().noneMatch(person -> person.key().equals(key))) {
      throw new CeremonyException(
          "This key is of nobody who signs here: " + String.join(", ", missing()) + " must sign.");
    }
    var message = line.message();
    var signature = signer.sign(message);
    if (!key.holds(message, signature)) {
      throw new CeremonyException(
          "The key signed, and the signature does not hold. Nothing was recorded. See that the"
              + " card or token works, then sign again.");
    }
    signatures.put(key.keyid(), new KeyedSignature(key.keyid(), signature));
    return this;
  }

  LineTime time() {
    return time;
  }

  Fingerprint previous() {
    return line.previous();
  }

  /// The whole line, with the program's signature first.
  SignedLine signedBy(LineSigner run) {
    var all = new ArrayList<KeyedSignature>();
    all.add(new KeyedSignature(run.key().keyid(), run.sign(line.message())));
    for (var person : signers) {
      var signature = signatures.get(person.key().keyid());
      if (signature != null) {
        all.add(signature);
      }
    }
    return line.signedBy(all);
  }
}
