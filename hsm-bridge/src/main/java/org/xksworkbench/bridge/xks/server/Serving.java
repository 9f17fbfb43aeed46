package org.xksworkbench.bridge.xks.server;

import io.netty.handler.ssl.SslContext;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is served now, and the TLS that belongs to it. Changes as a whole.
final class Serving {

  /// @param admission which clients the TLS lets in
  /// @param expires the first of the certificates that are shown
  private record Now(
      ServedConfiguration configuration, SslContext tls, Admission admission, Instant expires) {}

  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  private final InstantSource clock;
  private volatile Now now;

  /// @throws IllegalArgumentException if certificate or key cannot be read
  Serving(ServedConfiguration configuration, InstantSource clock) {
    this.clock = clock;
    now = prepare(configuration);
  }

  ServedConfiguration configuration() {
    return now.configuration();
  }

  SslContext tls() {
    return now.tls();
  }

  Admission admission() {
    return now.admission();
  }

  /// When the first of the certificates that are shown expires.
  Instant expires() {
    return now.expires();
  }

  /// @throws IllegalArgumentException if certificate or key cannot be read; then nothing changes
  void change(ServedConfiguration configuration) {
    now = prepare(configuration);
  }

  private Now prepare(ServedConfiguration configuration) {
    var settings = configuration.tls();
    var pair = settings.identity().read();
    var next =
        new Now(
            configuration,
            TlsContexts.of(settings, pair),
            Admission.of(settings.clients()),
            pair.chain().stream()
                .map(X509Certificate::getNotAfter)
                .map(Date::toInstant)
                .min(Instant::compareTo)
                .orElseThrow());
    warnOfDates(settings.identity(), pair.chain());
    return next;
  }

  /// The proxy serves with it all the same: who replaced one certificate by another that does not
  /// hold meant to, or learns it here.
  private void warnOfDates(TlsIdentity identity, List<X509Certificate> chain) {
    var today = clock.instant();
    for (var certificate : chain) {
      var subject = certificate.getSubjectX500Principal();
      if (certificate.getNotAfter().toInstant().isBefore(today)) {
        warn(identity, subject, "expired at " + certificate.getNotAfter().toInstant());
      } else if (certificate.getNotBefore().toInstant().isAfter(today)) {
        warn(identity, subject, "is not valid before " + certificate.getNotBefore().toInstant());
      }
    }
  }

  private static void warn(TlsIdentity identity, Object subject, String what) {
    LOG.warn(
        "The certificate of {} in {} {}. It is shown all the same, and AWS KMS will refuse to"
            + " connect; put a valid one in its place.",
        subject,
        identity.certificateChain(),
        what);
  }
}
