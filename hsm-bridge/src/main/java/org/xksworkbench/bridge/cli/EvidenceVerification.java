package org.xksworkbench.bridge.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.ceremony.evidence.Addition;
import org.xksworkbench.bridge.ceremony.evidence.BeaconTold;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Participant;
import org.xksworkbench.bridge.ceremony.evidence.Pins;

/// Tells what evidence of version 2 shows.
record EvidenceVerification(PrintWriter out, PrintWriter err) {

  /// @param json whether a program reads it
  ExitStatus tell(Path bundle, Pins pins, boolean json) {
    var result = EvidenceCheck.of(bundle, pins);
    if (json) {
      out.println(VerificationJson.of(result));
    } else {
      tell(result);
    }
    out.flush();
    err.flush();
    return switch (result.verdict()) {
      case HOLDS -> ExitStatus.DONE;
      case DOES_NOT_HOLD -> ExitStatus.FAILED;
      case NOTHING_COMPARED -> ExitStatus.NOT_ESTABLISHED;
    };
  }

  private void tell(EvidenceCheck.EvidenceResult result) {
    if (result.verdict() != EvidenceCheck.EvidenceVerdict.DOES_NOT_HOLD) {
      // What does not hold tells nothing.
      result.summary().ifPresent(this::tell);
    }
    result.findings().forEach(err::println);
    switch (result.verdict()) {
      case HOLDS -> out.println("Everything that was asked holds.");
      case DOES_NOT_HOLD ->
          err.println("This evidence does NOT hold: " + result.findings().size() + " findings.");
      case NOTHING_COMPARED ->
          out.println(
              "It is consistent in itself, and no more is shown: anybody can make such evidence"
                  + " with keys of their own. Compare the fingerprint with the paper and give it"
                  + " by --fingerprint, or the key of each person by --person.");
    }
  }

  private void tell(EvidenceCheck.EvidenceSummary summary) {
    out.println(
        switch (summary.header().counts()) {
          case REHEARSAL -> "REHEARSAL. Nothing of it counts.";
          case CEREMONY -> "A ceremony that everybody signed as one that counts.";
        });
    switch (summary.form()) {
      case BUNDLE -> {}
      case PUBLIC_VERSION ->
          out.println("Public version, " + summary.withheld() + " fields withheld.");
      case TRANSCRIPT_ALONE ->
          out.println(
              "One transcript without its bundle, " + summary.withheld() + " fields withheld.");
    }
    out.println(summary.title().orElse("Title withheld") + ", " + summary.lines() + " lines");
    if (summary.aborted()) {
      out.println("It was aborted.");
    }
    out.println(
        "Deviations: "
            + summary.deviations()
            + ", resumptions: "
            + summary.resumptions()
            + ", acts found done: "
            + summary.recovered()
            + ", wrong secrets: "
            + summary.wrongSecrets());
    out.println("Fingerprint:");
    out.println(CeremonyCommand.asWords(summary.fingerprint()));
    summary.people().forEach(this::tell);
    summary.beacons().forEach(this::tell);
    summary.additions().forEach(this::tell);
    out.println("Not checked:");
    summary.notChecked().forEach(what -> out.println("  " + what));
    if (summary.header().counts() == Content.Counts.CEREMONY) {
      out.println("  Which device held the key: no evidence here proves hardware.");
    }
  }

  private void tell(EvidenceCheck.KnownParticipant participant) {
    var person = participant.person();
    out.println(
        person.id()
            + ", "
            + participant.name().orElse("name withheld")
            + (participant.absent() ? ", left for good" : "")
            + ". "
            + person.key().algorithm().title()
            + " key "
            + where(person.store())
            + ":");
    out.println(CeremonyCommand.asWords(person.key().keyid()));
  }

  private void tell(BeaconTold beacon) {
    out.println(
        "Not made before this was published, "
            + (beacon.beforeKeys()
                ? "as it was told before any key was made or destroyed:"
                : "of what follows line " + beacon.line() + ":"));
    out.println("  source: " + beacon.source().orElse("withheld"));
    out.println("  round: " + beacon.round().orElse("withheld"));
    out.println("  value: " + beacon.value().orElse("withheld"));
  }

  /// What stands beside the seal.
  private void tell(Addition addition) {
    switch (addition) {
      case Addition.CounterSigned signed -> {
        out.println(
            "Counter-signed by "
                + signed.by().map(Participant::id).orElse("somebody who did not take part")
                + ": "
                + switch (signed.verdict()) {
                  case ACCEPTED -> "accepted.";
                  case ACCEPTED_WITH_EXCEPTIONS -> "accepted, with exceptions.";
                  case REJECTED -> "REJECTED.";
                });
        out.println(CeremonyCommand.asWords(signed.keyid()));
        out.println("  compared: " + String.join(", ", signed.checked()));
        signed.exceptions().forEach(exception -> out.println("  exception: " + exception));
      }
      case Addition.TimeStamped stamp ->
          out.println(
              "Sealed before "
                  + stamp.at()
                  + ", says "
                  + stamp.authority()
                  + (stamp.trusted() ? "." : ", whose certificate was compared with nothing."));
      case Addition.Published published ->
          out.println("Said to be printed on " + published.on() + ": " + published.where());
      case Addition.OpenTimestamps _, Addition.OtherAddition _ -> {}
    }
  }

  private static String where(Participant.KeyPlace store) {
    return switch (store) {
      case FILE -> "made at the table";
      case BROUGHT -> "in a file that was brought";
      case CARD -> "on a smart card or token";
    };
  }
}
