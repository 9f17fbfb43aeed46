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
import org.xksworkbench.bridge.store.StoreException;

/// Checks evidence of version 2 without a window, an HSM or a network.
public final class EvidenceCheck {

  private EvidenceCheck() {}

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
      List<String> notChecked) {

    public EvidenceSummary {
      people = List.copyOf(people);
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
    var findings = new Findings();
    if (path.toString().endsWith(".jsonl") && !Files.isDirectory(path)) {
      var transcript =
          SignedTranscript.check(String.valueOf(path.getFileName()), content(path), findings);
      return result(EvidenceForm.TRANSCRIPT_ALONE, transcript, List.of(), pins, findings);
    }
    var files = BundleFiles.read(path, findings);
    return files
        .map(read -> bundle(read, pins, findings))
        .orElseGet(() -> new EvidenceResult(findings.list(), false, Optional.empty()));
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

  private static EvidenceResult bundle(BundleFiles files, Pins pins, Findings findings) {
    var whole = files.has(BundleNames.TRANSCRIPT);
    var name = whole ? BundleNames.TRANSCRIPT : BundleNames.PUBLIC;
    if (!files.has(name)) {
      findings.add(name, "This file is missing.");
      return new EvidenceResult(findings.list(), false, Optional.empty());
    }
    var transcript = SignedTranscript.check(name, files.text(name), findings);
    // What hangs on a transcript that was not read to its end is known by its line.
    transcript
        .header()
        .filter(_ -> transcript.ended())
        .ifPresent(header -> BundleRules.check(files, transcript, header, whole, findings));
    var notChecked = new ArrayList<String>();
    for (var file : files.names()) {
      if (BundleNames.isForPeople(file) || BundleNames.KEY.matcher(file).matches()) {
        notChecked.add(file + " is as it was sealed; it was not made again.");
      } else if (file.startsWith(BundleNames.AFTER)) {
        notChecked.add(file + " stands outside of the seal, and was not looked at.");
      }
    }
    return result(
        whole ? EvidenceForm.BUNDLE : EvidenceForm.PUBLIC_VERSION,
        transcript,
        notChecked,
        pins,
        findings);
  }

  private static EvidenceResult result(
      EvidenceForm form,
      SignedTranscript transcript,
      List<String> ofFiles,
      Pins pins,
      Findings findings) {
    var header = transcript.header();
    if (header.isEmpty()) {
      if (findings.none()) {
        findings.add(transcript.file(), "It is empty.");
      }
      return new EvidenceResult(findings.list(), false, Optional.empty());
    }
    pins.check(transcript, header.get(), findings);
    var notChecked = new ArrayList<String>();
    notChecked.add("The steps were not compared with the plan.");
    notChecked.add("The pages that people signed were not made again.");
    notChecked.addAll(ofFiles);
    return new EvidenceResult(
        findings.list(),
        pins.tellApart(transcript),
        Optional.of(summary(form, transcript, header.get(), notChecked)));
  }

  private static EvidenceSummary summary(
      EvidenceForm form,
      SignedTranscript transcript,
      Content.Opened header,
      List<String> notChecked) {
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
        notChecked);
  }
}
