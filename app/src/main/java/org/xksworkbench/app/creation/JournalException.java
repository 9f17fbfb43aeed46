package org.xksworkbench.app.creation;

/// The record of what is being created could not be written or read.
public final class JournalException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
