package org.xksworkbench.bridge.xks.certificate;

import static org.xksworkbench.bridge.xks.certificate.CertificateFinding.breach;
import static org.xksworkbench.bridge.xks.certificate.CertificateFinding.holds;
import static org.xksworkbench.bridge.xks.certificate.CertificateFinding.notCompared;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xksworkbench.bridge.xks.certificate.CertificateFinding.CertificateRule;

/// Where a chain of certificates leads, and who accepts that.
final class ChainEnd {

  private static final String LIST = "AWS's list of authorities";

  /// How many certificates of a chain lie before its root.
  private record Anchored(X509Certificate root, int length) {}

  private final AcceptedAuthorities accepted;
  private final RootCertificates roots;

  ChainEnd(AcceptedAuthorities accepted, RootCertificates roots) {
    this.accepted = accepted;
    this.roots = roots;
  }

  /// Whether each certificate is followed by that of its issuer, and the last one's is known.
  CertificateFinding chain(List<X509Certificate> chain, Instant now) {
    for (var i = 0; i + 1 < chain.size(); i++) {
      var certificate = chain.get(i);
      if (!RootCertificates.issued(chain.get(i + 1), certificate)) {
        return breach(CertificateRule.CHAIN, outOfOrder(chain, certificate));
      }
    }
    var anchored = anchor(chain);
    if (anchored.isPresent()) {
      return valid(chain, anchored.get(), now);
    }
    var issuer = chain.getLast().getIssuerX500Principal();
    if (accepted instanceof AwsAuthorities aws && aws.hasNamed(issuer)) {
      return notCompared(
          CertificateRule.CHAIN,
          "It ends at "
              + issuer.getName()
              + ", which AWS's list has, and of which this computer has no certificate to verify the"
              + " signature by.");
    }
    return breach(
        CertificateRule.CHAIN,
        "It ends with a certificate by "
            + issuer.getName()
            + ", which is no root that is known here. Put the certificate of that authority behind"
            + " it, as the authority hands it out.");
  }

  private static String outOfOrder(List<X509Certificate> chain, X509Certificate certificate) {
    var name = certificate.getSubjectX500Principal().getName();
    return chain.stream().anyMatch(other -> RootCertificates.issued(other, certificate))
        ? "The certificate of "
            + name
            + " is not followed by that of its issuer, which is in the file, too. Put them in"
            + " order: the proxy's own first, behind each that of its issuer."
        : "The certificate of "
            + name
            + " is not followed by that of its issuer, "
            + certificate.getIssuerX500Principal().getName()
            + ". Put that one behind it.";
  }

  /// The rules of PKIX that nobody should write anew: constraints, lengths of paths, names.
  private static CertificateFinding valid(
      List<X509Certificate> chain, Anchored anchored, Instant now) {
    var root = anchored.root().getSubjectX500Principal().getName();
    try {
      var path =
          CertificateFactory.getInstance("X.509")
              .generateCertPath(chain.subList(0, anchored.length()));
      var parameters = new PKIXParameters(Set.of(new TrustAnchor(anchored.root(), null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      var _ = CertPathValidator.getInstance("PKIX").validate(path, parameters);
    } catch (CertPathValidatorException e) {
      // Another rule tells of dates, and better.
      if (e.getReason() != CertPathValidatorException.BasicReason.EXPIRED
          && e.getReason() != CertPathValidatorException.BasicReason.NOT_YET_VALID) {
        return breach(
            CertificateRule.CHAIN,
            "It does not lead to " + root + " by the rules of PKIX: " + e.getMessage() + ".");
      }
    } catch (GeneralSecurityException e) {
      return breach(CertificateRule.CHAIN, "It cannot be followed: " + e.getMessage() + ".");
    }
    return holds(CertificateRule.CHAIN, "It leads to " + root + ".");
  }

  /// Whether the callers accept where it leads.
  CertificateFinding authority(List<X509Certificate> chain) {
    return switch (accepted) {
      case AcceptedAuthorities.OfSite _ -> ofSite(chain);
      case AwsAuthorities aws -> ofAws(aws, chain);
    };
  }

  private CertificateFinding ofSite(List<X509Certificate> chain) {
    var name = endName(chain);
    return anchor(chain).isPresent()
        ? holds(
            CertificateRule.AUTHORITY,
            "It is of your own authority, " + name + ". AWS KMS would not accept it.")
        : breach(
            CertificateRule.AUTHORITY,
            "It is not of the authority that was named, but of " + name + ".");
  }

  private CertificateFinding ofAws(AwsAuthorities aws, List<X509Certificate> chain) {
    var root = anchor(chain).map(Anchored::root);
    var name = endName(chain);
    if (root.filter(aws::has).isPresent()) {
      return holds(CertificateRule.AUTHORITY, LIST + " has " + name + ".");
    }
    var principal =
        root.map(X509Certificate::getSubjectX500Principal)
            .orElseGet(() -> chain.getLast().getIssuerX500Principal());
    if (aws.hasNamed(principal)) {
      return notCompared(
          CertificateRule.AUTHORITY,
          LIST
              + " has an authority with the name "
              + name
              + (root.isPresent()
                  ? ", but with another certificate."
                  : "; its certificate is not here."));
    }
    if (!aws.given() && root.filter(roots.ofJava()::contains).isPresent()) {
      return notCompared(
          CertificateRule.AUTHORITY,
          LIST
              + ", as it comes with this program, does not have "
              + name
              + ". AWS may have added it: fetch the present list and name it by --authorities.");
    }
    return breach(
        CertificateRule.AUTHORITY,
        LIST
            + " does not have "
            + name
            + ", and AWS KMS will refuse to connect. Have the certificate issued by an authority on"
            + " the list. For the local KMS or a test, name your own by --private-authority.");
  }

  private String endName(List<X509Certificate> chain) {
    return anchor(chain)
        .map(found -> found.root().getSubjectX500Principal())
        .orElseGet(() -> chain.getLast().getIssuerX500Principal())
        .getName();
  }

  /// The root to which the chain leads: an accepted one before any other.
  private Optional<Anchored> anchor(List<X509Certificate> chain) {
    return switch (accepted) {
      case AcceptedAuthorities.OfSite(var certificates) ->
          candidates(chain, new RootCertificates(List.of(), certificates))
              .filter(found -> certificates.contains(found.root()))
              .findFirst();
      case AwsAuthorities aws ->
          candidates(chain, roots)
              .filter(found -> aws.has(found.root()))
              .findFirst()
              .or(() -> candidates(chain, roots).findFirst());
    };
  }

  /// Roots that are in the chain, and those that signed one of it.
  private static Stream<Anchored> candidates(List<X509Certificate> chain, RootCertificates roots) {
    var found = Stream.<Anchored>builder();
    for (var i = 0; i < chain.size(); i++) {
      var certificate = chain.get(i);
      var before = i;
      if (RootCertificates.issued(certificate, certificate)) {
        found.add(new Anchored(certificate, Math.max(1, before)));
      }
      roots.issuersOf(certificate).forEach(root -> found.add(new Anchored(root, before + 1)));
    }
    return found.build();
  }
}
