package org.xksworkbench.bridge.hsm.pkcs11;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.Token;
import org.xksworkbench.bridge.hsm.pkcs11.Gates.GatePatience;

/// A login that outlives its token's absence.
///
/// A failure that may mean that the token is away is looked into before it is passed on, and so is
/// a search that finds no key: a token that is away may show none and give no error. If the login
/// is lost, it is made again at once, and the call tried once more. If that fails too, calls fail
/// at once, without touching the token, until a thread of its own has logged in again: it tries
/// twice a second, every other time with a restart of the module.
///
/// A login is made while no call is in the token ([Gates]). Calls that come meanwhile wait a
/// little, and fail if that is not enough.
///
/// A PIN that the token refuses is never tried a second time: that would lock the token.
final class LastingSession extends ForwardingSession {

  private static final Logger LOG = LoggerFactory.getLogger(LastingSession.class);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private static final Duration LOGOUT_WAIT = Duration.ofSeconds(4);
  private static final int TRIES = 2;

  /// How long a call waits for a login that is just made again. KMS gives a whole request 250 ms.
  private static final Duration RENEWAL_WAIT = Duration.ofMillis(100);

  /// What calls are made with.
  private static final class LoggedInSession {

    private final Pkcs11Session session;
    private final long slotId;
    private final Gate gate;

    LoggedInSession(Pkcs11Session session, long slotId, Gate gate) {
      this.session = session;
      this.slotId = slotId;
      this.gate = gate;
    }
  }

  private final Pkcs11Hsm hsm;
  private final Gates gates;
  private final Token token;
  private final Role role;
  private final char[] pin;
  private final ReentrantLock renewing = new ReentrantLock();
  private final Thread keeper;
  private volatile @Nullable LoggedInSession current;
  private volatile HsmException whyAway;

  /// A lost login whose sessions are still to be closed, used while renewing.
  private @Nullable LoggedInSession lost;

  /// What the log said of this absence, used while renewing.
  private @Nullable String toldAway;

  private volatile boolean closed;

  LastingSession(Pkcs11Hsm hsm, long slotId, Role role, Pkcs11Session first, char[] pin) {
    this.hsm = hsm;
    this.gates = hsm.gates();
    this.token = first.token();
    this.role = role;
    this.pin = pin.clone();
    current = new LoggedInSession(first, slotId, gates.token(slotId));
    whyAway = new HsmException(Reason.TOKEN_ABSENT, "The token was not away yet.");
    keeper = Thread.ofPlatform().name("token-keeper").daemon().unstarted(this::keep);
    keeper.start();
  }

  @Override
  public Token token() {
    return token;
  }

  /// Logs out, unless the token does not come back from it within some seconds.
  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
    whyAway = new HsmException(Reason.NOT_LOGGED_IN, "The login to the token has ended.");
    var last = current;
    current = null;
    var logout = Thread.ofPlatform().name("token-logout").daemon().start(() -> end(last));
    try {
      if (!logout.join(LOGOUT_WAIT)) {
        LOG.warn("The token {} does not come back from the logout", token.label());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(@Nullable LoggedInSession last) {
    renewing.lock();
    try {
      var renewed = current;
      current = null;
      for (var login : Arrays.asList(last, renewed)) {
        if (login != null) {
          gates.closing(login.gate, login.session::close);
        }
      }
    } catch (HsmException e) {
      LOG.warn("The login to {} is not ended: {}", token.label(), e.getMessage());
    } finally {
      Arrays.fill(pin, '\0');
      renewing.unlock();
    }
  }

  @Override
  <T> T call(Function<HsmSession, T> work) {
    return call(work, _ -> false);
  }

  @Override
  List<HsmKey> search(Function<HsmSession, List<HsmKey>> work) {
    return call(work, List::isEmpty);
  }

  /// @param doubtful whether a token that is away may have given this answer
  private <T> T call(Function<HsmSession, T> work, Predicate<T> doubtful) {
    for (var tries = 0; tries < TRIES; tries++) {
      var entered = current;
      if (entered == null) {
        // Not later: who restarts the module, which may take its time, is alone in it.
        throw away();
      }
      if (!entered.gate.enter(RENEWAL_WAIT)) {
        throw away();
      }
      LoggedInSession login;
      Supplier<T> outcome;
      try {
        login = current;
        if (login == null) {
          throw away();
        }
        if (login.gate != entered.gate) {
          continue;
        }
        try {
          var answer = work.apply(login.session);
          if (!doubtful.test(answer)) {
            return answer;
          }
          outcome = () -> answer;
        } catch (HsmException e) {
          if (!mayMeanAway(e.reason())) {
            throw e;
          }
          outcome =
              () -> {
                throw e;
              };
        }
      } finally {
        entered.gate.leave();
      }
      switch (lookInto(login)) {
        case STILL_THERE -> {
          return outcome.get();
        }
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
          PIN_NOT_SET,
          NOT_LOGGED_IN,
          // Without the login its keys are not shown.
          KEY_NOT_FOUND,
          GENERAL ->
          true;
      case PIN_INCORRECT,
          PIN_LOCKED,
          PIN_EXPIRED,
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

  private enum LoginCheck {
    /// The failure has nothing to do with the login.
    STILL_THERE,
    /// There is another session since, so that another try is worth it.
    RENEWED,
    AWAY
  }

  private LoginCheck lookInto(LoggedInSession failed) {
    try {
      if (!renewing.tryLock(RENEWAL_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return LoginCheck.AWAY;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return LoginCheck.AWAY;
    }
    try {
      if (current == failed) {
        if (stillThere(failed)) {
          return LoginCheck.STILL_THERE;
        }
        LOG.warn("The login to {} is lost; logging in again", token.label());
        whyAway =
            new HsmException(Reason.NOT_LOGGED_IN, "Its login was lost and is just made again.");
        lost = failed;
        logIn();
      }
      return current == null ? LoginCheck.AWAY : LoginCheck.RENEWED;
    } finally {
      renewing.unlock();
    }
  }

  private boolean stillThere(LoggedInSession login) {
    try {
      return Gates.call(login.gate, login.session::isLoggedIn)
          && hsm.slot(login.slotId).token().filter(this::isTheToken).isPresent();
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

  /// Calls that come meanwhile still find the lost login and wait at its gate; if it fails, there
  /// is none.
  private void logIn() {
    try {
      if (typedAtTheToken()) {
        throw new HsmException(
            Reason.NOT_LOGGED_IN,
            "Its login was lost, and its PIN is typed at the token itself. Start this program again"
                + " and type it there.");
      }
      var slot = slotOfTheToken();
      var _ = gates.alone(GatePatience.OF_THE_PROCESS, slot, () -> logIn(slot));
    } catch (HsmException e) {
      whyAway = e;
      // Twice a second it would say nothing new.
      if (!Objects.equals(e.getMessage(), toldAway)) {
        LOG.warn("The token {} is away: {}", token.label(), e.getMessage());
        toldAway = e.getMessage();
      }
    } finally {
      if (current == lost) {
        current = null;
      }
    }
  }

  /// @return false if that is not wanted any more
  private boolean logIn(long slot) {
    // First: the last session that closes ends the login.
    var before = lost;
    if (before != null) {
      gates.closing(before.gate, before.session::abandon);
    }
    if (closed) {
      return false;
    }
    var session = hsm.loginAgain(slot, role, pin);
    try {
      // All handles are new. Found by requests, one by one, it would take many times as long.
      var _ = session.secretKeys();
    } catch (RuntimeException e) {
      session.abandon();
      throw e;
    }
    if (!session.token().serial().equals(token.serial())) {
      LOG.warn(
          "The token {} is another device: its serial number was {} and is {}",
          token.label(),
          token.serial(),
          session.token().serial());
    }
    current = new LoggedInSession(session, slot, gates.token(slot));
    lost = null;
    toldAway = null;
    LOG.info("Logged in to {} again", token.label());
    return true;
  }

  private void keep() {
    for (var tries = 1; !closed; tries++) {
      try {
        Thread.sleep(BETWEEN_TRIES);
      } catch (InterruptedException e) {
        continue;
      }
      if (current != null || pinRefused() || typedAtTheToken()) {
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

  /// Nobody waits at the token's keypad for a login that is made by itself.
  private boolean typedAtTheToken() {
    return role == Role.USER && pin.length == 0;
  }

  /// Where no PIN is set none can be locked: it is tried until there is one.
  private boolean pinRefused() {
    return whyAway.reason().isOfThePin() && whyAway.reason() != Reason.PIN_NOT_SET;
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
      logIn();
    } finally {
      renewing.unlock();
    }
  }

  private void restart() {
    try {
      hsm.restart();
    } catch (HsmException e) {
      LOG.warn("The module is not restarted: {}", e.getMessage());
    }
  }
}
