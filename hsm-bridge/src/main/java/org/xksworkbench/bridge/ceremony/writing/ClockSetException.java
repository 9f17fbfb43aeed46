package org.xksworkbench.bridge.ceremony.writing;

import org.xksworkbench.bridge.ceremony.CeremonyException;

/// The workstation's clock was set since the last line. That is recorded; what was about to begin
/// was not begun, as what people agreed to before holds for some minutes only.
public final class ClockSetException extends CeremonyException {

  private static final long serialVersionUID = 1;

  ClockSetException() {
    super(
        "The clock of this machine was set since the last line, and a line says so now. Check the"
            + " clock; those who agreed to what comes next agree again.");
  }
}
