package org.xksworkbench.bridge.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xksworkbench.bridge.check.RuleResult.Fail;
import org.xksworkbench.bridge.check.RuleResult.NotTried;
import org.xksworkbench.bridge.check.RuleResult.Pass;
import org.xksworkbench.bridge.paper.PdfPages;
import org.xksworkbench.bridge.paper.PdfPages.Ink;
import org.xksworkbench.bridge.paper.PdfPages.PdfCell;

/// The report on paper: what was found first, then every rule with its section.
final class CheckReportPdf {

  private static final float[] RULE = {0.13f, 0.60f, 0.27f};

  private CheckReportPdf() {}

  static void write(CheckReport report, Path file) throws IOException {
    try (var pages = new PdfPages("XKS proxy conformance report", "")) {
      pages.title("XKS proxy conformance report");
      pages.text(report.summary());
      pages.properties(facts(report));
      pages.heading("Rules");
      pages.table(
          List.of("", "Rule", "Section"),
          RULE,
          report.verdicts().stream().map(CheckReportPdf::row).toList());
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
                report.count(Pass.class), report.count(Fail.class), report.count(NotTried.class)));
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

  private static List<PdfCell> row(RuleVerdict verdict) {
    var rule = verdict.rule();
    var seen = verdict.result().words();
    return List.of(
        outcome(verdict.result()),
        PdfCell.of(rule.text() + (seen.isEmpty() ? "" : "\n" + seen)),
        PdfCell.small(
            "%s · %s · %s".formatted(rule.must() ? "MUST" : "SHOULD", rule.section(), rule.id())));
  }

  private static PdfCell outcome(RuleResult result) {
    return switch (result) {
      case Pass _ -> new PdfCell("PASS", true, Ink.GREEN);
      case Fail _ -> new PdfCell("FAIL", true, Ink.RED);
      case NotTried _ -> new PdfCell("NOT TRIED", false, Ink.GREY);
    };
  }
}
