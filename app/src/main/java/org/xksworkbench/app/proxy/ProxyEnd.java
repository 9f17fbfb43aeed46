package org.xksworkbench.app.proxy;

import java.time.Instant;
import java.util.List;

/// The proxy ended and nobody here had asked it to.
///
/// @param lastLines of its log, oldest first
public record ProxyEnd(Instant at, int exitCode, List<String> lastLines) {

  private static final int SIGNAL_BASE = 128;

  public ProxyEnd {
    lastLines = List.copyOf(lastLines);
  }

  /// What happened, and the last thing that it said.
  public String sentence() {
    var how =
        exitCode > SIGNAL_BASE
            ? "was ended by signal " + (exitCode - SIGNAL_BASE)
            : "ended with exit code " + exitCode;
    return "The XKS proxy "
        + how
        + (lastLines.isEmpty() ? "." : ". Its last line: " + lastLines.getLast());
  }
}
