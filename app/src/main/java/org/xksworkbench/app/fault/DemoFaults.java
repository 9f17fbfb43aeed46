package org.xksworkbench.app.fault;

import java.util.Set;

/// The switches of the demo. Calls block.
public interface DemoFaults {

  Set<DemoFault> on();

  /// Those that were switched on since the start, on or off now.
  Set<DemoFault> triedFaults();

  /// Makes it go wrong from the next request on, or right again.
  void set(DemoFault fault, boolean on);
}
