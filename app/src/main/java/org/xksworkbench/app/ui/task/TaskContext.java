package org.xksworkbench.app.ui.task;

/// What work may tell of itself while it runs.
public interface TaskContext {

  /// The point of no return: from here on the work is not cancelled, neither by the user nor by
  /// leaving the screen. Called right before a step that cannot be undone or repeated.
  ///
  /// @throws java.util.concurrent.CancellationException if nobody waits for the task any more
  void commit();

  /// Tells how far the work is, for the screen that started it. A sign of life.
  ///
  /// @param how a short text such as "120 of 800 keys"
  void progress(String how);

  /// Something was answered, so the deadline begins anew.
  void signOfLife();
}
