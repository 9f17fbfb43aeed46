package org.xksworkbench.bridge.ceremony.evidence;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.Members;

/// What is known from elsewhere, from paper above all, and compared with evidence. Without it
/// evidence can be consistent, and of another ceremony.
public final class Pins {

  private Optional<Fingerprint> fingerprint = Optional.empty();
  private Optional<Fingerprint> plan = Optional.empty();
  private final Map<String, Fingerprint> persons = new TreeMap<>();
  private Optional<Content.Counts> counts = Optional.empty();
  private final Set<String> tokenSerials = new TreeSet<>();
  private Optional<Instant> notBefore = Optional.empty();
  private Optional<Instant> notAfter = Optional.empty();
  private final Set<PinnedRequirement> requirements = EnumSet.noneOf(PinnedRequirement.class);
  private final Set<Fingerprint> counterSigners = new LinkedHashSet<>();
  private final TimeStampAuthorities authorities = new TimeStampAuthorities();

  /// @param typed digits or words
  /// @throws CeremonyException if it is neither
  public void fingerprint(String typed) {
    fingerprint = Optional.of(Fingerprint.parse(typed));
  }

  /// @param typed SHA-256 of the plan's file, digits or words
  public void plan(String typed) {
    plan = Optional.of(Fingerprint.parse(typed));
  }

  /// @param typed the key ID of the person's key, digits or words
  public void person(String id, String typed) {
    persons.put(id, Fingerprint.parse(typed));
  }

  /// @param word `ceremony` or `rehearsal`
  public void counts(String word) {
    for (var each : Content.Counts.values()) {
      if (Members.word(each).equals(word)) {
        counts = Optional.of(each);
        return;
      }
    }
    throw new CeremonyException(
        "\"" + word + "\" is neither \"ceremony\" nor \"rehearsal\", which is what can count.");
  }

  /// One of those on which the ceremony may have been held.
  public void tokenSerial(String serial) {
    tokenSerials.add(serial);
  }

  public void notBefore(String time) {
    notBefore = Optional.of(time(time));
  }

  public void notAfter(String time) {
    notAfter = Optional.of(time(time));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new CeremonyException(
          "\"" + text + "\" is no time. A time is written like 2027-03-01T00:00:00Z.", e);
    }
  }

  /// @throws CeremonyException if it cannot be required
  public void require(String word) {
    requirements.add(PinnedRequirement.of(word));
  }

  /// A key by which somebody must have counter-signed, from paper.
  ///
  /// @param typed its key ID, digits or words
  public void counterSigner(String typed) {
    counterSigners.add(Fingerprint.parse(typed));
  }

  Set<Fingerprint> counterSigners() {
    return Collections.unmodifiableSet(counterSigners);
  }

  /// Adds certificates of time stamp authorities that are believed.
  ///
  /// @param file PEM
  public void timeStampAuthority(Path file) {
    authorities.add(file);
  }

  TimeStampAuthorities authorities() {
    return authorities;
  }

  /// What is asked, in words that stand in a counter-signature.
  public List<String> names() {
    var names = new ArrayList<String>();
    fingerprint.ifPresent(_ -> names.add("fingerprint"));
    plan.ifPresent(_ -> names.add("plan"));
    counts.ifPresent(word -> names.add("counts " + Members.word(word)));
    persons.keySet().forEach(id -> names.add("person " + id));
    if (!tokenSerials.isEmpty()) {
      names.add("token-serial");
    }
    notBefore.ifPresent(time -> names.add("not-before " + time));
    notAfter.ifPresent(time -> names.add("not-after " + time));
    requirements.forEach(one -> names.add("require " + Members.word(one)));
    return List.copyOf(names);
  }

  /// Whether what is asked tells this ceremony from all others: its fingerprint, or the keys of all
  /// who took part.
  boolean tellApart(SignedTranscript transcript) {
    return fingerprint.isPresent()
        || (!persons.isEmpty()
            && transcript.people().everybody().stream()
                .map(Participant::id)
                .allMatch(persons::containsKey));
  }

  void check(
      SignedTranscript transcript,
      Content.Opened header,
      List<Addition> additions,
      Findings findings) {
    fingerprint
        .filter(asked -> !asked.equals(transcript.fingerprint()))
        .ifPresent(_ ->
            findings.add("fingerprint", "This is another ceremony than the one on the paper."));
    plan.filter(asked -> !asked.equals(header.plan()))
        .ifPresent(_ -> findings.add("plan", "Another plan was followed."));
    counts
        .filter(asked -> asked != header.counts())
        .ifPresent(_ ->
            findings.add(
                "counts", "This is the evidence of a " + Members.word(header.counts()) + "."));
    persons.forEach((id, keyid) -> person(header, id, keyid, findings));
    tokenSerial(transcript, findings);
    times(transcript, findings);
    for (var keyid : counterSigners) {
      if (additions.stream()
          .noneMatch(one ->
              one instanceof Addition.CounterSigned signed && signed.keyid().equals(keyid))) {
        findings.add("counter-signer", "Nobody counter-signed with the key on the paper.");
      }
    }
    for (var requirement : requirements) {
      if (!requirement.met(transcript, additions)) {
        findings.add("require " + Members.word(requirement), requirement.finding());
      }
    }
  }

  private static void person(
      Content.Opened header, String id, Fingerprint keyid, Findings findings) {
    var person = header.people().stream().filter(each -> each.id().equals(id)).findFirst();
    if (person.isEmpty()) {
      findings.add("person " + id, "Nobody of this ID took part.");
    } else if (!person.get().key().keyid().equals(keyid)) {
      findings.add("person " + id, "Another key signed than the one on the paper.");
    }
  }

  private void tokenSerial(SignedTranscript transcript, Findings findings) {
    if (tokenSerials.isEmpty()) {
      return;
    }
    var told = transcript.lines().getFirst().disclosedText("env.tokenSerial");
    if (told.isEmpty()) {
      findings.add("token-serial", "It is not told, so that it cannot be compared.");
    } else if (!tokenSerials.contains(told.get())) {
      findings.add("token-serial", "The token's serial number is " + told.get() + ".");
    }
  }

  private void times(SignedTranscript transcript, Findings findings) {
    var first = transcript.lines().getFirst().at();
    var last = transcript.lines().getLast().at();
    notBefore
        .filter(first::isBefore)
        .ifPresent(_ -> findings.add("not-before", "It began at " + first + "."));
    notAfter
        .filter(last::isAfter)
        .ifPresent(_ -> findings.add("not-after", "It ended at " + last + "."));
  }
}
