package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.CLOSED_HOST;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.OTHER_HOST;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ConnectionErrorCodeType;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;

/// Why a key store does not connect, or is not even created, each for its real reason.
class ConnectionFailuresTest {

  private static final String BAD = "xks.bad.test";
  private static final String EXPIRED = "xks.expired.test";
  private static final String UNTRUSTED = "xks.untrusted.test";

  private static final TestCertificates authority = new TestCertificates();
  private static final BadProxy bad =
      new BadProxy(authority.server(BAD, Instant.now().plusSeconds(3600)));
  private static final BadProxy expired =
      new BadProxy(authority.server(EXPIRED, Instant.now().minusSeconds(60)));
  private static final BadProxy untrusted =
      new BadProxy(new TestCertificates().server(UNTRUSTED, Instant.now().plusSeconds(3600)));

  @RegisterExtension
  static final LocalKmsFixture fixture =
      new LocalKmsFixture()
          .with(b ->
              b.trust(List.of(authority.authority()))
                  .connectTo(BAD, bad.address())
                  .connectTo(EXPIRED, expired.address())
                  .connectTo(UNTRUSTED, untrusted.address()));

  private final KmsClient kms = fixture.kms();

  @AfterAll
  static void stop() {
    List.of(bad, expired, untrusted).forEach(BadProxy::close);
  }

  @BeforeEach
  void behave() {
    bad.behave();
  }

  @AfterEach
  void discard_what_the_test_made() {
    for (var store : kms.describeCustomKeyStores().customKeyStores()) {
      if (!store.customKeyStoreId().equals(fixture.store())) {
        fixture.discard(store.customKeyStoreId());
      }
    }
  }

  @Test
  void an_expired_certificate_a_wrong_name_and_an_unknown_authority_are_faults_of_tls() {
    for (var host : List.of(EXPIRED, OTHER_HOST, UNTRUSTED)) {
      var id = fixture.createVpcStore(host);
      assertThat(fixture.failureOf(id))
          .as(host)
          .isEqualTo(ConnectionErrorCodeType.XKS_PROXY_INVALID_TLS_CONFIGURATION);
      fixture.discard(id);
      assertThat(assertFault("XksProxyUriUnreachableException", () -> createPublic(host)))
          .contains("TLS");
    }
    assertThat(expired.arrived()).isEmpty();
    assertThat(untrusted.arrived()).isEmpty();
  }

  @Test
  void a_port_that_nobody_listens_on_is_not_reachable() {
    var id = fixture.createVpcStore(CLOSED_HOST);
    assertThat(fixture.failureOf(id)).isEqualTo(ConnectionErrorCodeType.XKS_PROXY_NOT_REACHABLE);
    fixture.discard(id);
    assertThat(assertFault("XksProxyUriUnreachableException", () -> createPublic(CLOSED_HOST)))
        .contains("cannot communicate");
  }

  @Test
  void a_proxy_that_was_started_anew_is_reached_by_the_next_request() {
    var host = "xks.anew.test";
    var tls = authority.server(host, Instant.now().plusSeconds(3600));
    var first = new BadProxy(tls);
    try (var local =
            fixture
                .builder()
                .trust(List.of(authority.authority()))
                .connectTo(host, first.address())
                .start();
        var client = fixture.kmsClient(local.endpoint())) {
      for (var i = 0; i < 8; i++) {
        var path = "/" + i;
        client.createCustomKeyStore(
            fixture.request(r -> r.xksProxyUriEndpoint("https://" + host), path));
      }
      var store = client.describeCustomKeyStores().customKeyStores().getFirst().customKeyStoreId();
      client.connectCustomKeyStore(r -> r.customKeyStoreId(store));
      while (!client
          .describeCustomKeyStores(r -> r.customKeyStoreId(store))
          .customKeyStores()
          .getFirst()
          .connectionStateAsString()
          .equals("CONNECTED")) {
        Thread.onSpinWait();
      }
      var port = first.address().getPort();
      first.close();
      try (var _ = new BadProxy(tls, port)) {
        assertThat(
                client
                    .createKey(
                        r -> r.origin("EXTERNAL_KEY_STORE").customKeyStoreId(store).xksKeyId("one"))
                    .keyMetadata()
                    .arn())
            .isNotBlank();
      }
    }
  }

  @Test
  void a_proxy_that_does_not_answer_is_tried_twice_in_its_time_and_no_more() {
    try (var hasty =
            fixture
                .builder()
                .trust(List.of(authority.authority()))
                .connectTo(BAD, bad.address())
                .proxyTimeout(Duration.ofMillis(700))
                .start();
        var client = fixture.kmsClient(hasty.endpoint())) {
      bad.fallSilentAt("health");
      var start = System.nanoTime();
      assertThat(
              assertFault(
                  "XksProxyUriUnreachableException",
                  () ->
                      client.createCustomKeyStore(
                          fixture.request(r -> r.xksProxyUriEndpoint("https://" + BAD), "/main"))))
          .contains("in time");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(1400), Duration.ofSeconds(8));
      assertThat(bad.arrived()).hasSize(2);
      assertThat(hasty.proxiedCalls())
          .as("what to do about it, which AWS KMS does not tell")
          .singleElement()
          .satisfies(call ->
              assertThat(call.proxy().toString())
                  .contains("not within 700 ms, twice; --proxy-timeout"));
    }
  }

  @ParameterizedTest(name = "{1}: create {2}, connect {3}")
  @CsvSource({
    "400, ValidationException,           XksProxyInvalidResponseException,                  "
        + " XKS_PROXY_INVALID_RESPONSE",
    "401, AuthenticationFailedException, XksProxyIncorrectAuthenticationCredentialException,"
        + " INVALID_CREDENTIALS",
    "403, AccessDeniedException,         XksProxyInvalidResponseException,                  "
        + " XKS_PROXY_ACCESS_DENIED",
    "404, InvalidUriPathException,       XksProxyInvalidConfigurationException,             "
        + " XKS_PROXY_INVALID_CONFIGURATION",
    "429, ThrottlingException,           XksProxyUriUnreachableException,                   "
        + " XKS_PROXY_NOT_REACHABLE",
    "500, InternalException,             XksProxyInvalidResponseException,                  "
        + " XKS_PROXY_INVALID_RESPONSE",
    "501, UnsupportedOperationException, XksProxyInvalidResponseException,                  "
        + " XKS_PROXY_INVALID_RESPONSE",
    "503, DependencyTimeoutException,    XksProxyUriUnreachableException,                   "
        + " XKS_PROXY_TIMED_OUT",
    "418, TeapotException,               XksProxyInvalidResponseException,                  "
        + " XKS_PROXY_INVALID_RESPONSE"
  })
  void an_error_of_the_proxy(
      int status, String errorName, String onCreate, ConnectionErrorCodeType onConnect) {
    bad.refuse("health", status, errorName);
    assertFault(onCreate, () -> createPublic(BAD));
    assertThat(fixture.failureOf(fixture.createVpcStore(BAD))).isEqualTo(onConnect);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | no JSON",
        "200 | []",
        "200 | {}",
        "200 | {} trailing",
        "500 | ''",
        "404 | <html>not found</html>",
        "302 | {}"
      })
  void an_answer_that_is_none(int status, String body) {
    bad.answer("health", status, body);
    assertFault("XksProxyInvalidResponseException", () -> createPublic(BAD));
    assertThat(fixture.failureOf(fixture.createVpcStore(BAD)))
        .isEqualTo(ConnectionErrorCodeType.XKS_PROXY_INVALID_RESPONSE);
  }

  @ParameterizedTest
  @CsvSource({
    "xksProxyFleetSize, 0",
    "xksProxyFleetSize, 1.5",
    "xksProxyVendor,    7",
    "ekmFleetDetails,   []",
    "ekmFleetDetails,   {}"
  })
  void a_health_answer_with_a_wrong_field(String field, String value) throws Exception {
    var wrong = new com.fasterxml.jackson.databind.ObjectMapper().readTree(value);
    bad.change("health", answer -> answer.set(field, wrong));
    assertFault("XksProxyInvalidResponseException", () -> createPublic(BAD));
  }

  @Test
  void when_every_key_manager_is_unavailable_the_proxy_counts_as_not_reachable() {
    bad.change("health", answer -> ekms(answer, "UNAVAILABLE", "UNAVAILABLE"));
    assertFault("XksProxyUriUnreachableException", () -> createPublic(BAD));
    var id = fixture.createVpcStore(BAD);
    assertThat(fixture.failureOf(id)).isEqualTo(ConnectionErrorCodeType.XKS_PROXY_NOT_REACHABLE);
    fixture.disconnect(id);
    bad.change("health", answer -> ekms(answer, "UNAVAILABLE", "DEGRADED"));
    fixture.connect(id);
    fixture.disconnect(id);
    bad.change("health", answer -> ekms(answer, "ASLEEP"));
    assertThat(fixture.failureOf(id)).isEqualTo(ConnectionErrorCodeType.XKS_PROXY_INVALID_RESPONSE);
  }

  @Test
  void a_wrong_secret_is_found_by_the_real_proxy_and_repaired_by_an_update() {
    var wrong = "x".repeat(43);
    assertFault(
        "XksProxyIncorrectAuthenticationCredentialException",
        () ->
            fixture.create(
                r ->
                    r.xksProxyAuthenticationCredential(c ->
                        c.accessKeyId(fixture.credential().accessKeyId())
                            .rawSecretAccessKey(wrong)),
                "/d"));
    var id = fixture.createStore("/d");
    assertThat(fixture.describe(id).connectionState()).isEqualTo(ConnectionStateType.DISCONNECTED);
  }

  @Test
  void a_failed_key_store_must_be_disconnected_before_anything_else() {
    var id = fixture.createVpcStore(CLOSED_HOST);
    var code = "CustomKeyStoreInvalidStateException";
    assertThat(fixture.failureOf(id)).isEqualTo(ConnectionErrorCodeType.XKS_PROXY_NOT_REACHABLE);
    assertFault(code, () -> kms.connectCustomKeyStore(r -> r.customKeyStoreId(id)));
    assertFault(code, () -> kms.deleteCustomKeyStore(r -> r.customKeyStoreId(id)));
    assertFault(
        code,
        () -> kms.updateCustomKeyStore(r -> r.customKeyStoreId(id).newCustomKeyStoreName("x")));
    fixture.disconnect(id);
    assertThat(fixture.describe(id).connectionErrorCode()).isNull();
  }

  @Test
  void the_proxys_own_words_are_not_passed_on() {
    bad.answer(
        "health", 500, "{\"errorName\":\"InternalException\",\"errorMessage\":\"hsm7 down\"}");
    assertThat(assertFault("XksProxyInvalidResponseException", () -> createPublic(BAD)))
        .doesNotContain("hsm7");
  }

  @Test
  void requests_are_signed_over_host_and_date_for_the_service_of_proxies() {
    createPublic(BAD);
    assertThat(bad.arrived())
        .singleElement()
        .satisfies(request -> {
          var authorization = header(request.headers(), "Authorization");
          assertThat(authorization)
              .startsWith("AWS4-HMAC-SHA256 Credential=" + fixture.credential().accessKeyId())
              .contains("/us-east-1/kms-xks-proxy/aws4_request")
              .contains("SignedHeaders=");
          assertThat(header(request.headers(), "Host")).isEqualTo(BAD);
          assertThat(request.body().path("requestMetadata").properties())
              .extracting(Map.Entry::getKey)
              .containsExactlyInAnyOrder("kmsRequestId", "kmsOperation");
        });
  }

  private static String header(Map<String, List<String>> headers, String name) {
    return headers.get(name).getFirst();
  }

  private static void ekms(
      com.fasterxml.jackson.databind.node.ObjectNode health, String... statuses) {
    var fleet = health.putArray("ekmFleetDetails");
    for (var status : statuses) {
      fleet.addObject().put("id", status).put("model", "m").put("healthStatus", status);
    }
  }

  private static String createPublic(String host) {
    return fixture.create(r -> r.xksProxyUriEndpoint("https://" + host), "/public");
  }
}
