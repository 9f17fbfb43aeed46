package org.xksworkbench.bridge.ceremony.writing;

import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;

/// A line could not be written, or is not known to be on the disk. This process writes no other
/// line to the transcript and must do nothing that would need one.
public final class PoisonException extends CeremonyException {

  private static final long serialVersionUID = 1;

  PoisonException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
