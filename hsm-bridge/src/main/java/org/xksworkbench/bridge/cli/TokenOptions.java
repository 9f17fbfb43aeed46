package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;
import picocli.CommandLine.Option;

/// Which token, and its PIN.
final class TokenOptions {

  @Option(names = "--module", required = true, description = "Path of the PKCS#11 library.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path module;

  @Option(names = "--token", required = true, description = "Label of the token.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String token;

  @Option(
      names = "--pin-file",
      description = "File with the PIN, readable by its owner alone; - reads standard input.")
  private @Nullable Path pinFile;

  /// Logs in, works, logs out.
  int withSession(ToIntFunction<HsmSession> work) {
    try (var hsm = Pkcs11Hsm.open(module)) {
      try (var session = login(hsm, token, pinFile)) {
        return work.applyAsInt(session);
      }
    }
  }

  static HsmSession login(Hsm hsm, String label, @Nullable Path pinFile) {
    return login(hsm, label, pinFile, hsm::login);
  }

  /// For a process that stays: logs in again by itself when the token was away.
  static HsmSession lastingLogin(Pkcs11Hsm hsm, String label, @Nullable Path pinFile) {
    return login(hsm, label, pinFile, hsm::lastingLogin);
  }

  @FunctionalInterface
  private interface LoginMethod {
    HsmSession to(long slotId, char[] pin);
  }

  private static HsmSession login(
      Hsm hsm, String label, @Nullable Path pinFile, LoginMethod login) {
    var matching =
        hsm.slots().stream()
            .filter(slot -> slot.token().filter(token -> token.label().equals(label)).isPresent())
            .toList();
    if (matching.isEmpty()) {
      throw new CommandFailure("No slot has a token with the label " + label + ".");
    }
    if (matching.size() > 1) {
      throw new CommandFailure("More than one token has the label " + label + ".");
    }
    var pin = Pin.read(pinFile, "PIN of " + label);
    try {
      return login.to(matching.getFirst().id(), pin);
    } finally {
      Arrays.fill(pin, '\0');
    }
  }
}
