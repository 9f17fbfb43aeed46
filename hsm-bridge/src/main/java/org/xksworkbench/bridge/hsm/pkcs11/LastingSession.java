package org.xksworkbench.bridge.hsm.pkcs11;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
import org.xksworkbench.bridge.hsm.TokenObjects;

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

  private static final Duration LOGOUT_WAIT = Duration.ofSeconds(3);
  private static final int TRIES = 2;

  /// How long a call waits for another call that is just logging in again.
  private static final long RENEWAL_WAIT_MILLIS = 100;

  /// How long a restart of the module waits for calls that still run.
  private static final long RESTART_WAIT_MILLIS = 1000;

  private final Pkcs11Hsm hsm;
  private final Token token;
  private final char[] pin;

  /// Held shared by every call, exclusively by a restart of the module, which must be alone.
  private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

  private final ReentrantLock renewing = new ReentrantLock();
  private final Thread keeper;
  private volatile @Nullable Pkcs11Session current;
  private volatile long slotId;
  private volatile HsmException whyAway;

  /// What the log said of this absence, used while renewing.
  private @Nullable String toldAway;

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
  public byte[] signingKey(String label) {
    return call(session -> session.signingKey(label));
  }

  @Override
  public byte[] sign(String label, byte[] message) {
    return call(session -> session.sign(label, message));
  }

  @Override
  public TokenObjects objects() {
    return call(HsmSession::objects);
  }

  @Override
  public byte[] random(int length) {
    return call(session -> session.random(length));
  }

  /// Logs out, unless the token does not come back from it within some seconds.
  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
    var session = current;
    whyAway = new HsmException(Reason.NOT_LOGGED_IN, "The login to the token has ended.");
    current = null;
    if (session != null) {
      var logout = Thread.ofPlatform().daemon().start(session::close);
      try {
        if (!logout.join(LOGOUT_WAIT)) {
          LOG.warn("The token {} does not come back from the logout", token.label());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Arrays.fill(pin, '\0');
  }

  private <T> T call(Function<HsmSession, T> work) {
    for (var tries = 0; tries < TRIES; tries++) {
      Pkcs11Session session;
      HsmException failure;
      if (current == null) {
        // Not later: a restart of the module, which may take its time, keeps the lock.
        throw away();
      }
      calls.readLock().lock();
      try {
        session = current;
        if (session == null) {
          throw away();
        }
        try {
          return work.apply(session);
        } catch (HsmException e) {
          failure = e;
        }
      } finally {
        calls.readLock().unlock();
      }
      if (!mayMeanAway(failure.reason())) {
        throw failure;
      }
      switch (lookInto(session)) {
        case STILL_THERE -> throw failure;
        case AWAY -> throw away();
        case RENEWED -> {}
      }
    }
    throw new HsmException(Reason.DEVICE_FAILED, "The token comes and goes.");
  }

  private HsmException away() {
    var why = whyAway;
    return new HsmException(
        why.reason(), "The token is away. " + why.getMessage(), why.returnCode(), null);
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

  private enum Finding {
    /// The failure has nothing to do with the login.
    STILL_THERE,
    /// There is another session since, so that another try is worth it.
    RENEWED,
    AWAY
  }

  private Finding lookInto(Pkcs11Session failed) {
    try {
      if (!renewing.tryLock(RENEWAL_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        return Finding.AWAY;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.AWAY;
    }
    try {
      if (current == failed) {
        if (stillThere(failed)) {
          return Finding.STILL_THERE;
        }
        LOG.warn("The login to {} is lost; logging in again", token.label());
        current = null;
        logIn(failed);
      }
      return current == null ? Finding.AWAY : Finding.RENEWED;
    } finally {
      renewing.unlock();
    }
  }

  private boolean stillThere(Pkcs11Session session) {
    try {
      return session.isLoggedIn() && hsm.slot(slotId).token().filter(this::isTheToken).isPresent();
    } catch (HsmException e) {
      return false;
    }
  }

  private boolean isTheToken(Token present) {
    return present.initialized() && present.label().equals(token.label());
  }

  /// The slot may have another number after a restart of the module. A token with the serial number
  /// of the first login goes before others of its label.
  private long slotOfTheToken() {
    var slots =
        hsm.slots().stream()
            .filter(slot -> slot.token().filter(this::isTheToken).isPresent())
            .toList();
    return slots.stream()
        .filter(slot -> slot.token().orElseThrow().serial().equals(token.serial()))
        .findFirst()
        .or(() -> slots.stream().findFirst())
        .map(Slot::id)
        .orElseThrow(() ->
            new HsmException(Reason.TOKEN_ABSENT, "No slot has the token " + token.label() + "."));
  }

  /// @param old whose sessions are closed after the new one is there: the last session that closes
  ///   ends the login
  private void logIn(@Nullable Pkcs11Session old) {
    try {
      var slot = slotOfTheToken();
      var session = hsm.login(slot, pin, true);
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
      // All handles are new. Found by requests, one by one, it would take many times as long.
      session.secretKeys();
      slotId = slot;
      current = session;
      toldAway = null;
      LOG.info("Logged in to {} again", token.label());
    } catch (HsmException e) {
      whyAway = e;
      // Twice a second it would say nothing new.
      if (!Objects.equals(e.getMessage(), toldAway)) {
        LOG.warn("The token {} is away: {}", token.label(), e.getMessage());
        toldAway = e.getMessage();
      }
      if (old != null) {
        old.abandon();
      }
    }
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
      logIn(null);
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
