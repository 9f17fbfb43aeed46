package org.xksworkbench.bridge.localkms.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// The latest requests that went to a proxy, as the access log has them.
public final class ProxiedCalls implements CallListener {

  private static final int KEPT = 1000;

  private final Deque<ObjectNode> calls = new ArrayDeque<>();

  @Override
  public void answered(Call call, ObjectNode answer, Duration took) {
    keep(call, AccessLog.line(call, took).put("status", 200));
  }

  @Override
  public void failed(Call call, ServiceFault fault, Duration took) {
    keep(call, AccessLog.line(call, took, fault));
  }

  /// The oldest first.
  public synchronized ArrayNode all() {
    var all = JsonNodeFactory.instance.arrayNode();
    calls.forEach(all::add);
    return all;
  }

  public synchronized void clear() {
    calls.clear();
  }

  private synchronized void keep(Call call, ObjectNode line) {
    if (call.proxyTraffic().isEmpty()) {
      return;
    }
    calls.addLast(line);
    if (calls.size() > KEPT) {
      calls.removeFirst();
    }
  }
}
