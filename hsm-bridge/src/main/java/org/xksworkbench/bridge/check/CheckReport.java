package org.xksworkbench.bridge.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.check.RuleResult.Fail;
import org.xksworkbench.bridge.check.RuleResult.NotTried;
import org.xksworkbench.bridge.check.RuleResult.Pass;

/// What a run found.
///
/// @param latency of health checks, one after another
/// @param load what came of the rate, if one was given
public record CheckReport(
    Instant at,
    String url,
    String uriPath,
    Optional<String> keyId,
    List<RuleVerdict> verdicts,
    Optional<LabLatency> latency,
    Optional<LoadResult> load) {

  public CheckReport {
    verdicts = List.copyOf(verdicts);
  }

  public long count(Class<? extends RuleResult> kind) {
    return verdicts.stream().map(RuleVerdict::result).filter(kind::isInstance).count();
  }

  /// Rules that the specification demands and that are not kept.
  public List<RuleVerdict> failures() {
    return verdicts.stream()
        .filter(one -> one.rule().must() && one.result() instanceof Fail)
        .toList();
  }

  /// Ready, if nothing that the specification demands failed or was left untried.
  public boolean ready() {
    return verdicts.stream()
        .filter(one -> one.rule().must())
        .allMatch(one -> one.result() instanceof Pass);
  }

  /// One sentence.
  public String summary() {
    if (ready()) {
      return "Ready for AWS KMS"
          + switch (rate()) {
            case Pass _ -> ", at the default quota too.";
            case Fail _ -> "; the default quota is more than it answers in time.";
            case NotTried _ -> "; the default quota of 1800 requests a second was not tried.";
          };
    }
    return failures().isEmpty()
        ? "Nothing failed, but not everything was tried."
        : "Not ready for AWS KMS: " + failures().size() + " rules are not kept.";
  }

  private RuleResult rate() {
    return verdicts.stream()
        .filter(one -> one.rule().id().equals(LoadRules.RATE))
        .findFirst()
        .map(RuleVerdict::result)
        .orElseGet(() -> new NotTried(""));
  }

  public String toJson() {
    var mapper = new ObjectMapper();
    var root =
        mapper
            .createObjectNode()
            .put("at", at.toString())
            .put("url", url)
            .put("uriPath", uriPath)
            .put("ready", ready())
            .put("summary", summary());
    keyId.ifPresent(id -> root.put("keyId", id));
    latency.ifPresent(one -> put(root.putObject("latencyMillis"), one));
    load.ifPresent(one -> {
      var node =
          root.putObject("load")
              .put("wantedPerSecond", one.wanted())
              .put("answeredPerSecond", one.perSecond())
              .put("failed", one.failed());
      put(node.putObject("latencyMillis"), one.latency());
    });
    var rules = root.putArray("rules");
    verdicts.forEach(one ->
        rules
            .addObject()
            .put("id", one.rule().id())
            .put("section", one.rule().section())
            .put("level", one.rule().must() ? "MUST" : "SHOULD")
            .put("rule", one.rule().text())
            .put("outcome", one.result().word())
            .put("detail", one.result().words()));
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings is always written", e);
    }
  }

  /// Writes the report for people.
  public void writePdf(Path file) throws IOException {
    CheckReportPdf.write(this, file);
  }

  /// Writes the report for pipelines, as JUnit's XML.
  public void writeJunit(Path file) throws IOException {
    CheckReportJunit.write(this, file);
  }

  private static void put(ObjectNode node, LabLatency latency) {
    node.put("answers", latency.answers())
        .put("p50", latency.p50())
        .put("p95", latency.p95())
        .put("p99", latency.p99())
        .put("max", latency.max());
  }
}
