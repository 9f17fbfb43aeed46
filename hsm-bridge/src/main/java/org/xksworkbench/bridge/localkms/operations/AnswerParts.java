package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// What answers are made of.
final class AnswerParts {

  private AnswerParts() {}

  static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// A time on the wire: seconds since 1970, with milliseconds.
  static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }
}
