package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.LogLines;
import org.xksworkbench.bridge.xks.certificate.TestAuthority;
import org.xksworkbench.bridge.xks.certificate.TestAuthority.IssuedAs;

/// A certificate that comes to its end.
class CertificateDatesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void the_log_is_told_thirty_and_seven_days_before_the_end_once_each() {
    var end = new AtomicReference<>(Instant.parse("2027-01-31T12:00:00Z"));
    var now = new AtomicReference<>(Instant.parse("2027-01-01T11:59:59Z"));
    var dates = new CertificateDates(end::get, now::get);
    try (var log = new LogLines()) {
      dates.look();
      assertThat(dates.days()).isEqualTo(30);
      assertThat(log.lines()).isEmpty();

      now.set(Instant.parse("2027-01-01T12:00:01Z"));
      dates.look();
      dates.look();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("in 29 days", "certificate request");
      assertThat(dates.urgent()).isFalse();

      now.set(Instant.parse("2027-01-24T12:00:01Z"));
      dates.look();
      dates.look();
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().getLast()).contains("in 6 days", "DEGRADED");
      assertThat(dates.urgent()).isTrue();

      end.set(Instant.parse("2028-01-31T12:00:00Z"));
      dates.look();
      assertThat(dates.urgent()).isFalse();
      assertThat(log.lines()).hasSize(2);

      end.set(Instant.parse("2027-01-30T12:00:00Z"));
      dates.look();
      assertThat(log.lines()).as("another one is told of, too").hasSize(3);
    }
  }

  @Test
  void health_of_a_proxy_is_degraded_in_the_last_days_until_another_certificate_serves()
      throws Exception {
    var root = TestAuthority.root("CN=Test Root,O=Test");
    var five = identity(root, Duration.ofDays(5).plusHours(1));
    var ninety = identity(root, Duration.ofDays(90).plusHours(1));
    try (var log = new LogLines();
        var served = ServedToken.start(folder, builder -> builder.tls(five))) {
      var client =
          new XksTestClient(
              TestAuthority.pem(root.certificate()),
              served.proxy().port(),
              "/payments",
              served.credential());
      assertThat(served.proxy().certificateDays()).isEqualTo(5);
      assertThat(log.lines()).anyMatch(line -> line.contains("in 5 days"));
      assertThat(health(client)).isEqualTo("DEGRADED");
      assertThat(client.metadata("key-1").status()).as("all else goes on").isEqualTo(200);

      served
          .proxy()
          .serve(
              new ServedConfiguration(
                  List.of(
                      new XksPrefix(
                          "/payments", List.of(served.credential()), new KeyAdmission.FitKeys())),
                  TlsSettings.of(ninety),
                  Optional.empty()));
      assertThat(served.proxy().certificateDays()).isEqualTo(90);
      await().atMost(PATIENCE).until(() -> health(client).equals("ACTIVE"));
    }
  }

  private static String health(XksTestClient client) {
    return client.health().body().path("ekmFleetDetails").path(0).path("healthStatus").asText();
  }

  private TlsIdentity identity(TestAuthority root, Duration validFor)
      throws IOException, GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    var pair = generator.generateKeyPair();
    var own = root.issue(pair.getPublic(), IssuedAs.server("localhost").validFor(validFor));
    var name = Long.toString(validFor.toDays());
    return new TlsIdentity(
        Files.writeString(folder.resolve(name + ".crt"), TestAuthority.pem(own)),
        Files.writeString(
            folder.resolve(name + ".key"),
            TestAuthority.pem(new PemObject("PRIVATE KEY", pair.getPrivate().getEncoded()))));
  }
}
