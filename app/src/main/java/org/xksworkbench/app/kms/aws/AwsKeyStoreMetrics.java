package org.xksworkbench.app.kms.aws;

import static org.xksworkbench.app.kms.aws.KmsFailures.translate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.xksworkbench.app.kms.KeyStoreFigures;
import org.xksworkbench.app.kms.KeyStoreMetrics;
import org.xksworkbench.app.kms.aws.client.ClientFactory;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/// Amazon CloudWatch on the AWS SDK. The client is made for each call: its classes are not loaded
/// before somebody asks.
public final class AwsKeyStoreMetrics implements KeyStoreMetrics {

  private static final String NAMESPACE = "AWS/KMS";

  /// Of one GetMetricData request (CloudWatch API Reference).
  private static final int MOST_QUERIES = 500;

  private static final int TOP_EXCEPTIONS = 5;

  private final Supplier<ClientFactory> clients;
  private final InstantSource clock;

  AwsKeyStoreMetrics(Supplier<ClientFactory> clients, InstantSource clock) {
    this.clients = clients;
    this.clock = clock;
  }

  @Override
  public KeyStoreFigures of(String customKeyStoreId, Duration range) {
    return translate(() -> {
      try (var watch = clients.get().cloudWatch()) {
        var sum = new Sum();
        var queries = queries(watch, customKeyStoreId, period(range));
        var end = clock.instant();
        for (var from = 0; from < queries.size(); from += MOST_QUERIES) {
          var some = queries.subList(from, Math.min(queries.size(), from + MOST_QUERIES));
          var byId = new HashMap<String, MetricQuery>();
          some.forEach(query -> byId.put(query.data().id(), query));
          watch
              .getMetricDataPaginator(r ->
                  r.startTime(end.minus(range))
                      .endTime(end)
                      .metricDataQueries(some.stream().map(MetricQuery::data).toList()))
              .metricDataResults()
              .forEach(result -> {
                var query = byId.get(result.id());
                if (query != null) {
                  sum.take(query, result);
                }
              });
        }
        return sum.figures();
      }
    });
  }

  /// Periods of the console's graphs grow with the range; data of a minute are kept for 15 days.
  private static int period(Duration range) {
    if (range.compareTo(Duration.ofHours(12)) <= 0) {
      return (int) Duration.ofMinutes(5).toSeconds();
    }
    return (int)
        (range.compareTo(Duration.ofDays(1)) <= 0 ? Duration.ofMinutes(15) : Duration.ofHours(1))
            .toSeconds();
  }

  /// What is asked of one metric.
  private record MetricQuery(Metric metric, String statistic, MetricDataQuery data) {

    String dimension(String name) {
      return metric.dimensions().stream()
          .filter(dimension -> name.equals(dimension.name()))
          .map(Dimension::value)
          .findFirst()
          .orElse("");
    }
  }

  private static List<MetricQuery> queries(CloudWatchClient watch, String store, int period) {
    var queries = new ArrayList<MetricQuery>();
    watch
        .listMetricsPaginator(r ->
            r.namespace(NAMESPACE)
                .dimensions(
                    List.of(
                        DimensionFilter.builder().name("CustomKeyStoreId").value(store).build())))
        .metrics()
        .forEach(metric -> {
          for (var statistic : statistics(metric.metricName())) {
            queries.add(
                new MetricQuery(
                    metric,
                    statistic,
                    MetricDataQuery.builder()
                        .id("m" + queries.size())
                        .metricStat(s -> s.metric(metric).period(period).stat(statistic))
                        .build()));
          }
        });
    return queries;
  }

  /// Averages of several series cannot be averaged: their sums and counts can be added.
  private static List<String> statistics(String metric) {
    return switch (metric) {
      case "XksProxyErrors", "ExternalKeyStoreThrottle" -> List.of("Sum");
      case "XksProxyLatency" -> List.of("Sum", "SampleCount");
      case "XksProxyCertificateDaysToExpire" -> List.of("Minimum");
      case "XksProxyCredentialAge", "XksExternalKeyManagerStates" -> List.of("Maximum");
      default -> List.of();
    };
  }

  /// Adds up what comes in, page by page.
  private static final class Sum {

    private static final class IntervalSum {
      private long succeeded;
      private long retryable;
      private long nonRetryable;
      private final Map<String, Double> millis = new HashMap<>();
      private final Map<String, Double> samples = new HashMap<>();

      KeyStoreFigures.FiguresInterval at(Instant start) {
        var latency = new HashMap<String, Double>();
        samples.forEach((operation, count) -> {
          if (count > 0) {
            latency.put(operation, millis.getOrDefault(operation, 0.0) / count);
          }
        });
        return new KeyStoreFigures.FiguresInterval(
            start, succeeded, retryable, nonRetryable, latency);
      }
    }

    private record Latest(Instant at, double value) {}

    private final Map<Instant, IntervalSum> intervals = new TreeMap<>();
    private final Map<String, Long> exceptions = new HashMap<>();
    private final Map<String, Latest> certificates = new HashMap<>();
    private final Map<String, Latest> managers = new HashMap<>();
    private final Map<String, Latest> credential = new HashMap<>();
    private long throttled;

    void take(MetricQuery query, MetricDataResult result) {
      for (var i = 0; i < Math.min(result.timestamps().size(), result.values().size()); i++) {
        var at = result.timestamps().get(i);
        var value = result.values().get(i);
        switch (query.metric().metricName()) {
          case "XksProxyErrors" -> requests(query, at, Math.round(value));
          case "XksProxyLatency" -> {
            var interval = intervals.computeIfAbsent(at, _ -> new IntervalSum());
            (query.statistic().equals("Sum") ? interval.millis : interval.samples)
                .merge(query.dimension("XksOperation"), value, Double::sum);
          }
          case "XksProxyCertificateDaysToExpire" ->
              latest(certificates, query.dimension("CertificateName"), at, value);
          case "XksProxyCredentialAge" -> latest(credential, "", at, value);
          case "XksExternalKeyManagerStates" ->
              latest(managers, query.dimension("XksExternalKeyManagerState"), at, value);
          case "ExternalKeyStoreThrottle" -> throttled += Math.round(value);
          default -> {}
        }
      }
    }

    /// XksProxyErrors counts successes too. AWS's texts spell the error types in two ways.
    private void requests(MetricQuery query, Instant at, long count) {
      var interval = intervals.computeIfAbsent(at, _ -> new IntervalSum());
      switch (query.dimension("ErrorType").toLowerCase(Locale.ROOT).replace("-", "")) {
        case "retryable" -> interval.retryable += count;
        case "nonretryable" -> interval.nonRetryable += count;
        default -> {
          interval.succeeded += count;
          return;
        }
      }
      exceptions.merge(query.dimension("ExceptionName"), count, Long::sum);
    }

    private static void latest(Map<String, Latest> all, String name, Instant at, double value) {
      all.merge(name, new Latest(at, value), (old, now) -> now.at().isAfter(old.at()) ? now : old);
    }

    private static Map<String, Double> values(Map<String, Latest> all) {
      var values = new HashMap<String, Double>();
      all.forEach((name, latest) -> values.put(name, latest.value()));
      return values;
    }

    KeyStoreFigures figures() {
      return new KeyStoreFigures(
          intervals.entrySet().stream().map(one -> one.getValue().at(one.getKey())).toList(),
          exceptions.entrySet().stream()
              .filter(one -> one.getValue() > 0)
              .sorted(
                  Map.Entry.<String, Long>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(TOP_EXCEPTIONS)
              .map(one -> Map.entry(one.getKey(), one.getValue()))
              .toList(),
          values(certificates),
          credential.isEmpty()
              ? OptionalDouble.empty()
              : OptionalDouble.of(credential.values().iterator().next().value()),
          values(managers),
          throttled);
    }
  }
}
