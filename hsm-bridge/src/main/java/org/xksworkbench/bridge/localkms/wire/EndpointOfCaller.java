package org.xksworkbench.bridge.localkms.wire;

/// Each account and Region has its own keys, so who calls decides what is asked.
@FunctionalInterface
public interface EndpointOfCaller {

  /// @throws ServiceFault if there is none for this caller
  Endpoint of(Call.Caller caller);
}
