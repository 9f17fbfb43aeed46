package org.xksworkbench.bridge.ceremony.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.store.StoreException;

/// Whom somebody believes a time: certificates that were obtained elsewhere. Whether one was
/// revoked is not asked; a verification opens no connection.
public final class TimeStampAuthorities {

  private final Set<TrustAnchor> anchors = new HashSet<>();

  /// Adds the certificates of a file.
  ///
  /// @param file PEM
  /// @throws CeremonyException if it cannot be read or holds none
  public void add(Path file) {
    try (var in = Files.newInputStream(file)) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        anchors.add(new TrustAnchor((X509Certificate) certificate, null));
      }
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, file, e);
    } catch (GeneralSecurityException e) {
      throw none(file, e);
    }
    if (anchors.isEmpty()) {
      throw none(file, null);
    }
  }

  private static CeremonyException none(
      Path file, @org.jspecify.annotations.Nullable Exception why) {
    return new CeremonyException(
        file
            + " holds no certificates. Give the PEM file of the time stamp authority's root"
            + " certificate.",
        why);
  }

  /// Whether none was named.
  boolean none() {
    return anchors.isEmpty();
  }

  /// Whether one of these stands behind a certificate.
  ///
  /// @param others that came along
  /// @param at when it had to be valid
  boolean vouchFor(X509Certificate signer, Collection<X509Certificate> others, Instant at) {
    if (anchors.isEmpty()) {
      return false;
    }
    try {
      var target = new X509CertSelector();
      target.setCertificate(signer);
      var parameters = new PKIXBuilderParameters(anchors, target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(others)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      return CertPathBuilder.getInstance("PKIX").build(parameters) != null;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
