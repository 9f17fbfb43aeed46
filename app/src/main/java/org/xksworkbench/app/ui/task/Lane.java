package org.xksworkbench.app.ui.task;

/// Where a task runs.
public enum Lane {
  /// A virtual thread each; cancelling interrupts it.
  AWS,
  /// A virtual thread each: native calls are made in helper processes, and one that hangs there
  /// must not keep the others waiting. A call of an HSM cannot be interrupted: cancelling only
  /// stops waiting.
  HSM,
  /// A virtual thread each, for files.
  DISK
}
