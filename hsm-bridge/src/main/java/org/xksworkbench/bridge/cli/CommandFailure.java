package org.xksworkbench.bridge.cli;

/// A command that cannot do what it was asked; the message is one clear sentence.
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  CommandFailure(String sentence) {
    super(sentence);
  }
}
