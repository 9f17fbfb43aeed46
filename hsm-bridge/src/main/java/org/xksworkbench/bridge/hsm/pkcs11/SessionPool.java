package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.ArrayDeque;
import java.util.Deque;
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
  private final Deque<Session> idle = new ArrayDeque<>();
  private boolean closed;

  /// @param writable whether the token can be written to; else it opens no session for that
  SessionPool(Token token, boolean writable) {
    this.token = token;
    this.writable = writable;
  }

  <T> T use(SessionCall<T> call) throws PKCS11Exception {
    var session = borrow();
    try {
      var result = call.on(session);
      giveBack(session);
      return result;
    } catch (PKCS11Exception e) {
      if (ReturnCodes.spoilsSession(e)) {
        end(session);
      } else {
        giveBack(session);
      }
      throw e;
    } catch (RuntimeException | Error e) {
      end(session);
      throw e;
    }
  }

  synchronized void close() {
    closed = true;
    idle.forEach(SessionPool::end);
    idle.clear();
  }

  private Session borrow() throws PKCS11Exception {
    synchronized (this) {
      if (closed) {
        throw new HsmException(
            HsmException.Reason.NOT_LOGGED_IN, "The login to the token has ended.");
      }
      var session = idle.pollLast();
      if (session != null) {
        return session;
      }
    }
    return token.openSession(writable);
  }

  private synchronized void giveBack(Session session) {
    if (closed) {
      end(session);
    } else {
      idle.addLast(session);
    }
  }

  private static void end(Session session) {
    try {
      session.closeSession();
    } catch (PKCS11Exception e) {
      LOG.debug("A session was gone before it was closed: {}", e.getErrorName());
    }
  }
}
