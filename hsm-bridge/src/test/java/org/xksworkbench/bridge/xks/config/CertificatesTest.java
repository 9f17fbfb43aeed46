package org.xksworkbench.bridge.xks.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `proxy init` serves with.
class CertificatesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xks.example.com",
        "xks-proxy.payments.production.eu-central-1.example.com",
        "xks-proxy.payments-and-settlements.production.eu-central-1.internal.example-company.com"
      })
  void a_host_of_any_length_stands_whole_in_a_certificate_that_its_authority_signed(String host)
      throws Exception {
    var issued = Certificates.issue(host);
    var authority = read(issued.caPem()).getFirst();
    var server = read(issued.certificateChainPem()).getFirst();
    server.verify(authority.getPublicKey());
    assertThat(server.getIssuerX500Principal()).isEqualTo(authority.getSubjectX500Principal());
    assertThat(server.getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .contains(host, "localhost", "127.0.0.1");
    for (var certificate : List.of(authority, server)) {
      assertThat(certificate.getSubjectX500Principal().getName().length())
          .as("a common name, with CN=")
          .isLessThanOrEqualTo("CN=".length() + 64);
    }
  }

  private static List<X509Certificate> read(String pem) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }
}
