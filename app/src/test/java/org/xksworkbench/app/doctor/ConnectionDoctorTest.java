package org.xksworkbench.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.doctor.ProbeFinding.ProbeVerdict;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.TestTls;
import org.xksworkbench.bridge.xks.server.XksPrefix;
import org.xksworkbench.bridge.xks.server.XksProxy;

/// One fault for each step, on a real proxy where a real proxy can have it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionDoctorTest {

  private static final String HOST = "xks.doctor.test";
  private static final String PATH = "/main/kms/xks/v1";
  private static final String HEALTHY =
      "{\"xksProxyFleetSize\":1,\"xksProxyVendor\":\"v\",\"xksProxyModel\":\"m\",\"ekmVendor\":\"e\","
          + "\"ekmFleetDetails\":[{\"id\":\"1\",\"model\":\"m\",\"healthStatus\":\"%s\"}]}";

  private final Credential credential = Credential.generate(new SecureRandom());
  private TestTls tls;
  private HsmSession session;
  private XksProxy proxy;

  @BeforeAll
  void start(@TempDir Path folder) {
    tls = TestTls.issue(folder, HOST);
    session = SoftHsm.login(SoftHsm.newToken());
    proxy =
        XksProxy.builder()
            .limits(
                org.xksworkbench.bridge.xks.server.ProxyLimits.DEFAULT.withBudget(
                    java.time.Duration.ofSeconds(10)))
            .session(session)
            .tls(tls.identity())
            .prefix(new XksPrefix("/main", List.of(credential), new KeyAdmission.AllSecretKeys()))
            .start();
  }

  @AfterAll
  void stop() {
    proxy.close();
    session.close();
  }

  @Test
  void a_proxy_that_is_well_passes_every_step_in_order() {
    var told = new ArrayList<ProbeFinding>();
    var diagnosis = doctor(proxy.port()).examine(patient(PATH), told::add);
    assertThat(diagnosis.cause()).isEmpty();
    assertThat(told)
        .isEqualTo(diagnosis.findings())
        .extracting(ProbeFinding::probe)
        .containsExactly(Probe.values());
    assertThat(told).noneMatch(finding -> finding.verdict() == ProbeVerdict.SKIPPED);
    assertThat(words(diagnosis, Probe.CERTIFICATE_CHAIN)).contains("AWS itself would not");
    assertThat(finding(diagnosis, Probe.BUDGET).took()).isPositive();
  }

  @Test
  void a_secret_that_is_not_known_leaves_the_signature_untried_and_says_so() {
    var diagnosis =
        doctor(proxy.port())
            .examine(new Patient("https://" + HOST, PATH, Optional.empty()), _ -> {});
    assertThat(diagnosis.cause()).isEmpty();
    assertThat(finding(diagnosis, Probe.SIGNATURE).verdict()).isEqualTo(ProbeVerdict.SKIPPED);
    assertThat(words(diagnosis, Probe.SIGNATURE)).contains("AWS KMS does not tell the secret");
    assertThat(finding(diagnosis, Probe.BUDGET).verdict()).isNotEqualTo(ProbeVerdict.SKIPPED);
  }

  @Test
  void a_host_name_that_is_not_in_the_dns() {
    var network =
        new Network(
            Map.of(),
            List.of(),
            host -> {
              throw new UnknownHostException(host);
            });
    assertFails(network, Probe.NAME_RESOLVES, "XKS_PROXY_NOT_REACHABLE", "not known to the DNS");
  }

  @Test
  void an_endpoint_with_a_port() {
    var diagnosis =
        doctor(proxy.port())
            .examine(new Patient("https://" + HOST + ":8443", PATH, Optional.empty()), _ -> {});
    assertThat(diagnosis.cause().orElseThrow().probe()).isEqualTo(Probe.NAME_RESOLVES);
    assertThat(diagnosis.cause().orElseThrow().remedy()).contains("https://xks.example.com");
  }

  @Test
  void a_host_with_ipv6_only() {
    var network =
        new Network(Map.of(), List.of(), _ -> List.of(InetAddress.getByName("2001:db8::1")));
    assertFails(network, Probe.IPV4_ROUTE, "XKS_PROXY_NOT_REACHABLE", "A record");
  }

  @Test
  void a_port_on_which_nothing_listens() throws IOException {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertFails(network(free), Probe.TCP_443, "XKS_PROXY_NOT_REACHABLE", "refused");
  }

  /// A server of the last century answers with these alerts (RFC 5246, 7.2).
  @ParameterizedTest
  @CsvSource({
    "70,TLS_VERSION,neither TLS 1.2 nor TLS 1.3",
    "40,CIPHER_SUITE,refused the handshake"
  })
  void a_server_that_refuses_the_handshake(int alert, Probe probe, String words)
      throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            while (!server.isClosed()) {
              try (var socket = server.accept()) {
                var hello = new byte[4096];
                var _ = socket.getInputStream().read(hello);
                socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, (byte) alert});
              } catch (IOException e) {
                return;
              }
            }
          });
      assertFails(
          network(server.getLocalPort()), probe, "XKS_PROXY_INVALID_TLS_CONFIGURATION", words);
    }
  }

  @Test
  void a_port_that_does_not_speak_tls() throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            while (!server.isClosed()) {
              try (var socket = server.accept()) {
                socket
                    .getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
              } catch (IOException e) {
                return;
              }
            }
          });
      assertFails(
          network(server.getLocalPort()),
          Probe.TLS_VERSION,
          "XKS_PROXY_INVALID_TLS_CONFIGURATION",
          "does not answer as TLS does");
    }
  }

  @Test
  void a_suite_that_aws_kms_does_not_speak() throws Exception {
    try (var server = new FakeServer(tls, "TLS_AES_128_GCM_SHA256", 0, 200, "{}")) {
      assertFails(
          network(server.port()),
          Probe.CIPHER_SUITE,
          "XKS_PROXY_INVALID_TLS_CONFIGURATION",
          "TLS_AES_128_GCM_SHA256 is not a suite of AWS KMS");
    }
  }

  @Test
  void a_certificate_of_an_authority_that_nobody_trusts() {
    var network = Network.with(Map.of(HOST, at(proxy.port())), List.of());
    assertFails(
        network,
        Probe.CERTIFICATE_CHAIN,
        "XKS_PROXY_INVALID_TLS_CONFIGURATION",
        "no authority that is trusted here");
  }

  @Test
  void a_certificate_for_another_name() {
    var network = Network.with(Map.of("xks.other.test", at(proxy.port())), List.of(authority(tls)));
    var diagnosis =
        new ConnectionDoctor(network, "us-east-1", Clock.systemUTC())
            .examine(new Patient("https://xks.other.test", PATH, Optional.empty()), _ -> {});
    assertThat(diagnosis.cause().orElseThrow().probe()).isEqualTo(Probe.CERTIFICATE_NAME);
    assertThat(diagnosis.cause().orElseThrow().why())
        .contains("for " + HOST)
        .contains("not for xks.other.test");
  }

  @Test
  void a_certificate_that_has_expired_and_one_that_soon_will() {
    var expires = tls.identity().expires();
    var late = examine(expires.plusSeconds(60));
    assertThat(late.cause().orElseThrow().probe()).isEqualTo(Probe.CERTIFICATE_DAYS);
    assertThat(late.cause().orElseThrow().why()).contains("expired on");

    var soon = examine(expires.minus(Duration.ofDays(9)).minusSeconds(60));
    assertThat(soon.cause()).isEmpty();
    assertThat(finding(soon, Probe.CERTIFICATE_DAYS).verdict()).isEqualTo(ProbeVerdict.WARNING);
    assertThat(words(soon, Probe.CERTIFICATE_DAYS)).contains("9 days are left");
  }

  @Test
  void a_secret_that_is_not_the_proxys() {
    var wrong = new ProxyCredential(credential.accessKeyId(), "w".repeat(43).toCharArray());
    var diagnosis =
        doctor(proxy.port())
            .examine(new Patient("https://" + HOST, PATH, Optional.of(wrong)), _ -> {});
    assertCause(diagnosis, Probe.SIGNATURE, "INVALID_CREDENTIALS", "AuthenticationFailed");
    assertThat(diagnosis.cause().orElseThrow().exception())
        .contains(KmsErrorCode.XKS_PROXY_INCORRECT_AUTHENTICATION_CREDENTIAL);
  }

  @Test
  void a_path_that_the_proxy_does_not_serve() {
    var diagnosis = doctor(proxy.port()).examine(patient("/other/kms/xks/v1"), _ -> {});
    assertCause(
        diagnosis, Probe.URI_PATH, "XKS_PROXY_INVALID_CONFIGURATION", "InvalidUriPathException");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|{\"errorName\":\"AccessDeniedException\"}|XKS_PROXY_ACCESS_DENIED",
        "500|{\"errorName\":\"InternalException\"}|XKS_PROXY_INVALID_RESPONSE",
        "429|{\"errorName\":\"ThrottlingException\"}|XKS_PROXY_NOT_REACHABLE",
        "200|<html>hello</html>|XKS_PROXY_INVALID_RESPONSE",
        "200|{\"xksProxyFleetSize\":1}|XKS_PROXY_INVALID_RESPONSE"
      })
  void an_answer_that_is_not_a_healthy_one(int status, String body, String code) throws Exception {
    try (var server = new FakeServer(tls, "", 0, status, body)) {
      assertFails(network(server.port()), Probe.HEALTH, code, "");
    }
  }

  @Test
  void an_hsm_that_is_gone_behind_a_proxy_that_runs() throws Exception {
    try (var server = new FakeServer(tls, "", 0, 200, HEALTHY.formatted("UNAVAILABLE"))) {
      assertFails(network(server.port()), Probe.HEALTH, "XKS_PROXY_NOT_REACHABLE", "UNAVAILABLE");
    }
    try (var server = new FakeServer(tls, "", 0, 200, HEALTHY.formatted("DEGRADED"))) {
      var diagnosis = doctor(server.port()).examine(patient(PATH), _ -> {});
      assertThat(finding(diagnosis, Probe.HEALTH).verdict()).isEqualTo(ProbeVerdict.WARNING);
    }
  }

  @Test
  void an_answer_that_comes_too_late_for_aws_kms() throws Exception {
    try (var server = new FakeServer(tls, "", 300, 200, HEALTHY.formatted("ACTIVE"))) {
      assertFails(
          network(server.port()), Probe.BUDGET, "XKS_PROXY_TIMED_OUT", "AWS KMS waits 250 ms");
    }
  }

  private Diagnosis examine(Instant now) {
    return new ConnectionDoctor(
            network(proxy.port()), "us-east-1", Clock.fixed(now, ZoneOffset.UTC))
        .examine(patient(PATH), _ -> {});
  }

  private void assertFails(Network network, Probe probe, String code, String words) {
    var diagnosis =
        new ConnectionDoctor(network, "us-east-1", Clock.systemUTC())
            .examine(patient(PATH), _ -> {});
    assertCause(diagnosis, probe, code, words);
  }

  private static void assertCause(Diagnosis diagnosis, Probe probe, String code, String words) {
    var cause = diagnosis.cause().orElseThrow();
    assertThat(cause.probe()).as(diagnosis.toString()).isEqualTo(probe);
    assertThat(cause.connectionErrorCode().map(Enum::name).orElse("")).isEqualTo(code);
    assertThat(cause.why() + " " + cause.remedy()).contains(words);
    assertThat(diagnosis.findings())
        .extracting(ProbeFinding::probe)
        .containsExactlyInAnyOrder(Probe.values());
    assertThat(diagnosis.findings())
        .as("what comes after is not tried")
        .filteredOn(finding -> finding.probe().compareTo(probe) > 0)
        .allMatch(finding -> finding.verdict() == ProbeVerdict.SKIPPED);
  }

  private static ProbeFinding finding(Diagnosis diagnosis, Probe probe) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.probe() == probe)
        .findFirst()
        .orElseThrow();
  }

  private static String words(Diagnosis diagnosis, Probe probe) {
    return finding(diagnosis, probe).words();
  }

  private Patient patient(String path) {
    return new Patient(
        "https://" + HOST,
        path,
        Optional.of(
            new ProxyCredential(
                credential.accessKeyId(), credential.secretAccessKey().toCharArray())));
  }

  private ConnectionDoctor doctor(int port) {
    return new ConnectionDoctor(network(port), "us-east-1", Clock.systemUTC());
  }

  private Network network(int port) {
    return Network.with(Map.of(HOST, at(port)), List.of(authority(tls)));
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }

  private static X509Certificate authority(TestTls tls) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(
                      tls.issued().caPem().getBytes(StandardCharsets.US_ASCII)));
    } catch (java.security.cert.CertificateException e) {
      throw new AssertionError(e);
    }
  }

  /// Answers every request alike, over TLS with a good certificate.
  private static final class FakeServer implements AutoCloseable {

    private final HttpsServer server;

    FakeServer(TestTls tls, String suite, long delay, int status, String body) throws Exception {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(
          new HttpsConfigurator(context(tls)) {
            @Override
            public void configure(com.sun.net.httpserver.HttpsParameters parameters) {
              var chosen = new SSLParameters();
              if (!suite.isEmpty()) {
                chosen.setCipherSuites(new String[] {suite});
              }
              parameters.setSSLParameters(chosen);
            }
          });
      server.createContext(
          "/",
          exchange -> {
            try {
              Thread.sleep(delay); // the slowness that the check must find
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
    }

    int port() {
      return server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }

    private static SSLContext context(TestTls tls) throws Exception {
      var chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(Files.newInputStream(tls.identity().certificateChain()))
              .toArray(Certificate[]::new);
      var pem = Files.readString(tls.identity().privateKey()).replaceAll("-----[^-]+-----|\\s", "");
      var key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, new char[0], Arrays.copyOf(chain, chain.length));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    }
  }
}
