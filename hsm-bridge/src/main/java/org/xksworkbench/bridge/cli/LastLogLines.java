package org.xksworkbench.bridge.cli;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/// What was logged last is written before the process ends: it may still be in the queue that keeps
/// a reader who stalls from stalling a server.
final class LastLogLines {

  private LastLogLines() {}

  /// Waits for the reader, for a second at most. Nothing is logged afterwards.
  static void write() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
