package org.xksworkbench.bridge.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.Token;

/// What a result holds for. Another module, firmware or list of mechanisms, and it is found anew.
///
/// @param module SHA-256 of the library's file
/// @param libraryVersion as the library tells it
/// @param serial of the token
/// @param firmware of the token
/// @param mechanisms SHA-256 of the token's list with its flags
/// @param settings what was chosen and not found out
public record TokenFingerprint(
    String module,
    String libraryVersion,
    String serial,
    String firmware,
    String mechanisms,
    String settings) {

  /// Asks the module, which needs no login.
  ///
  /// @param settings what was chosen, in words of the caller
  public static TokenFingerprint of(Hsm hsm, long slotId, Token token, String settings) {
    var module = hsm.module();
    var mechanisms =
        hsm.mechanisms(slotId).stream()
            .map(one -> Long.toHexString(one.code()) + ":" + one.flags())
            .sorted()
            .collect(Collectors.joining("\n"));
    return new TokenFingerprint(
        sha256(contents(module.path())),
        module.libraryVersion(),
        token.model() + " " + token.serial(),
        token.firmwareVersion(),
        sha256(mechanisms.getBytes(StandardCharsets.UTF_8)),
        settings);
  }

  private static byte[] contents(Path module) {
    try {
      return Files.readAllBytes(module);
    } catch (IOException e) {
      throw new UncheckedIOException("The module " + module + " cannot be read.", e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
