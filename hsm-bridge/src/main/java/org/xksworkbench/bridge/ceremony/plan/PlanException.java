package org.xksworkbench.bridge.ceremony.plan;

import java.nio.file.Path;
import org.xksworkbench.bridge.ceremony.CeremonyException;

/// A file of a ceremony that cannot be accepted, with the line and the reason.
public final class PlanException extends CeremonyException {

  private static final long serialVersionUID = 1;

  private final int line;
  private final String reason;

  /// @param line counted from 1
  PlanException(int line, String reason) {
    this("Line " + line + ": " + reason, line, reason);
  }

  private PlanException(String message, int line, String reason) {
    super(message);
    this.line = line;
    this.reason = reason;
  }

  /// The same, with the file that it was found in.
  PlanException in(Path file) {
    return new PlanException(file + ", line " + line + ": " + reason, line, reason);
  }

  /// Counted from 1.
  public int line() {
    return line;
  }

  public String reason() {
    return reason;
  }
}
