package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.PKCS11Module;
import org.xksworkbench.bridge.hsm.MechanismDetails;
import org.xksworkbench.bridge.hsm.Slot;

/// What a token can do. Asked on the wrapper's low-level interface: the other leaves out mechanisms
/// whose numbers it does not know.
final class Mechanisms {

  private static final Logger LOG = LoggerFactory.getLogger(Mechanisms.class);

  private static final long BOTH_WAYS = MechanismFlag.ENCRYPT.bit | MechanismFlag.DECRYPT.bit;

  /// Flags of `CK_MECHANISM_INFO` (PKCS#11 3.1, table 10).
  private enum MechanismFlag {
    HW(0x1),
    ENCRYPT(0x100),
    DECRYPT(0x200),
    DIGEST(0x400),
    SIGN(0x800),
    SIGN_RECOVER(0x1000),
    VERIFY(0x2000),
    VERIFY_RECOVER(0x4000),
    GENERATE(0x8000),
    GENERATE_KEY_PAIR(0x1_0000),
    WRAP(0x2_0000),
    UNWRAP(0x4_0000),
    DERIVE(0x8_0000);

    private final long bit;

    MechanismFlag(long bit) {
      this.bit = bit;
    }
  }

  private Mechanisms() {}

  /// @param foreign preferred where there is one: it asks with cleared memory, and SoftHSM 2.6 adds
  ///   its flags to what it finds there
  static List<MechanismDetails> of(
      PKCS11Module module, @Nullable ForeignCryptoki foreign, long slotId) throws PKCS11Exception {
    var mechanisms = new ArrayList<MechanismDetails>();
    for (var code : GrowingList.of(() -> codes(module, slotId))) {
      try {
        var info = info(module, foreign, slotId, code);
        mechanisms.add(
            new MechanismDetails(
                code, Attributes.mechanism(code), info[0], info[1], flags(info[2])));
      } catch (PKCS11Exception e) {
        // It lists a mechanism and then does not know it.
        mechanisms.add(
            new MechanismDetails(
                code,
                Attributes.mechanism(code),
                0,
                0,
                List.of("cannot be read (" + ReturnCodes.nameOf(e) + ")")));
      }
    }
    mechanisms.sort(Comparator.comparing(MechanismDetails::name));
    return List.copyOf(mechanisms);
  }

  /// Whether a token says that it does AES-GCM in both directions; empty where it does not tell.
  ///
  /// @param mechanism that of AES-GCM on this token
  static Optional<Boolean> doAesGcm(
      PKCS11Module module, @Nullable ForeignCryptoki foreign, long slotId, long mechanism) {
    try {
      var codes = GrowingList.of(() -> codes(module, slotId));
      if (Arrays.stream(codes).noneMatch(code -> code == mechanism)) {
        return Optional.of(false);
      }
      var flags = info(module, foreign, slotId, mechanism)[2];
      return flags == 0 ? Optional.empty() : Optional.of((flags & BOTH_WAYS) == BOTH_WAYS);
    } catch (PKCS11Exception e) {
      LOG.warn(
          "Slot {} does not tell its mechanisms: {}", Slot.number(slotId), ReturnCodes.nameOf(e));
      return Optional.empty();
    }
  }

  /// Whether it may do both; true where the token does not tell.
  static boolean mayEncryptAndDecrypt(MechanismDetails mechanism) {
    var flags = mechanism.flags();
    return Arrays.stream(MechanismFlag.values()).noneMatch(flag -> flags.contains(flag.name()))
        || (flags.contains(MechanismFlag.ENCRYPT.name())
            && flags.contains(MechanismFlag.DECRYPT.name()));
  }

  private static List<String> flags(long bits) {
    return Arrays.stream(MechanismFlag.values())
        .filter(flag -> (bits & flag.bit) != 0)
        .map(MechanismFlag::name)
        .toList();
  }

  private static long[] codes(PKCS11Module module, long slotId) throws PKCS11Exception {
    try {
      return module.getPKCS11Module().C_GetMechanismList(slotId);
    } catch (iaik.pkcs.pkcs11.wrapper.PKCS11Exception e) {
      throw module.convertException(e);
    }
  }

  private static long[] info(
      PKCS11Module module, @Nullable ForeignCryptoki foreign, long slotId, long code)
      throws PKCS11Exception {
    return foreign == null ? info(module, slotId, code) : foreign.mechanismInfo(slotId, code);
  }

  private static long[] info(PKCS11Module module, long slotId, long code) throws PKCS11Exception {
    try {
      var info = module.getPKCS11Module().C_GetMechanismInfo(slotId, code);
      return new long[] {info.ulMinKeySize, info.ulMaxKeySize, info.flags};
    } catch (iaik.pkcs.pkcs11.wrapper.PKCS11Exception e) {
      throw module.convertException(e);
    }
  }
}
