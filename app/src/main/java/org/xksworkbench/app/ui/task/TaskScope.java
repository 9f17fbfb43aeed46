package org.xksworkbench.app.ui.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tasks of one screen. Closing it cancels what is not committed; results of cancelled work are
/// dropped. Used on the window's thread only.
public final class TaskScope implements AutoCloseable {

  private final List<TaskHandle> handles = new ArrayList<>();
  private final Map<Object, TaskHandle> latest = new HashMap<>();
  private boolean closed;

  TaskScope() {}

  public boolean closed() {
    return closed;
  }

  void add(TaskHandle handle, Object supersedes) {
    handles.add(handle);
    if (!supersedes.equals("")) {
      var before = latest.put(supersedes, handle);
      if (before != null) {
        before.cancel();
      }
    }
  }

  void remove(TaskHandle handle) {
    handles.remove(handle);
    latest.values().remove(handle);
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(handles).forEach(TaskHandle::cancel);
  }
}
