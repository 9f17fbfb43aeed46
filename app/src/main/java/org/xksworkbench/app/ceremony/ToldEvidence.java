package org.xksworkbench.app.ceremony;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.EvidenceFinding;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.bundle.BundleCheck;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceVersion;
import org.xksworkbench.bridge.ceremony.evidence.Pins;

/// What evidence tells, of either version, without anything that it is compared with.
///
/// @param partial whether fields are withheld
/// @param signer of version 1: the one key that signed it
/// @param signers of version 2: who signed, and by which key
public record ToldEvidence(
    EvidenceVersion version,
    List<EvidenceFinding> findings,
    String title,
    boolean rehearsal,
    boolean partial,
    int records,
    Optional<Fingerprint> fingerprint,
    Optional<Fingerprint> signer,
    List<NamedKey> signers) {

  /// @param name of the person and their role
  public record NamedKey(String name, Fingerprint key) {}

  public ToldEvidence {
    findings = List.copyOf(findings);
    signers = List.copyOf(signers);
  }

  /// @param path a bundle's folder, its archive, or one transcript
  /// @throws org.xksworkbench.bridge.ceremony.CeremonyException if it is no evidence, or cannot be
  ///   read
  public static ToldEvidence of(Path path) {
    return switch (EvidenceVersion.of(path)) {
      case ONE -> of(BundleCheck.of(path));
      case TWO -> of(EvidenceCheck.of(path, new Pins()));
    };
  }

  private static ToldEvidence of(BundleCheck.BundleVerification check) {
    return new ToldEvidence(
        EvidenceVersion.ONE,
        check.findings(),
        check.title(),
        check.rehearsal(),
        check.disclosedOnly(),
        check.records(),
        check.fingerprint(),
        check.signer(),
        List.of());
  }

  private static ToldEvidence of(EvidenceCheck.EvidenceResult result) {
    var told = result.summary();
    return new ToldEvidence(
        EvidenceVersion.TWO,
        result.findings(),
        told.flatMap(EvidenceCheck.EvidenceSummary::title).orElse(""),
        told.map(one -> one.header().counts() == Content.Counts.REHEARSAL).orElse(false),
        told.map(one -> one.withheld() > 0).orElse(false),
        told.map(EvidenceCheck.EvidenceSummary::lines).orElse(0),
        told.map(EvidenceCheck.EvidenceSummary::fingerprint),
        Optional.empty(),
        told.map(one -> one.people().stream().map(ToldEvidence::keyOf).toList()).orElse(List.of()));
  }

  private static NamedKey keyOf(EvidenceCheck.KnownParticipant known) {
    var person = known.person();
    return new NamedKey(
        known.name().map(name -> name + ", " + person.id()).orElse(person.id()),
        person.key().keyid());
  }

  /// Whether it holds in itself; anybody can make such evidence with keys of their own.
  public boolean consistent() {
    return findings.isEmpty() && fingerprint.isPresent();
  }

  /// Whether this is what stands on paper: the ceremony's fingerprint, or, of version 1, the key
  /// that signed it.
  public boolean is(Fingerprint onPaper) {
    return fingerprint.filter(onPaper::equals).isPresent()
        || signer.filter(onPaper::equals).isPresent();
  }
}
