package org.xksworkbench.bridge.xks.certificate;

/// One thing that AWS KMS demands of a proxy's certificate, and how it stands.
///
/// @param words a sentence or two: what was found and, if that is not well, what to do
public record CertificateFinding(CertificateRule rule, CertificateVerdict verdict, String words) {

  /// What is demanded.
  public enum CertificateRule {
    /// The private key is that of the certificate.
    KEY,
    /// The certificate is for the name by which the proxy is called.
    HOST,
    /// Each certificate is followed by that of its issuer, up to a root.
    CHAIN,
    /// Keys and signatures that the cipher suites of the specification can use.
    ALGORITHM,
    /// A certificate for servers.
    PURPOSE,
    /// Valid now.
    DATES,
    /// The root is one that the callers accept.
    AUTHORITY
  }

  /// How it stands.
  public enum CertificateVerdict {
    HOLDS("holds"),
    NOT_COMPARED("not compared"),
    BROKEN("broken");

    private final String words;

    CertificateVerdict(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  static CertificateFinding holds(CertificateRule rule, String words) {
    return new CertificateFinding(rule, CertificateVerdict.HOLDS, words);
  }

  static CertificateFinding notCompared(CertificateRule rule, String words) {
    return new CertificateFinding(rule, CertificateVerdict.NOT_COMPARED, words);
  }

  static CertificateFinding breach(CertificateRule rule, String words) {
    return new CertificateFinding(rule, CertificateVerdict.BROKEN, words);
  }
}
