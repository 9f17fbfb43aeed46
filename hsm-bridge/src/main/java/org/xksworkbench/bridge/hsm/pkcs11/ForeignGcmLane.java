package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.ArrayDeque;
import java.util.Deque;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.SealedText;

/// AES-GCM through java.lang.foreign. As many sessions are open as calls ran at the same time,
/// which is one a worker thread; they share the login of the process.
final class ForeignGcmLane implements GcmLane {

  @FunctionalInterface
  private interface NativeCall<T> {
    T on(ForeignGcmSession session) throws PKCS11Exception;
  }

  private final ForeignCryptoki cryptoki;
  private final long slotId;
  private final boolean writable;
  private final Pkcs11Settings settings;
  private final IvMaker ivs = new IvMaker();
  private final Deque<ForeignGcmSession> idle = new ArrayDeque<>();
  private boolean closed;

  /// @param writable whether the token can be written to
  ForeignGcmLane(ForeignCryptoki cryptoki, long slotId, boolean writable, Pkcs11Settings settings) {
    this.cryptoki = cryptoki;
    this.slotId = slotId;
    this.writable = writable;
    this.settings = settings;
  }

  @Override
  public SealedText seal(long key, byte[] aad, byte[] plaintext) throws PKCS11Exception {
    return use(session -> session.seal(key, aad, plaintext));
  }

  @Override
  public byte[] encrypt(long key, byte[] iv, byte[] aad, byte[] plaintext) throws PKCS11Exception {
    return use(session -> session.encrypt(key, iv, aad, plaintext));
  }

  @Override
  public byte[] decrypt(long key, byte[] iv, byte[] aad, byte[] ciphertextAndTag)
      throws PKCS11Exception {
    return use(session -> session.decrypt(key, iv, aad, ciphertextAndTag));
  }

  @Override
  public byte[] random(int length) throws PKCS11Exception {
    return use(session -> session.random(length));
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.forEach(ForeignGcmSession::close);
      idle.clear();
    }
  }

  private <T> T use(NativeCall<T> call) throws PKCS11Exception {
    var session = borrow();
    var reusable = false;
    try {
      var result = call.on(session);
      reusable = true;
      return result;
    } catch (PKCS11Exception e) {
      reusable = !ReturnCodes.spoilsSession(e);
      throw e;
    } finally {
      giveBack(session, reusable);
    }
  }

  private ForeignGcmSession borrow() {
    synchronized (idle) {
      if (closed) {
        throw new HsmException(
            HsmException.Reason.NOT_LOGGED_IN, "The login to the token has ended.");
      }
      var session = idle.pollLast();
      if (session != null) {
        return session;
      }
    }
    return new ForeignGcmSession(
        cryptoki, slotId, writable, settings.gcmParams(), settings.ivSource(), ivs);
  }

  private void giveBack(ForeignGcmSession session, boolean reusable) {
    if (!reusable) {
      session.close();
    }
    synchronized (idle) {
      if (closed) {
        session.close();
      } else {
        idle.addLast(session);
      }
    }
  }
}
