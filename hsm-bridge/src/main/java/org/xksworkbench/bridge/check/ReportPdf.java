package org.xksworkbench.bridge.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xksworkbench.bridge.paper.PdfPages;
import org.xksworkbench.bridge.paper.PdfPages.Cell;
import org.xksworkbench.bridge.paper.PdfPages.Ink;

/// The report on paper: what was found first, then every rule with its section.
final class ReportPdf {

  private static final float[] RULE = {0.13f, 0.60f, 0.27f};

  private ReportPdf() {}

  static void write(CheckReport report, Path file) throws IOException {
    try (var pages = new PdfPages("XKS proxy conformance report", "")) {
      pages.title("XKS proxy conformance report");
      pages.text(report.summary());
      pages.properties(facts(report));
      pages.heading("Rules");
      pages.table(
          List.of("", "Rule", "Section"),
          RULE,
          report.verdicts().stream().map(ReportPdf::row).toList());
      Files.write(file, pages.finish(report.url() + report.uriPath()));
    }
  }

  private static Map<String, String> facts(CheckReport report) {
    var facts = new LinkedHashMap<String, String>();
    facts.put("Proxy", report.url() + report.uriPath());
    facts.put("Time", report.at().toString());
    facts.put("External key", report.keyId().orElse("none given"));
    facts.put(
        "Rules",
        "%d kept, %d not kept, %d not tried"
            .formatted(
                report.count(Verdict.Outcome.PASS),
                report.count(Verdict.Outcome.FAIL),
                report.count(Verdict.Outcome.NOT_TRIED)));
    report.latency().ifPresent(latency -> facts.put("Latency of health checks", latency.words()));
    report
        .load()
        .ifPresent(load ->
            facts.put(
                "At %d requests a second".formatted(load.wanted()),
                "%.0f answered, %d failed, %s"
                    .formatted(load.perSecond(), load.failed(), load.latency().words())));
    return facts;
  }

  private static List<Cell> row(Verdict verdict) {
    var rule = verdict.rule();
    return List.of(
        outcome(verdict.outcome()),
        Cell.of(rule.text() + (verdict.detail().isEmpty() ? "" : "\n" + verdict.detail())),
        Cell.small(
            "%s · %s · %s".formatted(rule.must() ? "MUST" : "SHOULD", rule.section(), rule.id())));
  }

  private static Cell outcome(Verdict.Outcome outcome) {
    return switch (outcome) {
      case PASS -> new Cell("PASS", true, Ink.GREEN);
      case FAIL -> new Cell("FAIL", true, Ink.RED);
      case NOT_TRIED -> new Cell("NOT TRIED", false, Ink.GREY);
    };
  }
}
