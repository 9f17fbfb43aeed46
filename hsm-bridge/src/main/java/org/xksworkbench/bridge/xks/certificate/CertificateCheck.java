package org.xksworkbench.bridge.xks.certificate;

import static org.xksworkbench.bridge.xks.certificate.CertificateFinding.breach;
import static org.xksworkbench.bridge.xks.certificate.CertificateFinding.holds;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.xks.certificate.CertificateFinding.CertificateRule;
import org.xksworkbench.bridge.xks.server.TlsIdentity;

/// Holds the certificate of a proxy against what AWS KMS demands (specification, API content type
/// and Authentication): rule by rule, so that each answer has its remedy.
public final class CertificateCheck {

  private static final int DNS_NAME = 2;
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int LEAST_RSA_BITS = 2048;
  private static final int LEAST_EC_BITS = 256;
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_PURPOSE = "2.5.29.37.0";

  /// Others are broken, or nobody's among the public authorities.
  private static final Pattern SIGNATURE =
      Pattern.compile("(?i)SHA(256|384|512)with(RSA|ECDSA)|RSASSA-PSS");

  private final ChainEnd end;
  private final InstantSource clock;

  /// @param accepted whose certificates the callers accept
  public CertificateCheck(AcceptedAuthorities accepted, InstantSource clock) {
    this(new ChainEnd(accepted, RootCertificates.ofThisComputer()), clock);
  }

  CertificateCheck(ChainEnd end, InstantSource clock) {
    this.end = end;
    this.clock = clock;
  }

  /// Of the certificates and the key that are in files.
  ///
  /// @param host by which the proxy is called
  /// @param leastDays so long the certificate must be valid yet
  /// @throws IllegalArgumentException if the file of certificates cannot be read
  public CertificateReport of(TlsIdentity identity, String host, int leastDays) {
    var chain = TlsIdentity.readCertificates(identity.certificateChain());
    return of(chain, key(identity), host, leastDays);
  }

  /// Of certificates that are not together in one file yet; the key is held against the first
  /// one's.
  public CertificateReport of(
      List<X509Certificate> chain, TlsIdentity first, String host, int leastDays) {
    return of(chain, key(first), host, leastDays);
  }

  private CertificateReport of(
      List<X509Certificate> chain, CertificateFinding key, String host, int leastDays) {
    var now = clock.instant();
    var own = chain.getFirst();
    var expires = own.getNotAfter().toInstant();
    var days = Math.floorDiv(Duration.between(now, expires).toSeconds(), 86_400L);
    var findings = new ArrayList<CertificateFinding>();
    findings.add(key);
    findings.add(host(own, host));
    findings.add(algorithm(chain));
    findings.add(purpose(own));
    findings.add(dates(chain, now, days, leastDays));
    findings.add(end.chain(chain, now));
    findings.add(end.authority(chain));
    return new CertificateReport(
        own.getSubjectX500Principal().getName(),
        own.getIssuerX500Principal().getName(),
        expires,
        days,
        findings);
  }

  private static CertificateFinding key(TlsIdentity identity) {
    try {
      identity.requireUsable();
      return holds(
          CertificateRule.KEY, identity.privateKey().getFileName() + " is the certificate's key.");
    } catch (IllegalArgumentException e) {
      return breach(CertificateRule.KEY, e.getMessage() + ".");
    }
  }

  private static CertificateFinding host(X509Certificate own, String host) {
    var names = names(own);
    var name = names.stream().filter(one -> covers(one, host)).findFirst();
    return name.map(one ->
            holds(
                CertificateRule.HOST,
                one.equalsIgnoreCase(host)
                    ? "It is for " + host + "." + commonName(own, host)
                    : "It is for "
                        + host
                        + " by the wildcard "
                        + one
                        + ". CloudWatch shows no days to expire of a wildcard."))
        .orElseGet(() ->
            breach(
                CertificateRule.HOST,
                "It is not for "
                    + host
                    + (names.isEmpty()
                        ? ": it has no DNS name among its subject alternative names, and a common"
                            + " name alone is not looked at."
                        : ", but for " + String.join(", ", names) + ".")
                    + " Request one for the host of proxy.toml."));
  }

  /// Callers look at the alternative names (RFC 9525); AWS's guide asks for the common name, too.
  private static String commonName(X509Certificate own, String host) {
    var subject = own.getSubjectX500Principal().getName();
    return ("," + subject + ",")
            .toLowerCase(Locale.ROOT)
            .contains(",cn=" + host.toLowerCase(Locale.ROOT) + ",")
        ? ""
        : " It is not its common name, which the AWS KMS guide asks for with VPC endpoint services.";
  }

  private static List<String> names(X509Certificate own) {
    try {
      var names = own.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.getFirst() instanceof Integer kind && kind == DNS_NAME)
              .map(name -> name.get(1).toString())
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /// A wildcard stands for one whole label, the leftmost (RFC 9525, 6.3).
  private static boolean covers(String name, String host) {
    var dot = host.indexOf('.');
    return name.equalsIgnoreCase(host)
        || (name.startsWith("*.")
            && dot > 0
            && name.substring(1).equalsIgnoreCase(host.substring(dot)));
  }

  private static CertificateFinding algorithm(List<X509Certificate> chain) {
    var own = chain.getFirst();
    var key = keyName(own);
    if (key.isEmpty()) {
      return breach(
          CertificateRule.ALGORITHM,
          "Its key is "
              + own.getPublicKey().getAlgorithm()
              + ". The cipher suites of the specification take RSA of at least 2048 bits, or ECDSA"
              + " on P-256 or P-384. Request one with such a key.");
    }
    for (var certificate : chain) {
      // Nobody looks at the signature of a root.
      if (!RootCertificates.issued(certificate, certificate)
          && !SIGNATURE.matcher(certificate.getSigAlgName()).matches()) {
        return breach(
            CertificateRule.ALGORITHM,
            "The certificate of "
                + certificate.getSubjectX500Principal().getName()
                + " is signed by "
                + certificate.getSigAlgName()
                + ", which callers refuse. Have it issued anew with SHA-256 or better.");
      }
    }
    return holds(CertificateRule.ALGORITHM, key.get() + ", signed by " + own.getSigAlgName() + ".");
  }

  private static Optional<String> keyName(X509Certificate own) {
    return switch (own.getPublicKey()) {
      case RSAPublicKey rsa when rsa.getModulus().bitLength() >= LEAST_RSA_BITS ->
          Optional.of("RSA of " + rsa.getModulus().bitLength() + " bits");
      case ECPublicKey ec when ec.getParams().getOrder().bitLength() >= LEAST_EC_BITS ->
          Optional.of("ECDSA on P-" + ec.getParams().getOrder().bitLength());
      default -> Optional.empty();
    };
  }

  private static CertificateFinding purpose(X509Certificate own) {
    try {
      var purposes = own.getExtendedKeyUsage();
      var forServers =
          purposes == null || purposes.contains(SERVER_AUTH) || purposes.contains(ANY_PURPOSE);
      var usage = own.getKeyUsage();
      if (forServers && (usage == null || usage[DIGITAL_SIGNATURE])) {
        return holds(CertificateRule.PURPOSE, "It is for TLS servers.");
      }
    } catch (CertificateParsingException e) {
      // It says something that cannot be read: as good as nothing.
    }
    return breach(
        CertificateRule.PURPOSE,
        "It is for no TLS server: it needs serverAuth (extended key usage) and digitalSignature"
            + " (key usage). Have it issued for a server.");
  }

  private static CertificateFinding dates(
      List<X509Certificate> chain, Instant now, long days, int leastDays) {
    for (var certificate : chain) {
      var name = certificate.getSubjectX500Principal().getName();
      if (certificate.getNotAfter().toInstant().isBefore(now)) {
        return breach(
            CertificateRule.DATES,
            "The certificate of "
                + name
                + " expired at "
                + certificate.getNotAfter().toInstant()
                + ". Request a new one.");
      }
      if (certificate.getNotBefore().toInstant().isAfter(now)) {
        return breach(
            CertificateRule.DATES,
            "The certificate of "
                + name
                + " is not valid before "
                + certificate.getNotBefore().toInstant()
                + ". Look at the clock of this computer, or wait.");
      }
    }
    var until =
        String.format(
            Locale.ROOT,
            "It expires at %s, in %d %s.",
            chain.getFirst().getNotAfter().toInstant(),
            days,
            days == 1 ? "day" : "days");
    return days < leastDays
        ? breach(
            CertificateRule.DATES,
            until + " At least " + leastDays + " were asked for. Request a new one.")
        : holds(CertificateRule.DATES, until);
  }
}
