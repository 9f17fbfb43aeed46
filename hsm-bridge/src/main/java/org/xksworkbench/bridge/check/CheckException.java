package org.xksworkbench.bridge.check;

/// A check cannot begin. The message is a sentence and holds no secret.
public final class CheckException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public CheckException(String message) {
    super(message);
  }
}
