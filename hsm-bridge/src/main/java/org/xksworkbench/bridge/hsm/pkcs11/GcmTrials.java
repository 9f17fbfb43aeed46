package org.xksworkbench.bridge.hsm.pkcs11;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.SealedText;
import org.xksworkbench.bridge.hsm.SignOfLife;
import org.xksworkbench.bridge.hsm.TokenCapabilities.GcmVerdict;
import org.xksworkbench.bridge.hsm.TokenCapabilities.IvHome;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmParams;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.IvSource;

/// Tries one way to do AES-GCM after the other with one key, on the very lane that a proxy uses: so
/// what is proven is what is done later, with the same checks of each vector.
final class GcmTrials {

  /// AWS CloudHSM's own AES-GCM: the IV stands before the ciphertext.
  static final long CLOUDHSM_AES_GCM = 0x80001087L;

  /// Google's own, the only one of its library.
  static final long CLOUDKMS_AES_GCM = 0x8001E101L;

  private static final byte[] TEXT =
      "thirty-two bytes of known text..".getBytes(StandardCharsets.US_ASCII);

  /// Never empty: SoftHSM 2.6.1 ends its process at that on some systems.
  private static final byte[] AAD = "ten bytes.".getBytes(StandardCharsets.US_ASCII);

  /// One way to do AES-GCM.
  ///
  /// @param onOwnKeyOnly whether a token that takes the caller's IV would use zeros, or none: that
  ///   gives a key away which is used for anything else
  record GcmWay(Pkcs11Settings settings, IvHome home, boolean onOwnKeyOnly) {}

  /// What came of one way.
  private record GcmOutcome(boolean works, boolean unsafe, String why, Set<Long> wrongTagCodes) {

    static GcmOutcome refusal(String why) {
      return new GcmOutcome(false, false, why, Set.of());
    }

    static GcmOutcome unsafe(String why) {
      return new GcmOutcome(false, true, why, Set.of());
    }
  }

  /// What was found of AES-GCM.
  ///
  /// @param assumesIv whether not every way could be tried
  record GcmFinding(
      GcmVerdict verdict,
      String why,
      Optional<GcmWay> working,
      Set<Long> wrongTagCodes,
      boolean assumesIv) {

    static GcmFinding without(GcmVerdict verdict, String why, boolean assumesIv) {
      return new GcmFinding(verdict, why, Optional.empty(), Set.of(), assumesIv);
    }
  }

  private final CapabilityProbe.Means means;
  private final Pkcs11Settings settings;
  private final long key;
  private final boolean ownKey;

  /// @param ownKey whether the key is the probe's own: then zeros do no harm
  GcmTrials(CapabilityProbe.Means means, long key, boolean ownKey) {
    this.means = means;
    this.settings = means.settings();
    this.key = key;
    this.ownKey = ownKey;
  }

  /// @param offered numbers of mechanisms
  GcmFinding of(List<Long> offered) throws PKCS11Exception {
    var reasons = new LinkedHashSet<String>();
    Optional<String> unsafe = Optional.empty();
    for (var way : ways(offered)) {
      SignOfLife.tell();
      var outcome = tryOut(way);
      if (outcome.works()) {
        return new GcmFinding(
            GcmVerdict.WORKS, "", Optional.of(way), outcome.wrongTagCodes(), !ownKey);
      }
      reasons.add(outcome.why());
      if (outcome.unsafe() && unsafe.isEmpty()) {
        unsafe = Optional.of(outcome.why());
      }
    }
    if (unsafe.isPresent()) {
      return GcmFinding.without(GcmVerdict.UNSAFE, unsafe.get(), !ownKey);
    }
    return GcmFinding.without(
        GcmVerdict.REFUSED,
        reasons.isEmpty()
            ? "What the settings name contradicts itself, so that there was nothing to try."
            : String.join(" ", reasons),
        !ownKey);
  }

  /// Random IVs first: no token can be hurt by them.
  private List<GcmWay> ways(List<Long> offered) {
    var ways = new ArrayList<GcmWay>();
    for (var code : offered) {
      var with = settings.withMechanism(code).with(GcmRoute.AUTO);
      var full = with.with(GcmParams.WITH_IV_BITS);
      if (code == CLOUDHSM_AES_GCM) {
        ways.add(new GcmWay(full.with(IvSource.TOKEN_PREPENDED), IvHome.BEFORE_CIPHERTEXT, false));
      } else if (code == CLOUDKMS_AES_GCM) {
        ways.add(new GcmWay(full.with(IvSource.TOKEN_MADE), IvHome.IN_PARAMETERS, false));
      } else {
        var callers = settings.ivSource().ofTheCaller() ? settings.ivSource() : IvSource.AUTO;
        ways.add(new GcmWay(full.with(callers), IvHome.CALLER, false));
        ways.add(new GcmWay(full.with(IvSource.TOKEN_MADE), IvHome.IN_PARAMETERS, true));
        ways.add(new GcmWay(full.with(IvSource.TOKEN_APPENDED), IvHome.AFTER_TAG, true));
        ways.add(
            new GcmWay(with.with(GcmParams.WITHOUT_IV_BITS).with(callers), IvHome.CALLER, false));
      }
    }
    ways.removeIf(way -> !isChosen(way) || (way.onOwnKeyOnly() && !ownKey) || !isPossible(way));
    return ways;
  }

  /// Whether it does not contradict what somebody chose.
  private boolean isChosen(GcmWay way) {
    var source = settings.ivSource();
    var form = settings.gcmParams();
    return (source == IvSource.AUTO || source == way.settings().ivSource())
        && (form == GcmParams.AUTO || form == way.settings().gcmParams());
  }

  /// The wrapper knows one form of the parameters and no IV of a token.
  private boolean isPossible(GcmWay way) {
    return means.foreign()
        || (way.home() == IvHome.CALLER && way.settings().gcmParams() == GcmParams.WITH_IV_BITS);
  }

  private GcmOutcome tryOut(GcmWay way) throws PKCS11Exception {
    try (var lane = means.lane().apply(way.settings())) {
      SealedText one;
      SealedText other;
      try {
        one = lane.seal(key, AAD, TEXT);
        other = lane.seal(key, AAD, TEXT);
      } catch (HsmException e) {
        return switch (e.reason()) {
          case GENERAL -> GcmOutcome.unsafe(String.valueOf(e.getMessage()));
          case MECHANISM_UNSUPPORTED -> GcmOutcome.refusal(String.valueOf(e.getMessage()));
          default -> throw e;
        };
      } catch (PKCS11Exception e) {
        return refusal(e, way);
      }
      if (Arrays.equals(one.iv(), other.iv())) {
        return GcmOutcome.unsafe("It encrypts twice under one initialization vector.");
      }
      try {
        if (!Arrays.equals(lane.decrypt(key, one.iv(), AAD, one.ciphertextAndTag()), TEXT)) {
          return GcmOutcome.unsafe("It decrypts to something else than was encrypted.");
        }
      } catch (PKCS11Exception e) {
        requireOfThis(e);
        return GcmOutcome.unsafe(
            "It encrypts under another initialization vector than it tells: it does not decrypt"
                + " what it has just encrypted ("
                + ReturnCodes.nameOf(e)
                + ").");
      }
      return tryChanged(lane, one);
    }
  }

  /// It must refuse all that was changed, and how it does so is what it says of a wrong tag.
  private GcmOutcome tryChanged(GcmLane lane, SealedText sealed) throws PKCS11Exception {
    var codes = new TreeSet<Long>();
    var tag = sealed.ciphertextAndTag().length - 1;
    var accepted = new ArrayList<String>();
    refusedOr(
        accepted,
        "tag",
        codes,
        () -> lane.decrypt(key, sealed.iv(), AAD, flip(sealed.ciphertextAndTag(), tag)));
    refusedOr(
        accepted,
        "ciphertext",
        codes,
        () -> lane.decrypt(key, sealed.iv(), AAD, flip(sealed.ciphertextAndTag(), 0)));
    refusedOr(
        accepted,
        "AAD",
        codes,
        () -> lane.decrypt(key, sealed.iv(), flip(AAD, 0), sealed.ciphertextAndTag()));
    refusedOr(
        accepted,
        "initialization vector",
        codes,
        () -> lane.decrypt(key, flip(sealed.iv(), 0), AAD, sealed.ciphertextAndTag()));
    return accepted.isEmpty()
        ? new GcmOutcome(true, false, "", codes)
        : GcmOutcome.unsafe(
            "It decrypts with another " + String.join(" and another ", accepted) + ", too.");
  }

  @FunctionalInterface
  private interface Decryption {
    byte[] run() throws PKCS11Exception;
  }

  private static void refusedOr(
      List<String> accepted, String what, Set<Long> codes, Decryption decryption)
      throws PKCS11Exception {
    try {
      var _ = decryption.run();
      accepted.add(what);
    } catch (PKCS11Exception e) {
      requireOfThis(e);
      codes.add(e.getErrorCode());
    }
  }

  /// A token that goes away meanwhile proves nothing.
  static void requireOfThis(PKCS11Exception e) throws PKCS11Exception {
    if (!ReturnCodes.isOfOneThing(e) || e.getErrorCode() == ReturnCodes.SESSION_COUNT) {
      throw e;
    }
  }

  private static GcmOutcome refusal(PKCS11Exception e, GcmWay way) throws PKCS11Exception {
    requireOfThis(e);
    var mechanism = Attributes.mechanism(GcmLane.mechanism(way.settings()));
    var how =
        switch (way.home()) {
          case CALLER -> "an initialization vector that it is given";
          case IN_PARAMETERS -> "one that it writes over zeros";
          case AFTER_TAG, BEFORE_CIPHERTEXT -> "one that it makes itself";
        };
    var form = way.settings().gcmParams() == GcmParams.WITHOUT_IV_BITS ? " in 40 bytes" : "";
    return GcmOutcome.refusal(
        "It encrypts nothing by "
            + mechanism
            + form
            + " under "
            + how
            + " ("
            + ReturnCodes.nameOf(e)
            + ").");
  }

  private static byte[] flip(byte[] bytes, int at) {
    var other = bytes.clone();
    other[at] ^= 1;
    return other;
  }
}
