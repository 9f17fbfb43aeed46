package org.xksworkbench.bridge.xks.server;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which clients TLS lets in: all, or those with a certificate by these authorities for this
/// subject. What the authorities are counts, not in which file they stand.
record Admission(List<X509Certificate> authorities, String subject) {

  static final Admission ANYBODY = new Admission(List.of(), "");

  Admission {
    authorities = List.copyOf(authorities);
  }

  /// @throws IllegalArgumentException if the authority's certificate cannot be read
  static Admission of(Optional<TlsSettings.ClientAuthentication> clients) {
    return clients
        .map(only -> new Admission(TlsIdentity.readCertificates(only.authority()), only.subject()))
        .orElse(ANYBODY);
  }

  /// Whether who was let in by another rule would be by this one.
  ///
  /// @param other null if none is known
  boolean covers(@Nullable Admission other) {
    return equals(ANYBODY) || equals(other);
  }
}
