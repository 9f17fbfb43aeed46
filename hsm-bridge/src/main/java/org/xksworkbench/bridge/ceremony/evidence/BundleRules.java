package org.xksworkbench.bridge.ceremony.evidence;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.ceremony.format.SaltedField;

/// Whether the files of a bundle belong to its transcript and to nothing else, and the seal to
/// both.
final class BundleRules {

  private final BundleFiles files;
  private final SignedTranscript transcript;
  private final Content.Opened header;
  private final Findings findings;

  private BundleRules(
      BundleFiles files, SignedTranscript transcript, Content.Opened header, Findings findings) {
    this.files = files;
    this.transcript = transcript;
    this.header = header;
    this.findings = findings;
  }

  /// @param whole whether it is the bundle itself, and not its public version
  static void check(
      BundleFiles files,
      SignedTranscript transcript,
      Content.Opened header,
      boolean whole,
      Findings findings) {
    var rules = new BundleRules(files, transcript, header, findings);
    rules.names(whole);
    if (whole) {
      rules.checkDerived();
      rules.attachments();
    } else if (files.has(BundleNames.DISCLOSED)) {
      rules.samePublicVersion();
    }
    rules.seal(whole);
  }

  private void names(boolean whole) {
    for (var name : whole ? BundleNames.REQUIRED : BundleNames.REQUIRED_IN_PUBLIC) {
      if (!files.has(name)) {
        findings.add(name, "This file is missing.");
      }
    }
    for (var name : files.names()) {
      if (whole ? !BundleNames.belongs(name) : !BundleNames.belongsInPublic(name)) {
        findings.add(
            name,
            whole
                ? "There is no such file in a bundle."
                : "There is no such file in a public version, and of a bundle others are missing.");
      }
    }
  }

  /// What follows from the transcript.
  private void checkDerived() {
    if (transcript.withheld() > 0) {
      findings.add(
          BundleNames.TRANSCRIPT, "Fields are withheld; a bundle holds the whole transcript.");
    }
    if (files.has(BundleNames.PLAN)
        && !files.sha256(BundleNames.PLAN).equals(Optional.of(header.plan()))) {
      findings.add(BundleNames.PLAN, "This is not the plan that the first line names.");
    }
    compare(BundleNames.PUBLIC, PublicVersion.of(transcript.lines()));
    compare(BundleNames.ENVIRONMENT, DerivedFiles.environment(transcript.lines()));
  }

  /// What tells more is about the lines that were sealed: the same hashes lead to one fingerprint.
  private void samePublicVersion() {
    var sealed =
        SignedTranscript.check(BundleNames.PUBLIC, files.text(BundleNames.PUBLIC), findings);
    if (!sealed.fingerprint().equals(transcript.fingerprint())) {
      findings.add(BundleNames.DISCLOSED, "It is of another ceremony than public.jsonl.");
    }
  }

  private void compare(String name, byte[] expected) {
    var found = files.text(name);
    if (!files.has(name) || Arrays.equals(found, expected)) {
      return;
    }
    var differs = Arrays.mismatch(found, expected);
    var line = 1;
    for (var at = 0; at < differs; at++) {
      if (expected[at] == '\n') {
        line++;
      }
    }
    findings.add(name, line, "This is not what the transcript tells.");
  }

  private void attachments() {
    var attached = new HashSet<String>();
    for (var line : transcript.lines()) {
      if (line.content() instanceof Content.Attached(var _, var file)) {
        attached.add(file);
        attachment(line, file);
      }
    }
    for (var name : files.names()) {
      if (name.startsWith(BundleNames.ATTACHMENTS) && !attached.contains(name)) {
        findings.add(name, "No line attaches this file.");
      }
    }
  }

  private void attachment(EvidenceLine line, String file) {
    var sha256 = files.sha256(file);
    if (sha256.isEmpty()) {
      findings.add(file, "This file is missing; line " + line.number() + " attaches it.");
    } else if (!line.disclosedText("sha256").equals(sha256.map(Fingerprint::hex))
        || !(line.signed().fields().get("bytes")
            instanceof SaltedField.DisclosedField(var _, var bytes))
        || bytes.longValue() != files.bytes(file)) {
      findings.add(file, "This is not the file that line " + line.number() + " attaches.");
    }
  }

  private void seal(boolean whole) {
    if (!files.has(BundleNames.SEAL)) {
      return;
    }
    Seal seal;
    try {
      seal = Seal.read(files.text(BundleNames.SEAL));
    } catch (MalformedEvidence e) {
      findings.add(BundleNames.SEAL, 1, e.getMessage());
      return;
    }
    var covered = new TreeMap<String, Fingerprint>();
    files
        .digests()
        .forEach((name, sha256) -> {
          if (BundleNames.isSealed(name)) {
            covered.put(name, sha256);
          }
        });
    subject(seal.subject(), covered, whole);
    var expected = Seal.payload(header, transcript.fingerprint(), whole ? covered : seal.subject());
    if (!Arrays.equals(seal.envelope().payload(), expected)) {
      findings.add(BundleNames.SEAL, 1, "It is not the seal of this ceremony with these files.");
    }
    sums(seal.subject());
    var people = transcript.people();
    Signers.hold(
        people.present().stream()
            .flatMap(id -> people.present(id).stream())
            .map(Participant::key)
            .toList(),
        seal.envelope().signatures(),
        seal.envelope().message(),
        what -> findings.add(BundleNames.SEAL, 1, what));
  }

  private void subject(
      Map<String, Fingerprint> listed, Map<String, Fingerprint> covered, boolean whole) {
    covered.forEach((name, sha256) -> {
      if (!listed.containsKey(name)) {
        findings.add(name, "The seal does not list this file.");
      } else if (!sha256.equals(listed.get(name))) {
        findings.add(name, "This is not the file that was sealed.");
      }
    });
    if (!whole) {
      withheldFiles(listed);
    }
    listed.keySet().stream()
        .filter(name -> whole && !covered.containsKey(name))
        .forEach(name -> findings.add(name, "This file is missing; the seal lists it."));
  }

  /// What is known of files that others do not see.
  private void withheldFiles(Map<String, Fingerprint> listed) {
    for (var name : BundleNames.REQUIRED) {
      if (BundleNames.isSealed(name) && !listed.containsKey(name)) {
        findings.add(BundleNames.SEAL, 1, "It does not list " + name + ".");
      }
    }
    if (!header.plan().equals(listed.get(BundleNames.PLAN))) {
      findings.add(BundleNames.SEAL, 1, "It seals another plan than the first line names.");
    }
  }

  /// For `sha256sum -c`, which reads no seal.
  private void sums(SortedMap<String, Fingerprint> listed) {
    compare(BundleNames.SUMS, DerivedFiles.sums(listed));
  }
}
