package org.xksworkbench.bridge.localkms.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What tests ask of the stand-in beside the services: `POST /_xks-workbench/<name>`.
@FunctionalInterface
public interface Controls {

  /// @throws IllegalArgumentException if there is no control of this name, or the body makes no
  ///   sense; the message is for the caller
  ObjectNode perform(String name, String body);
}
