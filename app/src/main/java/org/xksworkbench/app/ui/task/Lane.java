package org.xksworkbench.app.ui.task;

/// Where a task runs.
public enum Lane {
  /// A virtual thread each; cancelling interrupts it.
  AWS,
  /// One platform thread: native PKCS#11 calls pin their thread, and many modules take one call at
  /// a time anyway. A call of an HSM cannot be interrupted: cancelling only stops waiting.
  HSM,
  /// A virtual thread each, for files.
  DISK
}
