package org.xksworkbench.bridge.cli;

import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.hsm.ForeignText;

/// A command that cannot do what it was asked; the message is one clear sentence.
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ExitStatus status;

  CommandFailure(String sentence) {
    this(ExitStatus.FAILED, sentence);
  }

  CommandFailure(ExitStatus status, String sentence) {
    super(ForeignText.printable(sentence));
    this.status = status;
  }

  ExitStatus status() {
    return status;
  }
}
