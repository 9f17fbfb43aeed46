package org.xksworkbench.app.ui.task;

/// Where a job waits for its turn: so many are at work at a time, and the others begin in the order
/// in which they were started. Each has a platform thread: a read of a file or a pipe holds the
/// carrier of a virtual one, and a few of them stop all others. A job that nobody waits for any
/// more keeps no other waiting, even if its thread never returns.
public enum Lane {
  /// Calls over a network, to AWS or an XKS proxy. Quotas are the account's, and others need them.
  AWS(8),
  /// Calls to HSMs. The helper process of a module takes those of one login one at a time and in
  /// order; a module that hangs is ended, so it never holds all places.
  HSM(16),
  /// Files and processes of this computer.
  DISK(8);

  private final int atATime;

  Lane(int atATime) {
    this.atATime = atATime;
  }

  /// How many jobs are at work at a time.
  public int atATime() {
    return atATime;
  }
}
