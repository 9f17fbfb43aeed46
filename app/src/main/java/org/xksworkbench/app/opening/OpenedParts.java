package org.xksworkbench.app.opening;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was opened part by part, and is closed in the reverse order. A part that cannot be closed
/// keeps no other open. Used by one thread at a time.
public final class OpenedParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenedParts.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /// @return the part
  public <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /// All is open: from now on the parts are closed by what this returns, and not by this.
  public OpenedParts keep() {
    var kept = new OpenedParts();
    kept.parts.addAll(parts);
    parts.clear();
    return kept;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      var part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} was not closed", part, e);
      }
    }
  }
}
