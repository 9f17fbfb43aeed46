package org.xksworkbench.bridge.localkms.wire;

import java.util.List;

/// What serves one account in one Region.
public record Endpoint(List<Api> apis, Dispatcher dispatcher) {
  public Endpoint {
    apis = List.copyOf(apis);
  }
}
