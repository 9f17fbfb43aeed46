package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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
  private final Supplier<Pkcs11Settings> settings;
  private final SessionLimit limit;
  private final IvMaker ivs = new IvMaker();
  private final TokenRandom tokenRandom = new TokenRandom();
  private final Deque<ForeignGcmSession> idle = new ArrayDeque<>();

  /// Their sessions are closed; their memory is used again.
  private final Deque<ForeignGcmSession> ended = new ArrayDeque<>();

  private final BooleanSupplier endsIdle = this::endIdle;
  private boolean closed;

  /// @param writable whether the token can be written to
  /// @param settings asked at each call
  /// @param limit shared with all that open sessions for the login
  ForeignGcmLane(
      ForeignCryptoki cryptoki,
      long slotId,
      boolean writable,
      Supplier<Pkcs11Settings> settings,
      SessionLimit limit) {
    this.cryptoki = cryptoki;
    this.slotId = slotId;
    this.writable = writable;
    this.settings = settings;
    this.limit = limit;
    limit.owner(endsIdle);
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
      ended.clear();
    }
    limit.ownerLeaves(endsIdle);
    limit.noteChange();
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

  private ForeignGcmSession borrow() throws PKCS11Exception {
    var now = settings.get();
    return limit.get(() -> takeIdle(now), () -> openSession(now));
  }

  private Optional<ForeignGcmSession> takeIdle(Pkcs11Settings now) {
    synchronized (idle) {
      if (closed) {
        throw new HsmException(
            HsmException.Reason.NOT_LOGGED_IN, "The login to the token has ended.");
      }
      var one = idle.pollLast();
      while (one != null && !one.follows(now)) {
        one.close();
        one = idle.pollLast();
      }
      return Optional.ofNullable(one);
    }
  }

  private ForeignGcmSession openSession(Pkcs11Settings now) throws PKCS11Exception {
    ForeignGcmSession one;
    synchronized (idle) {
      one = ended.pollLast();
    }
    var session =
        one != null && one.follows(now)
            ? one
            : new ForeignGcmSession(cryptoki, slotId, writable, now, ivs, tokenRandom);
    session.open();
    return session;
  }

  private boolean endIdle() {
    ForeignGcmSession one;
    synchronized (idle) {
      one = idle.pollFirst();
    }
    if (one == null) {
      return false;
    }
    one.close();
    synchronized (idle) {
      ended.addLast(one);
    }
    return true;
  }

  private void giveBack(ForeignGcmSession session, boolean reusable) {
    if (!reusable) {
      session.close();
    }
    synchronized (idle) {
      if (closed) {
        session.close();
      } else {
        (reusable ? idle : ended).addLast(session);
      }
    }
    limit.noteChange();
  }
}
