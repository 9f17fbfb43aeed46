package org.xksworkbench.bridge.hsm.pkcs11;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyRef;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.SealedText;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.Token;

/// A login that outlives its token's absence.
///
/// A failure that may mean that the token is away is looked into before it is passed on. If the
/// login is lost, it is made again at once, and the call tried once more. If that fails too, calls
/// fail at once, without touching the token, until a thread of its own has logged in again: it
/// tries twice a second, every other time with a restart of the module.
///
/// A PIN that the token refuses is never tried a second time: that would lock the token.
final class LastingSession implements HsmSession {

  private static final Logger LOG = LoggerFactory.getLogger(LastingSession.class);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  /// How long a call waits for another call that is just logging in again.
  private static final long RENEWAL_WAIT_MILLIS = 100;

  /// How long a restart of the module waits for calls that still run.
  private static final long RESTART_WAIT_MILLIS = 1000;

  private final Pkcs11Hsm hsm;
  private final long slotId;
  private final Token token;
  private final char[] pin;

  /// Held shared by every call, exclusively by a restart of the module, which must be alone.
  private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

  private final ReentrantLock renewing = new ReentrantLock();
  private final Thread keeper;
  private volatile @Nullable Pkcs11Session current;
  private volatile HsmException whyAway;
  private volatile boolean closed;

  LastingSession(Pkcs11Hsm hsm, long slotId, Pkcs11Session first, char[] pin) {
    this.hsm = hsm;
    this.slotId = slotId;
    this.token = first.token();
    this.pin = pin.clone();
    current = first;
    whyAway = new HsmException(Reason.TOKEN_ABSENT, "The token was not away yet.");
    keeper = Thread.ofPlatform().name("token-keeper").daemon().unstarted(this::keep);
    keeper.start();
  }

  @Override
  public Token token() {
    return token;
  }

  @Override
  public List<HsmKey> secretKeys() {
    return call(HsmSession::secretKeys);
  }

  @Override
  public List<HsmKey> secretKeys(String label) {
    return call(session -> session.secretKeys(label));
  }

  @Override
  public HsmKey generateAesKey(AesKeyTemplate template) {
    return call(session -> session.generateAesKey(template));
  }

  @Override
  public void delete(KeyRef key) {
    call(session -> {
      session.delete(key);
      return true;
    });
  }

  @Override
  public byte[] encryptGcm(KeyRef key, byte[] iv, byte[] aad, byte[] plaintext) {
    return call(session -> session.encryptGcm(key, iv, aad, plaintext));
  }

  @Override
  public SealedText sealGcm(KeyRef key, byte[] aad, byte[] plaintext) {
    return call(session -> session.sealGcm(key, aad, plaintext));
  }

  @Override
  public byte[] decryptGcm(KeyRef key, byte[] iv, byte[] aad, byte[] ciphertextAndTag) {
    return call(session -> session.decryptGcm(key, iv, aad, ciphertextAndTag));
  }

  @Override
  public byte[] checkValue(KeyRef key) {
    return call(session -> session.checkValue(key));
  }

  @Override
  public HsmKey endUsage(KeyRef key, KeyUsage usage) {
    return call(session -> session.endUsage(key, usage));
  }

  @Override
  public byte[] random(int length) {
    return call(session -> session.random(length));
  }

  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
    renewing.lock();
    try {
      var session = current;
      current = null;
      whyAway = new HsmException(Reason.NOT_LOGGED_IN, "The login to the token has ended.");
      if (session != null) {
        session.close();
      }
      Arrays.fill(pin, '\0');
    } finally {
      renewing.unlock();
    }
  }

  private <T> T call(Function<HsmSession, T> work) {
    var session = current;
    try {
      return run(work);
    } catch (HsmException e) {
      if (session == null || !mayMeanAway(e.reason()) || !renewed(session)) {
        throw e;
      }
    }
    return run(work);
  }

  private <T> T run(Function<HsmSession, T> work) {
    calls.readLock().lock();
    try {
      var session = current;
      if (session == null) {
        var why = whyAway;
        throw new HsmException(why.reason(), sentence(why), why.returnCode(), null);
      }
      return work.apply(session);
    } finally {
      calls.readLock().unlock();
    }
  }

  private static boolean mayMeanAway(Reason reason) {
    return switch (reason) {
      case MODULE_UNUSABLE,
          TOKEN_ABSENT,
          DEVICE_FAILED,
          TOKEN_NOT_INITIALIZED,
          NOT_LOGGED_IN,
          // Without the login its keys are not shown.
          KEY_NOT_FOUND,
          GENERAL ->
          true;
      case PIN_INCORRECT,
          PIN_LOCKED,
          KEY_AMBIGUOUS,
          LABEL_IN_USE,
          KEY_USAGE_NOT_PERMITTED,
          MECHANISM_UNSUPPORTED,
          CIPHERTEXT_INVALID,
          OUT_OF_RESOURCES,
          READ_ONLY,
          TIMEOUT ->
          false;
    };
  }

  /// Looks into a failure of a session.
  ///
  /// @return whether there is another session since, so that another try is worth it
  private boolean renewed(Pkcs11Session failed) {
    try {
      if (!renewing.tryLock(RENEWAL_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      if (current != failed) {
        return current != null;
      }
      if (stillThere(failed)) {
        return false;
      }
      current = null;
      LOG.warn("The login to {} is lost; logging in again", token.label());
      return loggedIn(failed);
    } finally {
      renewing.unlock();
    }
  }

  private boolean stillThere(Pkcs11Session session) {
    try {
      return session.isLoggedIn() && hsm.slots().stream().anyMatch(this::holdsTheToken);
    } catch (HsmException e) {
      return false;
    }
  }

  private boolean holdsTheToken(Slot slot) {
    return slot.token()
        .filter(present -> present.label().equals(token.label()) && present.initialized())
        .isPresent();
  }

  /// The slot may have another number after a restart of the module; a token with the serial number
  /// of the first login goes before others of its label.
  private long slotOfTheToken() {
    return hsm.slots().stream()
        .filter(this::holdsTheToken)
        .sorted((one, other) -> Boolean.compare(isTheSameDevice(other), isTheSameDevice(one)))
        .map(Slot::id)
        .findFirst()
        .orElseThrow(() ->
            new HsmException(Reason.TOKEN_ABSENT, "No slot has the token " + token.label() + "."));
  }

  private boolean isTheSameDevice(Slot slot) {
    return slot.token().filter(t -> t.serial().equals(token.serial())).isPresent()
        || slot.id() == slotId;
  }

  /// @param old whose sessions are closed after the new one is there: the last session that closes
  ///   ends the login
  private boolean loggedIn(@Nullable Pkcs11Session old) {
    try {
      var session = hsm.login(slotOfTheToken(), pin, true);
      if (old != null) {
        old.abandon();
      }
      if (!session.token().serial().equals(token.serial())) {
        LOG.warn(
            "The token {} is another device: its serial number was {} and is {}",
            token.label(),
            token.serial(),
            session.token().serial());
      }
      current = session;
      LOG.info("Logged in to {} again", token.label());
      return true;
    } catch (HsmException e) {
      whyAway = e;
      LOG.warn("The token {} is away: {}", token.label(), e.getMessage());
      if (old != null) {
        old.abandon();
      }
      return false;
    }
  }

  private static String sentence(HsmException why) {
    return "The token is away. " + why.getMessage();
  }

  private void keep() {
    for (var tries = 1; !closed; tries++) {
      try {
        Thread.sleep(BETWEEN_TRIES);
      } catch (InterruptedException e) {
        continue;
      }
      if (current != null || pinRefused()) {
        tries = 0;
        continue;
      }
      try {
        tryAgain(tries % 2 == 0);
      } catch (RuntimeException e) {
        LOG.error("Logging in to {} again failed in an unexpected way", token.label(), e);
      }
    }
  }

  private boolean pinRefused() {
    return whyAway.reason() == Reason.PIN_INCORRECT || whyAway.reason() == Reason.PIN_LOCKED;
  }

  private void tryAgain(boolean withRestart) {
    renewing.lock();
    try {
      if (current != null || closed) {
        return;
      }
      if (withRestart) {
        restart();
      }
      var _ = loggedIn(null);
    } finally {
      renewing.unlock();
    }
  }

  private void restart() {
    try {
      if (!calls.writeLock().tryLock(RESTART_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("The module is not restarted: a call to it does not return");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      hsm.restart();
    } catch (HsmException e) {
      LOG.warn("The module does not start: {}", e.getMessage());
    } finally {
      calls.writeLock().unlock();
    }
  }
}
