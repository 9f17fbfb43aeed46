package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKM_AES_GCM;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKM_AES_KEY_GEN;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.Mechanism;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.MechanismDetails;
import org.xksworkbench.bridge.hsm.SignOfLife;
import org.xksworkbench.bridge.hsm.TokenCapabilities;
import org.xksworkbench.bridge.hsm.TokenCapabilities.Assumption;
import org.xksworkbench.bridge.hsm.TokenCapabilities.GcmVerdict;
import org.xksworkbench.bridge.hsm.TokenCapabilities.IvHome;
import org.xksworkbench.bridge.hsm.TokenCapabilities.RandomSupply;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmParams;

/// Finds out what a token does by doing it, within a login. Nothing is written to the token: the
/// key of the probe is an object of a session and gone with it.
///
/// AES-GCM is tried on the very lane that a proxy uses, one set of settings after the other, so
/// that what is proven is what is done later, with the same checks of each vector.
final class CapabilityProbe {

  private static final Logger LOG = LoggerFactory.getLogger(CapabilityProbe.class);

  /// A shared HSM is not flooded.
  private static final int MOST_SESSIONS = 32;

  private static final int[] RANDOM_LENGTHS = {12, 16, 32};

  private static final int KEY_BYTES = 32;

  /// What the probe needs of a login.
  ///
  /// @param loginSession stays open as long as the login, and is used by nobody else
  /// @param opening opens a session, for writing too or not; the caller closes it
  /// @param lane makes a lane that follows these settings; the caller closes it
  /// @param foreign whether that lane goes through java.lang.foreign
  /// @param writable whether the token can be written to
  /// @param loggedIn whether somebody is logged in
  /// @param keypad whether the PIN is typed at the token
  /// @param settings what was chosen is kept, the rest is found out
  /// @param found told what was found
  record Means(
      Session loginSession,
      SessionOpening opening,
      SessionLimit limit,
      Function<Pkcs11Settings, GcmLane> lane,
      boolean foreign,
      boolean writable,
      boolean loggedIn,
      boolean keypad,
      Pkcs11Settings settings,
      MechanismsOfToken mechanisms,
      Consumer<TokenCapabilities> found) {}

  @FunctionalInterface
  interface SessionOpening {
    Session open(boolean writable) throws PKCS11Exception;
  }

  @FunctionalInterface
  interface MechanismsOfToken {
    List<MechanismDetails> ask() throws PKCS11Exception;
  }

  private final Means means;
  private final Pkcs11Settings settings;

  CapabilityProbe(Means means) {
    this.means = means;
    this.settings = means.settings();
  }

  /// @param otherKey used where the token makes no key for a session: with random IVs only
  TokenCapabilities find(Optional<Long> otherKey) throws PKCS11Exception {
    var capabilities = look(otherKey);
    means.found().accept(capabilities);
    return capabilities;
  }

  /// @param otherKey as in [#find]
  /// @return what was found, with what was measured
  TokenCapabilities measure(TokenCapabilities found, Optional<Long> otherKey)
      throws PKCS11Exception {
    means.found().accept(found);
    var own = ownKey();
    try (var lane = means.lane().apply(settings.withLearned(found))) {
      var key =
          own.or(() -> otherKey)
              .orElseThrow(() ->
                  new HsmException(
                      HsmException.Reason.KEY_NOT_FOUND,
                      "There is no key to measure the token with."));
      var measured =
          found.with(new SpeedTrial(lane, key).measure(found.workers(Integer.MAX_VALUE)));
      means.found().accept(measured);
      return measured;
    } finally {
      own.ifPresent(this::destroy);
    }
  }

  private TokenCapabilities look(Optional<Long> otherKey) throws PKCS11Exception {
    var offered = offeredMechanisms();
    var sessions = sessions();
    var random = random();
    var readOnly = opens(false);
    var assumed = EnumSet.of(Assumption.LENGTHS, Assumption.SPEED);
    if (!sessions.limited()) {
      assumed.add(Assumption.SESSIONS);
    }
    var gcm = gcm(offered, otherKey);
    if (gcm.assumesIv()) {
      assumed.add(Assumption.IV);
    }
    if (gcm.verdict() == GcmVerdict.NOT_TRIED) {
      assumed.add(Assumption.WRONG_TAG);
    }
    var working = gcm.working();
    return new TokenCapabilities(
        gcm.verdict(),
        gcm.why(),
        working.map(GcmTrials.GcmWay::home).orElse(IvHome.CALLER),
        working.map(way -> GcmLane.mechanism(way.settings())).orElse(0L),
        working
            .filter(way -> way.settings().gcmParams() == GcmParams.WITHOUT_IV_BITS)
            .map(_ -> TokenCapabilities.SHORT_PARAMETERS)
            .orElse(TokenCapabilities.FULL_PARAMETERS),
        offered.stream().map(Attributes::mechanism).toList(),
        List.copyOf(gcm.wrongTagCodes()),
        random,
        sessions.opened(),
        sessions.limited(),
        readOnly,
        means.keypad(),
        !means.writable(),
        Optional.empty(),
        List.copyOf(assumed));
  }

  private GcmTrials.GcmFinding gcm(List<Long> offered, Optional<Long> otherKey)
      throws PKCS11Exception {
    if (offered.isEmpty()) {
      return GcmTrials.GcmFinding.without(
          GcmVerdict.ABSENT, "Its list of mechanisms has no AES-GCM.", false);
    }
    var own = ownKey();
    try {
      var key = own.or(() -> otherKey);
      return key.isPresent()
          ? new GcmTrials(means, key.get(), own.isPresent()).of(offered)
          : GcmTrials.GcmFinding.without(
              GcmVerdict.NOT_TRIED,
              "It makes no key for a session alone, and no other key was named to try it with.",
              true);
    } finally {
      own.ifPresent(this::destroy);
    }
  }

  /// In the order in which they are tried. One that the settings name is tried although the token
  /// does not list it.
  private List<Long> offeredMechanisms() throws PKCS11Exception {
    if (settings.mechanism() != Pkcs11Settings.ANY_MECHANISM) {
      return List.of(settings.mechanism());
    }
    var mechanisms = means.mechanisms().ask();
    return List.of(CKM_AES_GCM, GcmTrials.CLOUDHSM_AES_GCM, GcmTrials.CLOUDKMS_AES_GCM).stream()
        .filter(code ->
            mechanisms.stream()
                .anyMatch(one -> one.code() == code && Mechanisms.mayEncryptAndDecrypt(one)))
        .toList();
  }

  /// What is left when the probe has begun: idle sessions of the login are ended first.
  private record SessionCount(int opened, boolean limited) {}

  private SessionCount sessions() throws PKCS11Exception {
    means.limit().endIdle();
    var open = new ArrayList<Session>();
    try {
      while (open.size() < MOST_SESSIONS) {
        open.add(means.opening().open(means.writable()));
        SignOfLife.tell();
      }
      return new SessionCount(open.size(), false);
    } catch (PKCS11Exception e) {
      // At AWS CloudHSM too many at once can show in other ways than by this code, too.
      if (open.isEmpty() && e.getErrorCode() != ReturnCodes.SESSION_COUNT) {
        throw e;
      }
      return new SessionCount(open.size(), true);
    } finally {
      open.forEach(CapabilityProbe::close);
    }
  }

  private boolean opens(boolean writable) {
    try {
      close(means.opening().open(writable));
      return true;
    } catch (PKCS11Exception e) {
      LOG.debug("No session, writable {}: {}", writable, e.getErrorName());
      return false;
    }
  }

  private static void close(Session session) {
    try {
      session.closeSession();
    } catch (PKCS11Exception e) {
      LOG.debug("A session of the probe was gone before: {}", e.getErrorName());
    }
  }

  private RandomSupply random() throws PKCS11Exception {
    var given = 0;
    for (var length : RANDOM_LENGTHS) {
      try {
        var _ = means.loginSession().generateRandom(length);
        given++;
      } catch (PKCS11Exception e) {
        GcmTrials.requireOfThis(e);
      }
    }
    if (given == 0) {
      return RandomSupply.NONE;
    }
    return given == RANDOM_LENGTHS.length ? RandomSupply.ANY : RandomSupply.LIMITED;
  }

  /// A key that is an object of the login's session.
  private Optional<Long> ownKey() throws PKCS11Exception {
    var template =
        AttributeVector.newAESSecretKey()
            .label("capability probe")
            .token(false)
            .private_(means.loggedIn())
            .sensitive(true)
            .extractable(false)
            .encrypt(true)
            .decrypt(true)
            .valueLen(KEY_BYTES);
    try {
      return Optional.of(
          means.loginSession().generateKey(new Mechanism(CKM_AES_KEY_GEN), template));
    } catch (PKCS11Exception e) {
      GcmTrials.requireOfThis(e);
      LOG.info("The token makes no key for a session: {}", ReturnCodes.nameOf(e));
      return Optional.empty();
    }
  }

  private void destroy(long key) {
    try {
      means.loginSession().destroyObject(key);
    } catch (PKCS11Exception e) {
      LOG.debug("The probe's key goes with its session: {}", e.getErrorName());
    }
  }
}
