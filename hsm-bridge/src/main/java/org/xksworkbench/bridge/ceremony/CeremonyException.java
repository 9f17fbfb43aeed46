package org.xksworkbench.bridge.ceremony;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A ceremony says no. The message is one or two sentences for the people in the room: what
/// happened, why, what to do. It holds no secret.
public class CeremonyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public CeremonyException(String message) {
    super(message);
  }

  public CeremonyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), "");
  }
}
