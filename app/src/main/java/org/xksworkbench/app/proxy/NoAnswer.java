package org.xksworkbench.app.proxy;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Why an attached proxy does not answer, while it does not. Each reason is logged once.
final class NoAnswer {

  private static final Logger LOG = LoggerFactory.getLogger(NoAnswer.class);

  private volatile Optional<String> why = Optional.empty();

  /// A sentence; empty while it answers.
  Optional<String> why() {
    return why;
  }

  void note(String reason) {
    if (!why.equals(Optional.of(reason))) {
      LOG.info("The attached XKS proxy does not answer: {}", reason);
    }
    why = Optional.of(reason);
  }

  void end() {
    why = Optional.empty();
  }
}
