package org.xksworkbench.app.proxy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.xksworkbench.bridge.RunRecord.LeftBehind;

/// The proxy ended and nobody here had asked it to.
///
/// @param record what it loaded, and whether it ended by its own act
/// @param lastLines of its log, oldest first
public record ProxyEnd(Instant at, int exitCode, LeftBehind record, List<String> lastLines) {

  private static final int SIGNAL_BASE = 128;

  /// SIGKILL and SIGTERM come from outside.
  private static final Set<Integer> STOPPED = Set.of(SIGNAL_BASE + 9, SIGNAL_BASE + 15);

  /// What a JVM that may leave no core ends with when it crashed.
  private static final int CRASHED = 1;

  public ProxyEnd {
    lastLines = List.copyOf(lastLines);
  }

  /// What happened, and the last thing that it said.
  public String sentence() {
    return what() + (lastLines.isEmpty() ? "." : ". Its last line: " + lastLines.getLast());
  }

  private String what() {
    var bySignal = exitCode > SIGNAL_BASE;
    var signal = exitCode - SIGNAL_BASE;
    if (record.ended() || record.libraries().isEmpty() || STOPPED.contains(exitCode)) {
      return "The XKS proxy "
          + (bySignal ? "was ended by signal " + signal : "ended with exit code " + exitCode);
    }
    var library = "The PKCS#11 library " + String.join(", ", record.libraries());
    if (exitCode == CRASHED) {
      return library + " crashed, or ended the XKS proxy with exit code 1";
    }
    return library
        + (bySignal
            ? " crashed and took the XKS proxy with it (signal " + signal + ")"
            : " ended the XKS proxy with exit code " + exitCode);
  }
}
