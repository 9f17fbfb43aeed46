package org.xksworkbench.bridge.ceremony.plan;

import org.xksworkbench.bridge.ceremony.CeremonyException;

/// A file of a ceremony that cannot be accepted, with the line and the reason.
public final class PlanException extends CeremonyException {

  private static final long serialVersionUID = 1;

  private final int line;
  private final String reason;

  /// @param line counted from 1
  PlanException(int line, String reason) {
    super("Line " + line + ": " + reason);
    this.line = line;
    this.reason = reason;
  }

  /// Counted from 1.
  public int line() {
    return line;
  }

  public String reason() {
    return reason;
  }
}
