package org.xksworkbench.bridge.ceremony.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.EvidenceFinding;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanException;
import org.xksworkbench.bridge.store.StoreException;

/// Checks evidence of version 2 without a window, an HSM or a network.
public final class EvidenceCheck {

  private final Pins pins;
  private final Findings findings = new Findings();
  private final List<Addition> additions = new ArrayList<>();
  private final List<String> notChecked = new ArrayList<>();
  private Optional<Fingerprint> seal = Optional.empty();
  private Optional<Plan> plan = Optional.empty();

  private EvidenceCheck(Pins pins) {
    this.pins = pins;
  }

  /// What may be concluded.
  public enum EvidenceVerdict {
    /// Everything that was asked holds, and it was told from every other ceremony.
    HOLDS,
    DOES_NOT_HOLD,
    /// Consistent in itself; anybody can make such evidence with keys of their own.
    NOTHING_COMPARED
  }

  /// What was given.
  public enum EvidenceForm {
    BUNDLE,
    PUBLIC_VERSION,
    /// One file; its fingerprint covers the files of the bundle, which were not there.
    TRANSCRIPT_ALONE
  }

  /// What was found.
  ///
  /// @param summary empty if it could not be read so far
  public record EvidenceResult(
      List<EvidenceFinding> findings, boolean compared, Optional<EvidenceSummary> summary) {

    public EvidenceResult {
      findings = List.copyOf(findings);
    }

    public EvidenceVerdict verdict() {
      if (!findings.isEmpty() || summary.isEmpty()) {
        return EvidenceVerdict.DOES_NOT_HOLD;
      }
      return compared ? EvidenceVerdict.HOLDS : EvidenceVerdict.NOTHING_COMPARED;
    }
  }

  /// What the evidence tells.
  ///
  /// @param title empty if it is withheld
  /// @param fingerprint to be compared with the paper
  /// @param transcript its lines, which hold as far as nothing was found
  /// @param withheld how many fields are
  /// @param plan empty in a public version and of a transcript alone
  /// @param seal SHA-256 of the seal's file; empty of a transcript alone
  /// @param beacons values of public sources that it told
  /// @param additions what stands beside the seal and holds
  /// @param notChecked in sentences
  public record EvidenceSummary(
      EvidenceForm form,
      Content.Opened header,
      Optional<String> title,
      Fingerprint fingerprint,
      int lines,
      long withheld,
      boolean aborted,
      List<KnownParticipant> people,
      long deviations,
      long resumptions,
      long recovered,
      long wrongSecrets,
      List<EvidenceLine> transcript,
      Optional<Plan> plan,
      Optional<Fingerprint> seal,
      List<BeaconTold> beacons,
      List<Addition> additions,
      List<String> notChecked) {

    public EvidenceSummary {
      people = List.copyOf(people);
      beacons = List.copyOf(beacons);
      additions = List.copyOf(additions);
      transcript = List.copyOf(transcript);
      notChecked = List.copyOf(notChecked);
    }
  }

  /// @param name empty if it is withheld
  /// @param absent whether the person left for good
  public record KnownParticipant(Participant person, Optional<String> name, boolean absent) {}

  /// @param path a bundle's folder, its archive, or one transcript `*.jsonl`
  /// @throws CeremonyException if it cannot be read
  public static EvidenceResult of(Path path, Pins pins) {
    var check = new EvidenceCheck(pins);
    if (path.toString().endsWith(".jsonl") && !Files.isDirectory(path)) {
      var transcript =
          SignedTranscript.check(String.valueOf(path.getFileName()), content(path), check.findings);
      check.notChecked.add("The steps were not compared with the plan, which is not here.");
      return check.result(EvidenceForm.TRANSCRIPT_ALONE, transcript);
    }
    return BundleFiles.read(path, check.findings).map(check::bundle).orElseGet(check::nothing);
  }

  private static byte[] content(Path file) {
    try (var in = Files.newInputStream(file)) {
      var content = in.readNBytes(BundleFiles.MAX_TEXT_BYTES + 1);
      if (content.length > BundleFiles.MAX_TEXT_BYTES) {
        throw new CeremonyException(file + " is larger than a transcript ever is.");
      }
      return content;
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, file, e);
    }
  }

  private EvidenceResult nothing() {
    return new EvidenceResult(findings.list(), false, Optional.empty());
  }

  private EvidenceResult bundle(BundleFiles files) {
    var whole = files.has(BundleNames.TRANSCRIPT);
    var name = mostTold(files, whole);
    if (!files.has(name)) {
      findings.add(name, "This file is missing.");
      return nothing();
    }
    var transcript = SignedTranscript.check(name, files.text(name), findings);
    // What hangs on a transcript that was not read to its end is known by its line.
    transcript
        .header()
        .filter(_ -> transcript.ended())
        .ifPresent(header -> {
          BundleRules.check(files, transcript, header, whole, findings);
          additions.addAll(AfterSeal.check(files, transcript, header, pins, findings));
        });
    seal = files.sha256(BundleNames.SEAL);
    if (whole) {
      plan = plan(files, transcript);
      if (transcript.ended() && plan.isPresent()) {
        transcript
            .header()
            .ifPresent(
                header -> PlanReplay.check(plan.get(), header, transcript.lines(), findings));
      }
    } else {
      notChecked.add("The steps were not compared with the plan, which is no part of it.");
    }
    for (var file : files.names()) {
      if (BundleNames.isForPeople(file) || BundleNames.KEY.matcher(file).matches()) {
        notChecked.add(file + " is as it was sealed; it was not made again.");
      }
    }
    additions.forEach(addition -> notChecked(addition).ifPresent(notChecked::add));
    if (plan.filter(Plan::counterSign).isPresent()
        && additions.stream()
            .noneMatch(one -> one instanceof Addition.CounterSigned signed && signed.known())) {
      notChecked.add(
          "The plan asks for a counter-signature; there is none of somebody who is known.");
    }
    return result(whole ? EvidenceForm.BUNDLE : EvidenceForm.PUBLIC_VERSION, transcript);
  }

  /// The plan, if it is the one that everybody signed.
  private Optional<Plan> plan(BundleFiles files, SignedTranscript transcript) {
    if (!files.has(BundleNames.PLAN)
        || !transcript.header().map(Content.Opened::plan).equals(files.sha256(BundleNames.PLAN))) {
      return Optional.empty();
    }
    try {
      return Optional.of(Plan.parse(files.text(BundleNames.PLAN)));
    } catch (PlanException e) {
      findings.add(BundleNames.PLAN, e.line(), "This is no plan. " + e.reason());
      return Optional.empty();
    }
  }

  private static String mostTold(BundleFiles files, boolean whole) {
    if (whole) {
      return BundleNames.TRANSCRIPT;
    }
    return files.has(BundleNames.DISCLOSED) ? BundleNames.DISCLOSED : BundleNames.PUBLIC;
  }

  private static Optional<String> notChecked(Addition addition) {
    var file = addition.file();
    return switch (addition) {
      case Addition.CounterSigned signed when signed.known() -> Optional.empty();
      case Addition.CounterSigned _ ->
          Optional.of(
              file
                  + " is signed with a key of nobody who took part; compare its ID with the paper.");
      case Addition.TimeStamped stamp when stamp.trusted() -> Optional.empty();
      case Addition.TimeStamped _ ->
          Optional.of(file + " is of an authority for which no certificate that was named stands.");
      case Addition.OpenTimestamps _ ->
          Optional.of(file + " is of this seal; whether a block holds it was not asked.");
      case Addition.Published _ ->
          Optional.of(file + " says where the fingerprint was printed; look it up there.");
      case Addition.OtherAddition _ ->
          Optional.of(file + " stands outside of the seal, and was not looked at.");
    };
  }

  private EvidenceResult result(EvidenceForm form, SignedTranscript transcript) {
    var header = transcript.header();
    if (header.isEmpty()) {
      if (findings.none()) {
        findings.add(transcript.file(), "It is empty.");
      }
      return nothing();
    }
    pins.check(transcript, header.get(), additions, findings);
    if (!BeaconTold.of(transcript.lines()).isEmpty()) {
      notChecked.add("When the value of the beacon was published; look it up at its source.");
    }
    notChecked.addFirst("The pages that people signed were not made again.");
    return new EvidenceResult(
        findings.list(),
        pins.tellApart(transcript),
        Optional.of(summary(form, transcript, header.get())));
  }

  private EvidenceSummary summary(
      EvidenceForm form, SignedTranscript transcript, Content.Opened header) {
    var people = transcript.people();
    var totals = transcript.totals();
    var lines = transcript.lines();
    return new EvidenceSummary(
        form,
        header,
        lines.getFirst().disclosedText("title").map(Printable::of),
        transcript.fingerprint(),
        lines.size(),
        transcript.withheld(),
        lines.getLast().content() instanceof Content.Closed closed
            && closed.outcome() == Content.Closed.CeremonyEnd.ABORTED,
        header.people().stream()
            .map(person ->
                new KnownParticipant(
                    person,
                    lines.getFirst().disclosedText("name." + person.id()).map(Printable::of),
                    people.present(person.id()).isEmpty()))
            .toList(),
        totals.deviations(),
        totals.resumptions(),
        totals.recoveries(),
        totals.wrongSecrets(),
        lines,
        plan,
        seal,
        BeaconTold.of(lines),
        additions,
        notChecked);
  }
}
