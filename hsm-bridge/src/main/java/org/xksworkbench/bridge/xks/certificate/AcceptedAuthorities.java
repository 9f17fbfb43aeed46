package org.xksworkbench.bridge.xks.certificate;

import java.security.cert.X509Certificate;
import java.util.List;

/// Whose certificates the callers of a proxy accept.
public sealed interface AcceptedAuthorities permits AwsAuthorities, AcceptedAuthorities.OfSite {

  /// Of the site's own: for the local KMS and for tests. AWS KMS accepts none of them.
  record OfSite(List<X509Certificate> certificates) implements AcceptedAuthorities {

    public OfSite {
      certificates = List.copyOf(certificates);
    }
  }
}
