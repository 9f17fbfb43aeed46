package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.KeyStoreFigures;
import org.xksworkbench.app.kms.KmsException;

/// Replies as CloudWatch gives them, through the real SDK.
class KeyStoreMetricsTest {

  private static final String HOST = "monitoring.eu-central-1.amazonaws.com";
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final long FIRST = Instant.parse("2026-11-25T11:50:00Z").getEpochSecond();
  private static final long SECOND = Instant.parse("2026-11-25T11:55:00Z").getEpochSecond();

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @AfterEach
  void forget() throws IOException {
    Files.deleteIfExists(config());
  }

  @Test
  void requests_latency_certificate_credential_and_managers_are_added_up() throws Exception {
    try (var company = company(KeyStoreMetricsTest::recorded)) {
      var figures = metrics().of("cks-1", Duration.ofHours(3));
      assertThat(figures.intervals())
          .extracting(
              KeyStoreFigures.FiguresInterval::succeeded,
              KeyStoreFigures.FiguresInterval::retryable,
              KeyStoreFigures.FiguresInterval::nonRetryable)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(90L, 0L, 0L),
              org.assertj.core.groups.Tuple.tuple(80L, 20L, 10L));
      assertThat(figures.requests()).isEqualTo(200);
      assertThat(figures.reliability()).hasValue(90);
      assertThat(figures.exceptions())
          .containsExactly(
              entry("DependencyTimeoutException", 20L), entry("AccessDeniedException", 10L));
      assertThat(figures.intervals().getFirst().latency())
          .as("two series of one operation, by their sums and counts")
          .containsExactly(entry("Decrypt", (300.0 + 900.0) / (30 + 60)));
      assertThat(figures.certificateDays()).containsExactly(entry("xks.example.com", 41.0));
      assertThat(figures.credentialAge()).hasValue(12);
      assertThat(figures.managers()).containsOnly(entry("Active", 2.0), entry("Degraded", 0.0));
      assertThat(figures.throttled()).isEqualTo(3);
      assertThat(company.requests())
          .filteredOn(asked -> asked.startsWith("ListMetrics "))
          .singleElement()
          .asString()
          .contains("\"AWS/KMS\"", "\"CustomKeyStoreId\"", "\"cks-1\"");
      var asked =
          company.requests().stream().filter(one -> one.startsWith("GetMetricData ")).toList();
      assertThat(asked).hasSize(1);
      var question = question(asked.getFirst());
      assertThat(question.path("StartTime").asLong())
          .isEqualTo(NOW.minus(Duration.ofHours(3)).getEpochSecond());
      assertThat(question.path("EndTime").asLong()).isEqualTo(NOW.getEpochSecond());
      assertThat(question.findValuesAsText("Period")).containsOnly("300");
    }
  }

  @Test
  void a_key_store_without_data_has_no_figures() throws Exception {
    try (var _ = company(_ -> listed(List.of()))) {
      var figures = metrics().of("cks-1", Duration.ofDays(7));
      assertThat(figures.requests()).isZero();
      assertThat(figures.reliability()).isEmpty();
      assertThat(figures.credentialAge()).isEmpty();
    }
  }

  @Test
  void a_missing_permission_is_told_as_such() throws Exception {
    try (var company =
        company(_ ->
            "{\"__type\":\"com.amazonaws.cloudwatch#AccessDenied\",\"message\":"
                + "\"not authorized to perform: cloudwatch:ListMetrics\"}")) {
      company.status(403);
      assertThatThrownBy(() -> metrics().of("cks-1", Duration.ofHours(1)))
          .asInstanceOf(type(KmsException.class))
          .satisfies(failure -> {
            assertThat(failure.code()).isEqualTo("AccessDenied");
            assertThat(failure.getMessage()).contains("cloudwatch:ListMetrics");
          });
    }
  }

  private Company company(UnaryOperator<String> aws) throws Exception {
    var company = new Company(folder, HOST, new CborWire(), aws);
    Files.createDirectories(config().getParent());
    Files.writeString(
        config(),
        "[profile p]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"
            + "aws_secret_access_key = not-a-real-secret\nca_bundle = "
            + company.bundle()
            + "\n");
    return company;
  }

  private static AwsKeyStoreMetrics metrics() {
    return new AwsKeyStoreMetrics(
        () -> AwsClientAssembly.of(new AwsConnection.AwsProfileConnection("p", "eu-central-1")),
        () -> NOW);
  }

  private static String recorded(String asked) {
    return asked.startsWith("ListMetrics ")
        ? listed(
            List.of(
                metric("XksProxyErrors", "KmsOperation=Decrypt"),
                metric(
                    "XksProxyErrors",
                    "ErrorType=Retryable",
                    "ExceptionName=DependencyTimeoutException"),
                metric(
                    "XksProxyErrors",
                    "ErrorType=Non-retryable",
                    "ExceptionName=AccessDeniedException"),
                metric("XksProxyLatency", "KmsOperation=Decrypt", "XksOperation=Decrypt"),
                metric("XksProxyLatency", "KmsOperation=ReEncrypt", "XksOperation=Decrypt"),
                metric("XksProxyCertificateDaysToExpire", "CertificateName=xks.example.com"),
                metric("XksProxyCredentialAge"),
                metric("XksExternalKeyManagerStates", "XksExternalKeyManagerState=Active"),
                metric("XksExternalKeyManagerStates", "XksExternalKeyManagerState=Degraded"),
                metric("ExternalKeyStoreThrottle", "KmsOperation=Decrypt"),
                metric("SomethingNew")))
        : answered(question(asked));
  }

  private static JsonNode question(String asked) {
    try {
      return JSON.readTree(asked.substring(asked.indexOf(' ') + 1));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String answered(JsonNode question) {
    var answer = JSON.createObjectNode();
    var results = answer.putArray("MetricDataResults");
    for (var query : question.path("MetricDataQueries")) {
      var statistic = query.path("MetricStat");
      var metric = statistic.path("Metric");
      var values =
          data(
              metric.path("MetricName").asText(),
              metric.path("Dimensions").toString(),
              statistic.path("Stat").asText());
      var result = results.addObject();
      result.put("Id", query.path("Id").asText()).put("Label", "l").put("StatusCode", "Complete");
      result.putArray("Timestamps").add(SECOND).add(FIRST);
      result.putArray("Values").add(values[1]).add(values[0]);
    }
    return answer.toString();
  }

  /// Values at [#FIRST] and [#SECOND]; CloudWatch gives the newest first.
  private static double[] data(String metric, String dimensions, String statistic) {
    return switch (metric) {
      case "XksProxyErrors" ->
          dimensions.contains("DependencyTimeoutException")
              ? new double[] {0, 20}
              : dimensions.contains("AccessDeniedException")
                  ? new double[] {0, 10}
                  : new double[] {90, 80};
      case "XksProxyLatency" ->
          dimensions.contains("ReEncrypt")
              ? statistic.equals("Sum") ? new double[] {900, 0} : new double[] {60, 0}
              : statistic.equals("Sum") ? new double[] {300, 500} : new double[] {30, 20};
      case "XksProxyCertificateDaysToExpire" -> new double[] {42, 41};
      case "XksProxyCredentialAge" -> new double[] {12, 12};
      case "XksExternalKeyManagerStates" ->
          dimensions.contains("Active") ? new double[] {1, 2} : new double[] {1, 0};
      case "ExternalKeyStoreThrottle" -> new double[] {1, 2};
      default -> throw new AssertionError(metric);
    };
  }

  private static ObjectNode metric(String name, String... dimensions) {
    var metric = JSON.createObjectNode().put("Namespace", "AWS/KMS").put("MetricName", name);
    var all = metric.putArray("Dimensions");
    Stream.concat(Stream.of("CustomKeyStoreId=cks-1"), Arrays.stream(dimensions))
        .map(dimension -> dimension.split("=", 2))
        .forEach(pair -> all.addObject().put("Name", pair[0]).put("Value", pair[1]));
    return metric;
  }

  private static String listed(List<ObjectNode> metrics) {
    var answer = JSON.createObjectNode();
    answer.putArray("Metrics").addAll(metrics);
    return answer.toString();
  }

  private static Path config() {
    return Path.of(System.getenv("AWS_CONFIG_FILE"));
  }
}
