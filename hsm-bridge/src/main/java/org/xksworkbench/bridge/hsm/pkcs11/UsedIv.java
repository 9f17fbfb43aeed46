package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.Arrays;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.SealedText;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.IvSource;

/// Under which initialization vector a token has encrypted, as what it gave back tells. Looked at
/// after each encryption, before anything leaves: a ciphertext whose vector is not known is lost,
/// and one under a vector that never changes gives its key away.
final class UsedIv {

  private static final int TAG_BYTES = GcmLane.TAG_BITS / 8;
  private static final int LONGER = 16;

  private UsedIv() {}

  /// @param given what the token was told to use: zeros, or nothing, ask it for one of its own
  /// @param told what stands in the place of the given one after the encryption
  /// @param output of `C_Encrypt`
  /// @throws HsmException if the one that was used is not known
  static SealedText of(
      IvSource source, byte[] given, byte[] told, byte[] output, int plaintextLength) {
    var extra = output.length - plaintextLength - TAG_BYTES;
    if (extra != 0 && extra != IvMaker.LENGTH && extra != LONGER) {
      throw unknown(
          "its output is " + extra + " bytes longer than text and tag, which is no vector");
    }
    if (source.ofTheCaller()) {
      var used = extra == 0 ? told : last(output, extra);
      if (!Arrays.equals(used, given)) {
        throw unknown("it used another than the one that it was given");
      }
      return new SealedText(given, Arrays.copyOf(output, output.length - extra));
    }
    if (source == IvSource.TOKEN_PREPENDED) {
      return new SealedText(
          requireMade(Arrays.copyOf(output, extra)),
          Arrays.copyOfRange(output, extra, output.length));
    }
    var used = extra > 0 ? last(output, extra) : source == IvSource.TOKEN_MADE ? told : new byte[0];
    return new SealedText(requireMade(used), Arrays.copyOf(output, output.length - extra));
  }

  private static byte[] last(byte[] output, int length) {
    return Arrays.copyOfRange(output, output.length - length, output.length);
  }

  private static byte[] requireMade(byte[] used) {
    var bits = 0;
    for (var b : used) {
      bits |= b;
    }
    if (bits == 0) {
      throw unknown("it made no initialization vector, although its settings say that it does");
    }
    return used;
  }

  private static HsmException unknown(String why) {
    return new HsmException(
        Reason.GENERAL,
        "The token encrypted under an initialization vector that is not known: "
            + why
            + ". Nothing of it was given out. `hsm-bridge token probe` tells what the token does.");
  }
}
