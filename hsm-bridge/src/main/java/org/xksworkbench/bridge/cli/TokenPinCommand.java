package org.xksworkbench.bridge.cli;

import static org.xksworkbench.bridge.hsm.ForeignText.printable;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Token.PinState;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// PINs of a token that is there: `token change-pin` and `token reset-pin`.
final class TokenPinCommand {

  private static final String TWO_LINES =
      "Two PINs from standard input have a line each: first the one that is known.";

  private TokenPinCommand() {}

  /// A PIN is changed by who knows it.
  @Changes("C_SetPIN")
  @Command(
      name = "change-pin",
      mixinStandardHelpOptions = true,
      description = {"Gives the user, or the security officer, another PIN.", TWO_LINES})
  static final class ChangePin implements Callable<Integer> {

    @Mixin private final PinExchange exchange = new PinExchange();

    @Option(
        names = "--pin-file",
        description =
            "File with the present PIN, readable by its owner alone; - reads standard input.")
    private @Nullable Path pinFile;

    @Option(
        names = "--security-officer",
        description = "Changes the security officer's PIN instead of the user's.")
    private boolean officer;

    @Override
    public Integer call() {
      var role = officer ? Role.SECURITY_OFFICER : Role.USER;
      return exchange.run(
          new Known(role, pinFile, "--pin-file"),
          role,
          (hsm, slotId, old, fresh) -> hsm.changePin(slotId, role, old, fresh));
    }
  }

  /// The user is given another PIN by the security officer, as after it was locked.
  @Changes("C_InitPIN")
  @Command(
      name = "reset-pin",
      mixinStandardHelpOptions = true,
      description = {
        "Gives the user another PIN by the security officer's, as after it was locked.",
        TWO_LINES
      })
  static final class ResetPin implements Callable<Integer> {

    @Mixin private final PinExchange exchange = new PinExchange();

    @Option(
        names = "--so-pin-file",
        description =
            "File with the security officer's PIN, readable by its owner alone; - reads standard"
                + " input.")
    private @Nullable Path soPinFile;

    @Override
    public Integer call() {
      return exchange.run(
          new Known(Role.SECURITY_OFFICER, soPinFile, "--so-pin-file"),
          Role.USER,
          Hsm::resetUserPin);
    }
  }

  /// The PIN that lets somebody set another.
  ///
  /// @param option that names the file
  record Known(Role role, @Nullable Path file, String option) {}

  interface PinSetting {
    void on(Hsm hsm, long slotId, char[] known, char[] fresh);
  }

  /// A known PIN for a new one.
  static final class PinExchange {

    @Mixin private final TokenNameOptions choice = new TokenNameOptions();

    @Option(
        names = "--new-pin-file",
        description = "File with the new PIN, readable by its owner alone; - reads standard input.")
    private @Nullable Path newPinFile;

    @Option(
        names = "--last-try",
        description = "Tries the PIN even where the token says that a wrong one would lock it.")
    private boolean lastTry;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    int run(Known known, Role changed, PinSetting call) {
      var name = choice.name(spec);
      try (var hsm = choice.open(name, Pkcs11Settings.defaults(), spec)) {
        var slot = name.in(hsm);
        var token = slot.token().orElseThrow();
        var details = hsm.details(slot.id()).token().orElseThrow();
        requireTry(
            known.role() == Role.USER ? token.userPin() : details.soPin(), whose(known.role()));
        if (known.file() == null && newPinFile == null && details.protectedAuthenticationPath()) {
          tell(printable(token.label()) + " has a keypad of its own. Type the PINs there.");
          call.on(hsm, slot.id(), new char[0], new char[0]);
        } else {
          exchange(hsm, slot.id(), known, changed, call);
        }
      }
      return 0;
    }

    private void exchange(Hsm hsm, long slotId, Known known, Role changed, PinSetting call) {
      var old =
          Pin.present(known.file(), "Present PIN of the " + whose(known.role()), known.option());
      var fresh = new char[0];
      try {
        fresh = Pin.fresh(newPinFile, "New PIN of the " + whose(changed), "--new-pin-file");
        call.on(hsm, slotId, old, fresh);
      } finally {
        Arrays.fill(old, '\0');
        Arrays.fill(fresh, '\0');
      }
    }

    /// The last try is a person's to take: one wrong PIN more, and the token locks.
    private void requireTry(PinState state, String whose) {
      switch (state) {
        case OK, COUNT_LOW, TO_BE_CHANGED -> {}
        case FINAL_TRY -> {
          if (!lastTry) {
            throw new CommandFailure(
                ExitStatus.PIN_REFUSED,
                "One more wrong PIN of the %s locks it, so nothing was tried. Add --last-try if you are sure of it."
                    .formatted(whose));
          }
        }
        case LOCKED ->
            throw new CommandFailure(
                ExitStatus.PIN_REFUSED,
                "The PIN of the %s is locked, so nothing was tried. %s"
                    .formatted(
                        whose,
                        whose.equals(whose(Role.USER))
                            ? "`hsm-bridge token reset-pin` sets another by the security officer's PIN."
                            : "Only initialising the token, which destroys its keys, makes it usable again."));
      }
    }

    private void tell(String sentence) {
      var err = spec.commandLine().getErr();
      err.println(sentence);
      err.flush();
    }

    private static String whose(Role role) {
      return switch (role) {
        case USER -> "user";
        case SECURITY_OFFICER -> "security officer";
        case NOBODY -> throw new IllegalArgumentException("Nobody has no PIN.");
      };
    }
  }
}
