package org.xksworkbench.bridge.ceremony.writing;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.Participant;
import org.xksworkbench.bridge.ceremony.format.KeyedSignature;
import org.xksworkbench.bridge.ceremony.format.SaltedField;
import org.xksworkbench.bridge.ceremony.format.SignedLine;
import org.xksworkbench.bridge.ceremony.person.LineSigner;

/// A line with its number, its time and its salts, that is signed by one person after the other.
/// Nothing of it is on the disk until [TranscriptWriter#append].
public final class ComposedLine {

  private static final int SALT_BYTES = 16;

  private final SignedLine line;
  private final Content content;
  private final LineTime time;
  private final PeoplesSignatures signatures;

  private ComposedLine(SignedLine line, Content content, LineTime time, List<Participant> signers) {
    this.line = line;
    this.content = content;
    this.time = time;
    this.signatures = new PeoplesSignatures(signers, line.message());
  }

  /// @param n its number
  /// @param previous link of the line before
  /// @param persons who sign it, in their order
  /// @param people who can
  /// @throws CeremonyException if one of the persons is none of them
  static ComposedLine of(
      long n,
      Fingerprint previous,
      Content content,
      LineTime time,
      List<String> persons,
      SortedMap<String, JsonNode> fields,
      List<Participant> people) {
    var line =
        SignedLine.unsignedLine(
            n, previous, PublicMembers.of(content, time, persons), salt(fields));
    return new ComposedLine(
        line, content, time, persons.stream().map(id -> signer(id, people)).toList());
  }

  private static Participant signer(String id, List<Participant> people) {
    return people.stream()
        .filter(person -> person.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new CeremonyException(
                "Nobody with the ID \"" + id + "\" takes part, or they have left."));
  }

  private static SortedMap<String, SaltedField> salt(SortedMap<String, JsonNode> fields) {
    var random = new SecureRandom();
    var salted = new TreeMap<String, SaltedField>();
    fields.forEach((name, value) -> {
      var salt = new byte[SALT_BYTES];
      random.nextBytes(salt);
      salted.put(name, new SaltedField.DisclosedField(HexFormat.of().formatHex(salt), value));
    });
    return salted;
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
    return signatures.missing();
  }

  /// Takes a person's signature. The key stays open; who opened it closes it.
  ///
  /// @throws CeremonyException if the key is of nobody who signs this line, or what it made does
  ///   not hold
  @CanIgnoreReturnValue
  public ComposedLine sign(LineSigner signer) {
    signatures.take(signer, "signs", "Nothing was recorded. ");
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
    signatures.inOrder().forEach(all::add);
    return line.signedBy(all);
  }
}
