package org.xksworkbench.app.hsm;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.HsmSession;

/// The way into one token, for one at a time: who does more than one thing there holds its monitor.
/// A token knows one login for all sessions of a process, so an old one that ended late would end
/// the new one too.
final class Door {

  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private @Nullable HsmSession inside;

  /// Logs in after the login that was there has ended, whether the token could be told or not.
  synchronized HsmSession enter(Supplier<HsmSession> login) {
    if (inside != null) {
      leaveQuietly(inside);
    }
    var made = login.get();
    inside = made;
    return made;
  }

  /// Logs out, unless another login has taken its room.
  @SuppressWarnings("ReferenceEquality") // a session is itself alone
  synchronized void leave(HsmSession session) {
    if (inside == session) {
      inside = null;
      session.close();
    }
  }

  /// As [#leave], of a login that is given up in any case.
  void leaveQuietly(HsmSession session) {
    try {
      leave(session);
    } catch (RuntimeException e) {
      LOG.info("A login that is given up did not log out: {}", e.getMessage());
    }
  }
}
