package org.xksworkbench.bridge.ceremony.bundle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.EvidenceFinding;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.run.CeremonyProgress;
import org.xksworkbench.bridge.ceremony.transcript.Disclosure;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptCheck;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;
import org.xksworkbench.bridge.store.StoreException;

/// Checks evidence without a window, an HSM or a network.
public final class BundleCheck {

  private final Bundle bundle;
  private final TranscriptCheck.TranscriptVerification transcript;
  private final List<EvidenceFinding> findings;

  private BundleCheck(Bundle bundle) {
    this.bundle = bundle;
    this.transcript = TranscriptCheck.of(bundle.file(Bundle.TRANSCRIPT));
    this.findings = new ArrayList<>(transcript.findings());
  }

  /// What a check found.
  ///
  /// @param findings empty if the evidence is consistent in itself
  /// @param fingerprint of the transcript; to be compared with the paper
  /// @param signer fingerprint of the key that signed; to be compared with the paper
  /// @param disclosedOnly whether only a public version was checked
  public record BundleVerification(
      List<EvidenceFinding> findings,
      String title,
      boolean rehearsal,
      boolean disclosedOnly,
      int records,
      Optional<Fingerprint> fingerprint,
      Optional<Fingerprint> signer) {

    public BundleVerification {
      findings = List.copyOf(findings);
    }

    public boolean consistent() {
      return findings.isEmpty();
    }
  }

  /// @param path a bundle's folder, a file `*.xkcb`, or one transcript `*.jsonl`, full or public
  /// @throws CeremonyException if there is nothing to check
  public static BundleVerification of(Path path) {
    if (path.toString().endsWith(".jsonl")) {
      try {
        var check =
            TranscriptCheck.of(String.valueOf(path.getFileName()), Files.readAllBytes(path));
        return result(check.findings(), check);
      } catch (IOException e) {
        throw CeremonyException.of(StoreException.FileAct.READ, path, e);
      }
    }
    var check = new BundleCheck(Bundle.read(path));
    check.checkFiles();
    return result(check.findings, check.transcript);
  }

  private static BundleVerification result(
      List<EvidenceFinding> findings, TranscriptCheck.TranscriptVerification transcript) {
    return new BundleVerification(
        findings,
        transcript.header("title"),
        transcript.header("rehearsal").equals("true"),
        transcript.disclosed(),
        transcript.records().size(),
        transcript.fingerprint(),
        transcript.signerFingerprint());
  }

  private void checkFiles() {
    for (var name :
        List.of(
            Bundle.TRANSCRIPT,
            Bundle.PLAN,
            Bundle.ENVIRONMENT,
            Bundle.REPORT,
            Bundle.DISCLOSED,
            Bundle.MANIFEST)) {
      if (!bundle.files().containsKey(name)) {
        find(name, 0, "This file is missing.");
      }
    }
    var fingerprint = transcript.fingerprint();
    var signer = transcript.signer();
    if (fingerprint.isPresent() && signer.isPresent()) {
      Manifest.check(bundle, fingerprint.get(), signer.get()).stream()
          .filter(finding -> findings.stream().noneMatch(known -> sameLine(known, finding)))
          .forEach(findings::add);
    }
    if (transcript.consistent()) {
      checkAgainstTranscript();
    }
  }

  private static boolean sameLine(EvidenceFinding one, EvidenceFinding other) {
    return one.file().equals(other.file());
  }

  /// What follows from a transcript that holds.
  private void checkAgainstTranscript() {
    if (transcript.disclosed()) {
      find(Bundle.TRANSCRIPT, 1, "Fields are withheld; a bundle holds the full transcript.");
      return;
    }
    var entries = transcript.entries();
    checkDerived(Bundle.ENVIRONMENT, environment(entries.getFirst()));
    checkDerived(Bundle.DISCLOSED, Disclosure.of(bundle.file(Bundle.TRANSCRIPT)));
    if (!Fingerprint.of(bundle.file(Bundle.PLAN)).hex().equals(transcript.header("plan"))) {
      if (findings.stream().noneMatch(finding -> finding.file().equals(Bundle.PLAN))) {
        find(Bundle.PLAN, 0, "This is not the plan that the transcript names.");
      }
      return;
    }
    try {
      var plan = Plan.parse(new String(bundle.file(Bundle.PLAN), StandardCharsets.UTF_8));
      var _ = CeremonyProgress.replay(plan, entries);
    } catch (CeremonyException e) {
      find(Bundle.TRANSCRIPT, 0, "What it tells does not follow the plan. " + e.getMessage());
    }
  }

  /// One name a line, so that two of them can be compared.
  static byte[] environment(TranscriptEntry header) {
    var facts = JsonNodeFactory.instance.objectNode();
    if (header.event() instanceof Event.Opened opened) {
      new TreeMap<>(opened.environment()).forEach(facts::put);
    }
    return (facts.toPrettyString().replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private void checkDerived(String name, byte[] expected) {
    var actual = bundle.file(name);
    if (Arrays.equals(expected, actual)
        || findings.stream().anyMatch(finding -> finding.file().equals(name))) {
      return;
    }
    var at = Math.max(0, Arrays.mismatch(expected, actual));
    var line = 1;
    for (var before = 0; before < Math.min(at, expected.length); before++) {
      if (expected[before] == '\n') {
        line++;
      }
    }
    find(name, line, "This is not what the transcript tells.");
  }

  private void find(String name, int line, String what) {
    findings.add(new EvidenceFinding(name, line, what));
  }
}
