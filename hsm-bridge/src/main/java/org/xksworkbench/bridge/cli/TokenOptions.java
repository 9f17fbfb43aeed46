package org.xksworkbench.bridge.cli;

import static org.xksworkbench.bridge.hsm.ForeignText.printable;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SlotDetails;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which token, and its PIN.
final class TokenOptions {

  private static final char[] NO_PIN = {};

  @Mixin private final TokenNameOptions choice = new TokenNameOptions();

  @Option(
      names = "--pin-file",
      description = "File with the PIN, readable by its owner alone; - reads standard input.")
  private @Nullable Path pinFile;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  /// Logs in, works, logs out.
  int withSession(ToIntFunction<HsmSession> work) {
    return withToken((_, _, session) -> work.applyAsInt(session));
  }

  @FunctionalInterface
  interface TokenTask {
    int on(Hsm hsm, Slot slot, HsmSession session);
  }

  /// As [#withSession], for what needs to know where the token is.
  int withToken(TokenTask work) {
    return withToken(Pkcs11Settings.defaults(), work);
  }

  /// @param settings what is special to the library
  int withToken(Pkcs11Settings settings, TokenTask work) {
    var name = choice.name(spec);
    var pin = pinFile == null ? choice.pinFileOf(name, spec) : pinFile;
    try (var hsm = choice.open(name, settings, spec)) {
      var found = name.in(hsm);
      try (var session = login(hsm, found, pin, hsm::login, spec.commandLine().getErr())) {
        return work.on(hsm, found, session);
      }
    }
  }

  /// For a process that stays: logs in again by itself when the token was away.
  static HsmSession lastingLogin(
      Pkcs11Hsm hsm, Slot slot, @Nullable Path pinFile, PrintWriter err) {
    return login(hsm, slot, pinFile, hsm::lastingLogin, err);
  }

  /// What names the token by a URI, and perhaps a key of it.
  Optional<Pkcs11Uri> uri() {
    return choice.uri(spec);
  }

  @FunctionalInterface
  private interface LoginMethod {
    HsmSession to(long slotId, Role role, char[] pin);
  }

  /// A token that needs no login is not asked for one, and one with a keypad asks there, unless a
  /// PIN is given.
  private static HsmSession login(
      Hsm hsm, Slot slot, @Nullable Path pinFile, LoginMethod login, PrintWriter err) {
    var token = slot.token().orElseThrow();
    if (pinFile == null && !token.loginRequired()) {
      return login.to(slot.id(), Role.NOBODY, NO_PIN);
    }
    var keypad = hasKeypad(hsm, slot.id());
    var pin =
        pinFile == null && keypad
            ? NO_PIN
            : Pin.orNone(pinFile, "PIN of " + printable(token.label()));
    try {
      if (pin.length > 0) {
        return login.to(slot.id(), Role.USER, pin);
      }
      if (keypad) {
        err.println(printable(token.label()) + " has a keypad of its own. Type the PIN there.");
        err.flush();
        return login.to(slot.id(), Role.USER, NO_PIN);
      }
      if (!token.loginRequired()) {
        return login.to(slot.id(), Role.NOBODY, NO_PIN);
      }
      throw Pin.empty();
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private static boolean hasKeypad(Hsm hsm, long slotId) {
    return hsm.details(slotId)
        .token()
        .map(SlotDetails.TokenDetails::protectedAuthenticationPath)
        .orElse(false);
  }
}
