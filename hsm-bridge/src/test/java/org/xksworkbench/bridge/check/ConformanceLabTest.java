package org.xksworkbench.bridge.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xksworkbench.bridge.check.BrokenProxy.ProxyFault;
import org.xksworkbench.bridge.check.RuleResult.Fail;
import org.xksworkbench.bridge.check.RuleResult.NotTried;
import org.xksworkbench.bridge.check.RuleResult.Pass;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.ProxyLimits;
import org.xksworkbench.bridge.xks.server.TestTls;
import org.xksworkbench.bridge.xks.server.XksPrefix;
import org.xksworkbench.bridge.xks.server.XksProxy;

/// The lab on a real proxy with a real token, and on the same with one rule broken at a time.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceLabTest {

  private static final String HOST = "xks.check.test";
  private static final String PATH = "/checked";
  private static final String KEY = "checked-key";

  /// Longer than AWS KMS waits: these tests are on rules and not on the speed of a machine that
  /// runs tests.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final ConformanceLab.Options NO_LOAD =
      new ConformanceLab.Options(0, Duration.ofSeconds(1), PATIENCE);

  private final Credential credential = Credential.generate(new SecureRandom());
  private Path folder;
  private HsmSession session;
  private XksProxy proxy;
  private BrokenProxy broken;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    session = SoftHsm.newSession();
    session.generateAesKey(AesKeyTemplate.forExternalKeyStore(KEY));
    var tls = TestTls.issue(folder, HOST);
    proxy =
        XksProxy.builder()
            .session(session)
            .tls(tls.identity())
            .limits(ProxyLimits.DEFAULT.withBudget(Duration.ofSeconds(8)))
            .prefix(new XksPrefix(PATH, List.of(credential), new KeyAdmission.FitKeys()))
            .start();
    broken = new BrokenProxy(tls, proxy.port());
    Files.writeString(folder.resolve("ca.pem"), tls.issued().caPem());
    Files.writeString(
        folder.resolve("console.json"),
        new ObjectMapper()
            .createObjectNode()
            .put("XksProxyUriPath", PATH + "/kms/xks/v1")
            .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                "XksProxyAuthenticationCredential",
                new ObjectMapper()
                    .createObjectNode()
                    .put("AccessKeyId", credential.accessKeyId())
                    .put("RawSecretAccessKey", credential.secretAccessKey()))
            .toString());
  }

  @AfterAll
  void stop() {
    broken.close();
    proxy.close();
    session.close();
  }

  @Test
  void our_own_proxy_keeps_every_rule() {
    var report = ConformanceLab.run(target(proxy.port(), Optional.of(KEY)), NO_LOAD, _ -> {});
    assertThat(notPassed(report))
        .containsExactlyEntriesOf(Map.of("rate", new NotTried("No rate was given (--rate 1800).")));
    assertThat(report.ready()).isTrue();
    assertThat(report.latency().orElseThrow().answers()).isEqualTo(60);
  }

  @Test
  void the_proxy_that_breaks_rules_breaks_none_by_itself() {
    broken.with(ProxyFault.NONE);
    var report = ConformanceLab.run(target(broken.port(), Optional.of(KEY)), NO_LOAD, _ -> {});
    assertThat(failed(report)).isEmpty();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(ProxyFault.ANSWERS_GET, Set.of("get-is-405")),
        Arguments.of(ProxyFault.UNKNOWN_PATH_IS_500, Set.of("unknown-path")),
        Arguments.of(ProxyFault.NO_FLEET, Set.of("health-fields", "health-able")),
        Arguments.of(ProxyFault.ALL_UNAVAILABLE, Set.of("health-able")),
        Arguments.of(ProxyFault.LOWER_CASE_KEY_SPEC, Set.of("metadata-usable")),
        Arguments.of(ProxyFault.KEY_DISABLED, Set.of("metadata-usable")),
        Arguments.of(ProxyFault.NO_INTEGRITY_VALUE, Set.of("encrypt-cdiv")),
        Arguments.of(ProxyFault.WRONG_INTEGRITY_VALUE, Set.of("encrypt-cdiv")),
        Arguments.of(
            ProxyFault.BAD_CIPHERTEXT_IS_500,
            Set.of("decrypt-tag", "decrypt-ciphertext", "decrypt-aad", "decrypt-metadata")),
        Arguments.of(ProxyFault.LONG_ERROR_MESSAGE, Set.of("error-form")),
        Arguments.of(ProxyFault.ERROR_WITHOUT_NAME, Set.of("unknown-key", "error-form")),
        Arguments.of(ProxyFault.UNSIGNED_IS_403, Set.of("auth-unsigned")),
        Arguments.of(ProxyFault.REFUSES_LONG_PLAINTEXT, Set.of("encrypt-largest")),
        Arguments.of(
            ProxyFault.ENCRYPT_IS_500,
            Set.of(
                "encrypt-fields",
                "encrypt-largest",
                "encrypt-cdiv",
                "encrypt-algorithm",
                "encrypt-base64",
                "encrypt-missing",
                "body-not-json",
                "decrypt-round-trip")),
        Arguments.of(ProxyFault.EMPTY_METADATA, Set.of()),
        Arguments.of(
            ProxyFault.LONG_ANSWERS,
            Set.of(
                "metadata-fields",
                "metadata-usable",
                "metadata-long-arn",
                "metadata-any-operation")),
        Arguments.of(ProxyFault.NO_PING, Set.of("ping")),
        Arguments.of(ProxyFault.SLOW_HEALTH, Set.of("deadline")),
        Arguments.of(ProxyFault.TEXT_CONTENT_TYPE, Set.of("json-over-http")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_broken_proxy_fails_exactly_the_rules_that_it_breaks(ProxyFault fault, Set<String> rules) {
    var report =
        ConformanceLab.run(target(broken.with(fault).port(), Optional.of(KEY)), NO_LOAD, _ -> {});
    assertThat(failed(report)).containsExactlyInAnyOrderElementsOf(rules);
  }

  @Test
  void a_rule_on_what_encrypt_makes_is_not_tried_where_encrypt_makes_nothing() {
    var report =
        ConformanceLab.run(
            target(broken.with(ProxyFault.ENCRYPT_IS_500).port(), Optional.of(KEY)),
            NO_LOAD,
            _ -> {});
    assertThat(notPassed(report))
        .containsEntry(
            "decrypt-tag", new NotTried("Encrypt was refused: HTTP 500 InternalException."))
        .extractingByKeys("encrypt-metadata", "encrypt-fresh-iv", "decrypt-metadata")
        .hasOnlyElementsOfType(NotTried.class);
    assertThat(
            notPassed(
                ConformanceLab.run(
                    target(broken.with(ProxyFault.NO_TAG).port(), Optional.of(KEY)),
                    NO_LOAD,
                    _ -> {})))
        .as("a tag that did not come cannot be changed")
        .containsEntry(
            "decrypt-tag", new NotTried("Encrypt did not return what was to be changed."));
  }

  @Test
  void what_failed_says_what_came_and_what_was_expected() {
    var report =
        ConformanceLab.run(
            target(broken.with(ProxyFault.UNSIGNED_IS_403).port(), Optional.of(KEY)),
            NO_LOAD,
            _ -> {});
    var result = notPassed(report).get("auth-unsigned");
    assertThat(result)
        .isEqualTo(new Fail("401 AuthenticationFailedException", "HTTP 403 AccessDeniedException"));
    assertThat(result.words())
        .isEqualTo(
            "HTTP 403 AccessDeniedException; 401 AuthenticationFailedException was expected.");
  }

  @Test
  void a_key_whose_metadata_is_refused_is_told_so() {
    var report = ConformanceLab.run(target(proxy.port(), Optional.of("gone")), NO_LOAD, _ -> {});
    assertThat(notPassed(report))
        .containsEntry("metadata-usable", new Fail("HTTP 200", "HTTP 404 KeyNotFoundException"));
  }

  @Test
  void without_a_key_the_rules_on_keys_are_not_tried_and_it_is_not_called_ready() {
    var report = ConformanceLab.run(target(proxy.port(), Optional.empty()), NO_LOAD, _ -> {});
    assertThat(notPassed(report))
        .containsEntry("encrypt-cdiv", new NotTried("No key ID was given."));
    assertThat(failed(report)).isEmpty();
    assertThat(report.ready()).isFalse();
    assertThat(report.summary()).isEqualTo("Nothing failed, but not everything was tried.");
  }

  @Test
  void a_proxy_that_is_not_reached_fails_on_the_connection_and_the_rest_is_not_tried() {
    var report = ConformanceLab.run(target(1, Optional.of(KEY)), NO_LOAD, _ -> {});
    assertThat(failed(report)).containsExactlyInAnyOrder("tls-suite", "json-over-http");
    assertThat(notPassed(report).get("health-fields").words())
        .startsWith("The proxy was not reached: ");
  }

  @Test
  void a_rate_is_held_and_measured() {
    var report =
        ConformanceLab.run(
            target(proxy.port(), Optional.of(KEY)),
            new ConformanceLab.Options(50, Duration.ofSeconds(2), PATIENCE),
            _ -> {});
    var load = report.load().orElseThrow();
    assertThat(load.failed()).isZero();
    assertThat(load.latency().answers()).isEqualTo(100);
  }

  @Test
  void a_rate_below_the_default_quota_says_nothing_of_the_default_quota() {
    var report =
        ConformanceLab.run(
            target(proxy.port(), Optional.of(KEY)),
            new ConformanceLab.Options(5, Duration.ofSeconds(1), PATIENCE),
            _ -> {});
    assertThat(notPassed(report)).containsOnlyKeys("rate");
    assertThat(notPassed(report).get("rate").words()).contains("1800 were not tried");
    assertThat(report.summary())
        .isEqualTo("Ready for AWS KMS; the default quota of 1800 requests a second was not tried.");
  }

  @Test
  void the_command_writes_its_reports_and_says_by_its_exit_code_whether_it_is_ready()
      throws Exception {
    var junit = folder.resolve("report.xml");
    var pdf = folder.resolve("report.pdf");
    var out = new StringWriter();

    var code =
        check(
            out, proxy.port(), "--key", KEY, "--junit", junit.toString(), "--pdf", pdf.toString());

    assertThat(out.toString()).contains("pass       encrypt-cdiv");
    // On a busy machine the 250 ms of AWS KMS may be missed, and that is then what it must say.
    var late = out.toString().contains("FAIL       deadline");
    assertThat(code).isEqualTo(late ? 1 : 0);
    assertThat(out.toString()).contains(late ? "Not ready for AWS KMS" : "Ready for AWS KMS");
    var suite = xml(junit);
    assertThat(suite.getAttribute("failures")).isEqualTo(late ? "1" : "0");
    assertThat(suite.getAttribute("errors")).isEqualTo("0");
    assertThat(cases(suite))
        .hasSize(Integer.parseInt(suite.getAttribute("tests")))
        .extracting(one -> one.getAttribute("classname"))
        .contains("GetHealthStatus", "Authentication", "Encrypt", "Error codes");
    assertThat(Files.readString(junit)).doesNotContain(credential.secretAccessKey());
    try (var document = org.apache.pdfbox.Loader.loadPDF(pdf.toFile())) {
      assertThat(new org.apache.pdfbox.text.PDFTextStripper().getText(document))
          .contains("XKS proxy conformance report")
          .contains("encrypt-cdiv")
          .contains(late ? "Not ready for AWS KMS" : "Ready for AWS KMS");
    }
  }

  @Test
  void a_broken_rule_is_a_failed_case_with_what_was_seen() throws Exception {
    var junit = folder.resolve("report.xml");
    var port = broken.with(ProxyFault.NO_FLEET).port();
    assertThat(check(new StringWriter(), port, "--key", KEY, "--junit", junit.toString()))
        .isEqualTo(1);
    assertThat(cases(xml(junit)))
        .filteredOn(one -> one.getElementsByTagName("failure").getLength() == 1)
        .extracting(one -> one.getAttribute("name").replaceAll(":.*", ""))
        .contains("health-fields", "health-able");
  }

  @Test
  void without_a_key_it_is_neither_ready_nor_not_and_json_is_all_that_it_prints() throws Exception {
    var out = new StringWriter();
    var code = check(out, proxy.port(), "--json");
    var root = new ObjectMapper().readTree(out.toString());
    var broken =
        root.path("rules")
            .valueStream()
            .filter(rule -> rule.path("level").asText().equals("MUST"))
            .anyMatch(rule -> rule.path("outcome").asText().equals("fail"));
    assertThat(code).isEqualTo(broken ? 1 : 3);
    assertThat(root.path("ready").asBoolean()).isFalse();
    assertThat(root.path("rules").findValuesAsText("section"))
        .contains("GetHealthStatus", "Authentication", "Encrypt", "Error codes");
  }

  private static org.w3c.dom.Element xml(Path file) throws Exception {
    return javax.xml.parsers.DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(file.toFile())
        .getDocumentElement();
  }

  private static List<org.w3c.dom.Element> cases(org.w3c.dom.Element suite) {
    var nodes = suite.getElementsByTagName("testcase");
    return java.util.stream.IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .map(org.w3c.dom.Element.class::cast)
        .toList();
  }

  private int check(StringWriter out, int port, String... more) {
    var arguments =
        new java.util.ArrayList<>(
            List.of(
                "check",
                "--url",
                "https://" + HOST + ":" + port,
                "--conf",
                folder.resolve("console.json").toString(),
                "--ca",
                folder.resolve("ca.pem").toString(),
                "--connect-to",
                "127.0.0.1:" + port));
    arguments.addAll(List.of(more));
    return org.xksworkbench.bridge.cli.HsmBridge.run(
        new PrintWriter(out, true), new PrintWriter(out, true), arguments.toArray(String[]::new));
  }

  private CheckTarget target(int port, Optional<String> key) {
    return CheckTarget.read(
        URI.create("https://" + HOST + ":" + port),
        folder.resolve("console.json"),
        Optional.of(folder.resolve("ca.pem")),
        Optional.of(new InetSocketAddress("127.0.0.1", port)),
        key);
  }

  private static List<String> failed(CheckReport report) {
    return report.verdicts().stream()
        .filter(one -> one.result() instanceof Fail)
        .map(one -> one.rule().id())
        .toList();
  }

  private static Map<String, RuleResult> notPassed(CheckReport report) {
    return report.verdicts().stream()
        .filter(one -> !(one.result() instanceof Pass))
        .collect(Collectors.toMap(one -> one.rule().id(), RuleVerdict::result));
  }
}
