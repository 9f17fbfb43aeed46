package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.bridge.hsm.ForeignText;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.SlotDetails.TokenDetails;
import org.xksworkbench.bridge.hsm.Token;
import org.xksworkbench.bridge.hsm.Token.PinState;

/// Asks for PINs and words before something is done to a token; what is then to be done is left to
/// the caller, in the background.
final class TokenCare {

  /// Typed for a token that has no label.
  private static final String WORD = "initialise";

  /// What is to be done, and the secrets that are wiped afterwards.
  static final class TokenWork {

    private final Runnable action;
    private final List<char[]> secrets;

    TokenWork(Runnable action, char[]... secrets) {
      this.action = action;
      this.secrets = List.of(secrets);
    }

    void run() {
      action.run();
    }

    void wipe() {
      secrets.forEach(secret -> Arrays.fill(secret, '\0'));
    }
  }

  private final AttachedHsm hsm;
  private final Dialogs dialogs;
  private Optional<Problem> refusal = Optional.empty();

  TokenCare(AttachedHsm hsm, Dialogs dialogs) {
    this.hsm = hsm;
    this.dialogs = dialogs;
  }

  /// Why the last question led to nothing, where that was not the user's wish.
  Optional<Problem> refusal() {
    return refusal;
  }

  Optional<TokenWork> login(TokenPlace place, Token token, Role role) {
    refusal = Optional.empty();
    if (role == Role.NOBODY) {
      return Optional.of(new TokenWork(() -> hsm.login(place, role, new char[0])));
    }
    var details = details(place);
    var state = role == Role.USER ? token.userPin() : soPin(details);
    if (!mayTry(state, role)) {
      return Optional.empty();
    }
    if (details.filter(TokenDetails::protectedAuthenticationPath).isPresent()) {
      return dialogs.confirm(
              "Type the PIN on the device",
              ForeignText.printable(token.label())
                  + " has a keypad of its own. Start, then type the PIN there.",
              "Start")
          ? Optional.of(new TokenWork(() -> hsm.login(place, role, new char[0])))
          : Optional.empty();
    }
    return dialogs
        .askPin(
            "Log in to " + name(token) + (role == Role.USER ? "" : " as security officer"),
            (role == Role.USER
                    ? "The user PIN of the token. It is kept only for the login."
                    : "The security officer's PIN. The officer sees no private object.")
                + countLow(state)
                + form(place))
        .map(pin -> new TokenWork(() -> hsm.login(place, role, pin), pin));
  }

  private boolean mayTry(PinState state, Role role) {
    return switch (state) {
      case OK, COUNT_LOW, TO_BE_CHANGED -> true;
      case FINAL_TRY ->
          dialogs.confirm(
              "One PIN try is left",
              "The token says that one more wrong PIN locks it. "
                  + (role == Role.USER
                      ? "Then only the security officer can set a new PIN."
                      : "A locked security officer's PIN cannot be set again: the token must be"
                          + " initialised, and loses its keys."),
              "Try with the last try");
      case LOCKED -> {
        refusal =
            Optional.of(
                Problem.of(Problem.ProblemKind.HSM, "The PIN is locked")
                    .because("The token takes no more tries.")
                    .toDo(
                        role == Role.USER
                            ? "The security officer of the token can set a new user PIN."
                            : "Only initialising the token makes it usable again.")
                    .withCode("CKR_PIN_LOCKED"));
        yield false;
      }
    };
  }

  private static String countLow(PinState state) {
    return switch (state) {
      case COUNT_LOW ->
          " A wrong PIN was given since the last right one: mind that the token may lock.";
      case TO_BE_CHANGED ->
          " The token wants another PIN before anything else: cancel, and choose More, Change the"
              + " user PIN.";
      case OK, FINAL_TRY, LOCKED -> "";
    };
  }

  /// Of AWS CloudHSM, whose tokens have several users.
  private static String form(TokenPlace place) {
    return String.valueOf(place.module().getFileName()).contains("cloudhsm")
        ? " AWS CloudHSM takes user:password, the name and the password of a crypto user."
        : "";
  }

  Optional<TokenWork> changePin(TokenPlace place, Token token, Role role) {
    refusal = Optional.empty();
    var whose = role == Role.USER ? "user PIN" : "security officer's PIN";
    return dialogs
        .askPin("Change the " + whose + " of " + name(token), "The PIN as it is now.")
        .flatMap(old ->
            newPin(whose, place, old)
                .map(pin -> new TokenWork(() -> change(place, role, old, pin), old, pin)));
  }

  private void change(TokenPlace place, Role role, char[] old, char[] pin) {
    hsm.module(place.module()).changePin(place.slotId(), role, old, pin);
  }

  Optional<TokenWork> resetUserPin(TokenPlace place, Token token) {
    refusal = Optional.empty();
    return dialogs
        .askPin(
            "Set the user PIN of " + name(token),
            "The security officer's PIN. Nobody may be logged in to the token meanwhile.")
        .flatMap(officer ->
            newPin("user PIN", place, officer)
                .map(pin ->
                    new TokenWork(
                        () -> hsm.module(place.module()).resetUserPin(place.slotId(), officer, pin),
                        officer,
                        pin)));
  }

  /// Everything that the token holds is lost: its label is typed, and what is lost is named.
  Optional<TokenWork> initToken(TokenPlace place, Token token, TokenLoss loss) {
    refusal = Optional.empty();
    var label = token.label().strip();
    if (!dialogs.confirmTyped(
        "Initialise " + name(token) + "?",
        "Every key and object on the token %s (serial %s) is deleted. %s"
            .formatted(name(token), token.serial(), loss.sentences()),
        loss.keys(),
        label.isEmpty() ? WORD : label,
        "Erase and initialise the token")) {
      return Optional.empty();
    }
    return dialogs
        .askText("The token's new label", "At most 32 bytes.", token.label(), "Next")
        .flatMap(renamed -> newPins(place, token, renamed));
  }

  private Optional<TokenWork> newPins(TokenPlace place, Token token, String label) {
    return dialogs
        .askPin(
            "The security officer's PIN",
            token.initialized()
                ? "The PIN as it is now: the token asks for it before it is initialised."
                : "A new PIN: the token has none yet.")
        .flatMap(officer ->
            newPin("user PIN", place, officer)
                .map(pin ->
                    new TokenWork(
                        () -> {
                          var _ =
                              hsm.module(place.module())
                                  .initToken(place.slotId(), label, officer, pin);
                        },
                        officer,
                        pin)));
  }

  /// Asks twice and compares; wipes everything if the user gives up.
  private Optional<char[]> newPin(String whose, TokenPlace place, char[] wipeOnFailure) {
    var given = new ArrayList<char[]>();
    given.add(wipeOnFailure);
    var first = dialogs.askPin("The new " + whose, lengths(place) + " It is asked for once more.");
    first.ifPresent(given::add);
    var second =
        first.flatMap(_ -> dialogs.askPin("The new " + whose + " once more", lengths(place)));
    second.ifPresent(given::add);
    if (first.isPresent() && second.isPresent() && Arrays.equals(first.get(), second.get())) {
      Arrays.fill(second.get(), '\0');
      return first;
    }
    if (second.isPresent()) {
      refusal = Optional.of(invalid("Nothing was changed", "The two new PINs are not the same."));
    }
    given.forEach(secret -> Arrays.fill(secret, '\0'));
    return Optional.empty();
  }

  private String lengths(TokenPlace place) {
    return details(place)
        .map(token ->
            "The token takes %d to %d characters."
                .formatted(token.minPinLength(), token.maxPinLength()))
        .orElse("");
  }

  private Optional<TokenDetails> details(TokenPlace place) {
    return hsm.module(place.module()).details(place.slotId()).token();
  }

  private static PinState soPin(Optional<TokenDetails> details) {
    return details.map(TokenDetails::soPin).orElse(PinState.OK);
  }

  private static Problem invalid(String headline, String cause) {
    return Problem.of(Problem.ProblemKind.INVALID, headline).because(cause).toDo("Try again.");
  }

  private static String name(Token token) {
    return token.label().isEmpty() ? "the token" : ForeignText.printable(token.label());
  }
}
