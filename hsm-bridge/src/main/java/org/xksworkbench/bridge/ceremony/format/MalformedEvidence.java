package org.xksworkbench.bridge.ceremony.format;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something is not written as evidence is written. The message is a sentence that says what.
public final class MalformedEvidence extends Exception {

  private static final long serialVersionUID = 1;

  public MalformedEvidence(String sentence) {
    this(sentence, null);
  }

  public MalformedEvidence(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), "");
  }
}
