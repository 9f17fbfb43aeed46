package org.xksworkbench.app.ui.task;

/// What work may tell of itself while it runs.
public interface TaskContext {

  /// The point of no return: from here on the work is not cancelled, neither by the user nor by
  /// leaving the screen. Called right before a step that cannot be undone or repeated.
  ///
  /// @throws java.util.concurrent.CancellationException if the task was cancelled before
  void commit();

  /// Tells how far the work is, for the screen that started it.
  ///
  /// @param how a short text such as "120 of 800 keys"
  void progress(String how);
}
