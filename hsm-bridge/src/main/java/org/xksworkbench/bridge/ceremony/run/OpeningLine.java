package org.xksworkbench.bridge.ceremony.run;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.Participant;
import org.xksworkbench.bridge.ceremony.evidence.PersonNames;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;
import org.xksworkbench.bridge.ceremony.run.Gathering.Attendee;
import org.xksworkbench.bridge.ceremony.writing.LineDraft;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;

/// The first line, which everybody signs, and what must hold before anything of it is on a disk.
final class OpeningLine {

  /// What makes the report: its layout and the library.
  private static final String RENDERER = "report/2 pdfbox/3.0.8";

  /// Of the tables by which the JDK compares names.
  private static final String UNICODE = "16.0.0";

  private static final int NONCE_BYTES = 16;

  private OpeningLine() {}

  static void requireFitting(Setup setup) {
    setup.people().requireOtherToken(setup.devices().session().token().serial());
    var kms = setup.devices().kms();
    if (setup.plan().needsKms() && kms.isEmpty()) {
      throw new CeremonyException(
          "The plan has steps for AWS KMS, and there is no way to AWS KMS here.");
    }
    var local = kms.map(CeremonyKms::local).orElse(setup.rehearsal());
    if (setup.rehearsal() && !local) {
      throw new CeremonyException(
          "A rehearsal runs on the local KMS only. What it made at AWS KMS would be real.");
    }
    if (!setup.rehearsal()) {
      var obstacles = CountingObstacles.of(setup.plan(), setup.devices(), setup.environment());
      if (!obstacles.isEmpty()) {
        throw new CeremonyException(String.join(" ", obstacles));
      }
    }
  }

  /// Each passphrase opens the key of its person, and no two are the same.
  static void requireKeys(List<Attendee> people, List<PassphraseGiven> given) {
    PersonNames.require(people.stream().map(Attendee::name).toList());
    for (var person : people) {
      var own =
          given.stream()
              .filter(one -> one.person().equals(person.role()))
              .findFirst()
              .orElseThrow(() ->
                  new CeremonyException(
                      "Everybody signs the opening; " + person.name() + " has not yet."));
      for (var other : given) {
        if (!person.onToken()
            && !other.person().equals(own.person())
            && Arrays.equals(other.passphrase(), own.passphrase())) {
          throw new CeremonyException(
              "Two people have the same passphrase. Each needs one that nobody else knows.");
        }
      }
      if (!person.opensWith(own.passphrase())) {
        throw new CeremonyException(
            "That is not the "
                + (person.onToken() ? "PIN" : "passphrase")
                + " of "
                + person.name()
                + ". Nothing has begun.");
      }
    }
  }

  /// @param facts of the environment
  /// @param run key of the program
  static LineDraft line(
      Setup setup, List<Attendee> people, Map<String, String> facts, VerifyingKey run) {
    var plan = setup.plan();
    var draft =
        LineDraft.of(
                new Content.Opened(
                    setup.rehearsal() ? Content.Counts.REHEARSAL : Content.Counts.CEREMONY,
                    nonce(),
                    plan.fingerprint(),
                    people.stream().map(OpeningLine::participant).toList(),
                    run,
                    setup.devices().kms().map(OpeningLine::kms).orElse(Content.Kms.NONE),
                    RENDERER,
                    UNICODE,
                    Optional.empty()))
            .by(people.stream().map(Attendee::role).toList())
            .telling("title", plan.title())
            .telling("place", setup.place())
            .telling("zone", setup.clock().getZone().getId());
    for (var person : people) {
      draft = draft.telling("name." + person.role(), person.name());
    }
    for (var fact : facts.entrySet()) {
      draft = draft.telling("env." + fact.getKey(), fact.getValue());
    }
    for (var value : plan.values().entrySet()) {
      draft = draft.telling("value." + value.getKey(), value.getValue());
    }
    return draft;
  }

  private static Participant participant(Attendee person) {
    return new Participant(person.role(), person.role(), person.key(), person.place());
  }

  private static Content.Kms kms(CeremonyKms kms) {
    return kms.local() ? Content.Kms.LOCAL : Content.Kms.AWS;
  }

  private static String nonce() {
    var bytes = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
