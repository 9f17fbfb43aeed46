package org.xksworkbench.bridge.localkms.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/// Is told of every request to a known operation, before its answer is sent.
public interface CallListener {

  /// @param answer holds plaintexts and grant tokens
  void answered(Call call, ObjectNode answer, Duration took);

  void failed(Call call, ServiceFault fault, Duration took);
}
