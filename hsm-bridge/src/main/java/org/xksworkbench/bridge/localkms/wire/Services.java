package org.xksworkbench.bridge.localkms.wire;

import java.util.List;

/// The services, as they are for one caller: each account and Region has its own.
@FunctionalInterface
public interface Services {

  /// @throws ServiceFault if there are none for this caller
  List<Api> of(Call.Caller caller);
}
