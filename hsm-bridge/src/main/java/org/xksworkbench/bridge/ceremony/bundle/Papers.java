package org.xksworkbench.bridge.ceremony.bundle;

import java.util.Map;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;

/// What a bundle holds for people to read. Everything in it is in the transcript.
public final class Papers {

  public static final String REPORT = "report.pdf";

  private Papers() {}

  /// @param run whose last line is written
  /// @return by their name in the bundle
  public static Map<String, byte[]> of(CeremonyRun run) {
    return Map.of(REPORT, ReportPdf.of(run.plan(), run.entries()));
  }
}
