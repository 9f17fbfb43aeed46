package org.xksworkbench.bridge.xks.certificate;

import java.time.Instant;
import java.util.List;
import org.xksworkbench.bridge.xks.certificate.CertificateFinding.CertificateVerdict;

/// How the certificate of a proxy stands.
///
/// @param days whole days until the certificate expires, below 0 if it has
/// @param findings one for each rule
public record CertificateReport(
    String subject, String issuer, Instant expires, long days, List<CertificateFinding> findings) {

  public CertificateReport {
    findings = List.copyOf(findings);
  }

  /// Whether AWS KMS, or who else is to call, would refuse to connect.
  public boolean broken() {
    return any(CertificateVerdict.BROKEN);
  }

  /// Whether everything was compared.
  public boolean established() {
    return !any(CertificateVerdict.NOT_COMPARED);
  }

  private boolean any(CertificateVerdict verdict) {
    return findings.stream().anyMatch(finding -> finding.verdict() == verdict);
  }
}
