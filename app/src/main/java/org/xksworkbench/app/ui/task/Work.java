package org.xksworkbench.app.ui.task;

import org.jspecify.annotations.Nullable;

/// Work that blocks and throws.
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
  T run(TaskContext context) throws Exception;
}
