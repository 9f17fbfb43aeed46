package org.xksworkbench.app.doctor;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xksworkbench.bridge.paper.PdfPages;
import org.xksworkbench.bridge.paper.PdfPages.Ink;
import org.xksworkbench.bridge.paper.PdfPages.PdfCell;

/// A connection check on paper.
public final class DiagnosisPdf {

  private static final String TITLE = "Connection check of an XKS proxy";
  private static final float[] SHARES = {0.05f, 0.20f, 0.12f, 0.51f, 0.12f};
  private static final double NANOS_PER_MILLI = 1e6;

  /// What was checked, and when.
  ///
  /// @param keyStore its name; empty for an endpoint that was entered
  public record CheckedWay(
      Instant at, Optional<String> keyStore, String uriEndpoint, String uriPath) {}

  private DiagnosisPdf() {}

  public static byte[] of(CheckedWay way, Diagnosis diagnosis) throws IOException {
    var time = way.at().truncatedTo(ChronoUnit.SECONDS).toString();
    try (var pages = new PdfPages(TITLE, "")) {
      pages.title(TITLE);
      if (diagnosis.healthy()) {
        pages.text(diagnosis.headline() + ".");
      } else {
        pages.warning("Failed.", diagnosis.headline());
      }
      for (var consequence : diagnosis.consequences()) {
        pages.text(consequence);
      }
      var facts = new LinkedHashMap<String, String>();
      facts.put("Time", time);
      way.keyStore().ifPresent(name -> facts.put("Key store", name));
      facts.put("Proxy URI endpoint", way.uriEndpoint());
      facts.put("Proxy URI path", way.uriPath());
      facts.put("Seen from", "a workstation, and not from AWS");
      pages.properties(facts);
      pages.heading("Steps");
      var rows = new ArrayList<List<PdfCell>>();
      for (var finding : diagnosis.findings()) {
        rows.add(row(rows.size() + 1, finding));
      }
      pages.table(List.of("", "Step", "Result", "Found", "Time"), SHARES, rows);
      return pages.finish(TITLE + ", " + time);
    }
  }

  private static List<PdfCell> row(int number, ProbeFinding finding) {
    return List.of(
        PdfCell.small(Integer.toString(number)),
        PdfCell.bold(finding.probe().title()),
        verdict(finding.verdict()),
        PdfCell.of(finding.words()),
        PdfCell.small(
            finding.verdict() == ProbeFinding.ProbeVerdict.SKIPPED
                ? ""
                : String.format(
                    Locale.ROOT, "%.1f ms", finding.took().toNanos() / NANOS_PER_MILLI)));
  }

  private static PdfCell verdict(ProbeFinding.ProbeVerdict verdict) {
    return switch (verdict) {
      case PASSED -> new PdfCell("Passed", false, Ink.GREEN);
      case WARNING -> new PdfCell("Warning", true, Ink.AMBER);
      case FAILED -> new PdfCell("Failed", true, Ink.RED);
      case SKIPPED -> PdfCell.small("Not tried");
    };
  }
}
