package org.xksworkbench.app.creation;

import org.xksworkbench.bridge.store.StoreException;

/// The record of what is being created could not be written.
public final class JournalException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final StoreException failure;

  public JournalException(StoreException failure) {
    super(failure.getMessage(), failure);
    this.failure = failure;
  }

  /// With the file, and what helps.
  public StoreException failure() {
    return failure;
  }
}
