package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.KeyStoreFigures;
import org.xksworkbench.app.kms.KmsException;

/// Replies as CloudWatch gives them, through the real SDK.
class KeyStoreMetricsTest {

  private static final String HOST = "monitoring.eu-central-1.amazonaws.com";
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final String FIRST = "2026-11-25T11:50:00Z";
  private static final String SECOND = "2026-11-25T11:55:00Z";

  /// What is asked of the API by its names, whatever number the SDK gives to a list's member.
  private static final Pattern ASKED =
      Pattern.compile(
          "MetricDataQueries\\.member\\.(\\d+)\\.Id=([^&]+).*?"
              + "MetricDataQueries\\.member\\.\\1\\.MetricStat\\.Metric\\.MetricName=([^&]+)"
              + "(.*?)MetricDataQueries\\.member\\.\\1\\.MetricStat\\.Period=(\\d+)"
              + "&MetricDataQueries\\.member\\.\\1\\.MetricStat\\.Stat=([^&]+)");

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
              KeyStoreFigures.Interval::succeeded,
              KeyStoreFigures.Interval::retryable,
              KeyStoreFigures.Interval::nonRetryable)
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
          .filteredOn(body -> body.contains("Action=ListMetrics"))
          .singleElement()
          .asString()
          .contains("Namespace=AWS/KMS", "Name=CustomKeyStoreId", "Value=cks-1");
      assertThat(company.requests())
          .filteredOn(body -> body.contains("Action=GetMetricData"))
          .singleElement()
          .asString()
          .contains("StartTime=2026-11-25T09:00:00Z", "EndTime=2026-11-25T12:00:00Z", "Period=300");
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
            "<ErrorResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"><Error>"
                + "<Type>Sender</Type><Code>AccessDenied</Code>"
                + "<Message>not authorized to perform: cloudwatch:ListMetrics</Message></Error>"
                + "<RequestId>r-1</RequestId></ErrorResponse>")) {
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
    var company = new Company(folder, HOST, aws);
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
        () -> ClientSettings.of(new AwsConnection.Aws("p", "eu-central-1")), () -> NOW);
  }

  private static String recorded(String body) {
    return body.contains("Action=ListMetrics")
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
        : answered(body);
  }

  private static String answered(String body) {
    var results = new StringBuilder();
    var asked = ASKED.matcher(body);
    while (asked.find()) {
      results.append(result(asked.group(2), data(asked.group(3), asked.group(4), asked.group(6))));
    }
    return "<GetMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
        + "<GetMetricDataResult><MetricDataResults>"
        + results
        + "</MetricDataResults></GetMetricDataResult></GetMetricDataResponse>";
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

  private static String result(String id, double[] values) {
    return "<member><Id>%s</Id><Label>l</Label><Timestamps><member>%s</member><member>%s</member></Timestamps><Values><member>%s</member><member>%s</member></Values><StatusCode>Complete</StatusCode></member>"
        .formatted(id, SECOND, FIRST, values[1], values[0]);
  }

  private static String metric(String name, String... dimensions) {
    var all =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("CustomKeyStoreId=cks-1"), Arrays.stream(dimensions))
            .map(dimension -> dimension.split("=", 2))
            .map(pair ->
                "<member><Name>%s</Name><Value>%s</Value></member>".formatted(pair[0], pair[1]))
            .collect(Collectors.joining());
    return "<member><Namespace>AWS/KMS</Namespace><MetricName>%s</MetricName><Dimensions>%s</Dimensions></member>"
        .formatted(name, all);
  }

  private static String listed(List<String> metrics) {
    return "<ListMetricsResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
        + "<ListMetricsResult><Metrics>"
        + String.join("", metrics)
        + "</Metrics></ListMetricsResult></ListMetricsResponse>";
  }

  private static Path config() {
    return Path.of(System.getenv("AWS_CONFIG_FILE"));
  }
}
