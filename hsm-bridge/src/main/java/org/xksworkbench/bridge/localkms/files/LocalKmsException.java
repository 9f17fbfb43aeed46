package org.xksworkbench.bridge.localkms.files;

import org.jspecify.annotations.Nullable;

/// The stand-in cannot start, or cannot go on: the message is a sentence for its user.
public final class LocalKmsException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  public LocalKmsException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
