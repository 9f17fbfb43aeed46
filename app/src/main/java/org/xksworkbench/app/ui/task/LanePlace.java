package org.xksworkbench.app.ui.task;

/// Where a job stands in its lane.
@FunctionalInterface
interface LanePlace {

  /// Nothing, for what is over when it is started.
  LanePlace NONE = _ -> {};

  /// Lets the next one in, whether or not the work ever returns.
  ///
  /// @param interrupt asks the work to end
  void giveUp(boolean interrupt);
}
