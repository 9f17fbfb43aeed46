package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.IvSource;

/// How many initialization vectors the `C_GenerateRandom` of a token gives at once: some limit a
/// call, and some have none. Learned once for all sessions of a login.
final class TokenRandom {

  /// A call across a network is dear.
  static final int MOST_AT_ONCE = 32;

  private static final Logger LOG = LoggerFactory.getLogger(TokenRandom.class);

  /// Not for this length, or not at all. Any other code is a failure of the call, and passed on.
  private static final Set<Long> REFUSALS =
      Set.of(
          ReturnCodes.ARGUMENTS_BAD,
          ReturnCodes.DATA_LEN_RANGE,
          ReturnCodes.FUNCTION_NOT_SUPPORTED,
          ReturnCodes.RANDOM_NO_RNG);

  @FunctionalInterface
  interface Generator {
    void generate(int count) throws PKCS11Exception;
  }

  private volatile int atOnce = MOST_AT_ONCE;

  /// Draws as many as the token gives.
  ///
  /// @return how many; 0 if it gives none, and the system's CSPRNG is to be used
  /// @throws HsmException if it gives none and the settings allow no other source
  int draw(IvSource source, Generator generator) throws PKCS11Exception {
    for (var count = atOnce; count > 0; count = count > 1 ? 1 : 0) {
      try {
        generator.generate(count);
        atOnce = count;
        return count;
      } catch (PKCS11Exception e) {
        if (!REFUSALS.contains(e.getErrorCode())) {
          throw e;
        }
        if (count == 1) {
          goWithout(source, e);
        }
      }
    }
    return 0;
  }

  private void goWithout(IvSource source, PKCS11Exception e) {
    var why = ReturnCodes.nameOf(e);
    if (source == IvSource.TOKEN_RANDOM) {
      throw new HsmException(
          Reason.MECHANISM_UNSUPPORTED,
          "The token's C_GenerateRandom gives no initialization vector ("
              + why
              + "), and iv = \"token\" of [hsm] wants them from there. With iv = \"system\" the"
              + " operating system makes them.",
          why,
          e);
    }
    atOnce = 0;
    LOG.warn(
        "The token's C_GenerateRandom gives no initialization vector ({}); the operating system's"
            + " CSPRNG makes them",
        why);
  }
}
