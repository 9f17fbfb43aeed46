package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xipki.pkcs11.wrapper.Token;
import org.xksworkbench.bridge.hsm.HsmException;

/// Sessions of one token. As many are open as calls ran at the same time.
final class SessionPool {

  private static final Logger LOG = LoggerFactory.getLogger(SessionPool.class);

  /// What is done with a session.
  @FunctionalInterface
  interface SessionCall<T> {
    T on(Session session) throws PKCS11Exception;
  }

  private final Token token;
  private final boolean writable;
  private final SessionLimit limit;
  private final Deque<Session> idle = new ArrayDeque<>();
  private boolean closed;

  /// @param writable whether the token can be written to; else it opens no session for that
  /// @param limit shared with all that open sessions for the login
  SessionPool(Token token, boolean writable, SessionLimit limit) {
    this.token = token;
    this.writable = writable;
    this.limit = limit;
    limit.owner(this::endIdle);
  }

  <T> T use(SessionCall<T> call) throws PKCS11Exception {
    var session = borrow();
    try {
      var result = call.on(session);
      giveBack(session);
      return result;
    } catch (PKCS11Exception e) {
      if (ReturnCodes.spoilsSession(e)) {
        endSpoiled(session);
      } else {
        giveBack(session);
      }
      throw e;
    } catch (RuntimeException | Error e) {
      endSpoiled(session);
      throw e;
    }
  }

  synchronized void close() {
    closed = true;
    idle.forEach(SessionPool::end);
    idle.clear();
  }

  private Session borrow() throws PKCS11Exception {
    return limit.get(this::takeIdle, () -> token.openSession(writable));
  }

  private synchronized Optional<Session> takeIdle() {
    if (closed) {
      throw new HsmException(
          HsmException.Reason.NOT_LOGGED_IN, "The login to the token has ended.");
    }
    return Optional.ofNullable(idle.pollLast());
  }

  private boolean endIdle() {
    Optional<Session> one;
    synchronized (this) {
      one = Optional.ofNullable(idle.pollFirst());
    }
    one.ifPresent(SessionPool::end);
    return one.isPresent();
  }

  private void giveBack(Session session) {
    synchronized (this) {
      if (closed) {
        end(session);
      } else {
        idle.addLast(session);
      }
    }
    limit.noteChange();
  }

  private void endSpoiled(Session session) {
    end(session);
    limit.noteChange();
  }

  private static void end(Session session) {
    try {
      session.closeSession();
    } catch (PKCS11Exception e) {
      LOG.debug("A session was gone before it was closed: {}", e.getErrorName());
    }
  }
}
