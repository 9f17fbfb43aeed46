package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.bridge.hsm.ForeignText;
import org.xksworkbench.bridge.hsm.KnownModules;
import org.xksworkbench.bridge.hsm.ModuleStart;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Token;

/// Modules and the tokens in their slots: opens and closes the ones, logs in to the others and
/// looks after their PINs.
public final class ModulesViewModel {

  private final AttachedHsm hsm;
  private final HsmCalls calls;
  private final Dialogs dialogs;
  private final MessagesViewModel messages;
  private final TokenLossReader losses;
  private final TokenCare care;

  ModulesViewModel(
      AttachedHsm hsm,
      HsmCalls calls,
      TokenLossReader losses,
      Dialogs dialogs,
      MessagesViewModel messages) {
    this.hsm = hsm;
    this.calls = calls;
    this.losses = losses;
    this.dialogs = dialogs;
    this.messages = messages;
    this.care = new TokenCare(hsm, dialogs);
  }

  /// Modules that can be offered and are not open.
  List<KnownModules.KnownModule> installedModules() {
    return calls.installedModules();
  }

  void open() {
    dialogs.chooseFile("Choose a PKCS#11 module").ifPresent(this::open);
  }

  void open(Path path) {
    calls.run("Opening " + path.getFileName(), Job.HSM_LOGIN, _ -> hsm.open(path));
  }

  /// As [#open], after asking what the module is given when it is loaded.
  void openWithSettings() {
    dialogs.chooseFile("Choose a PKCS#11 module").ifPresent(this::openWithSettings);
  }

  void openWithSettings(Path path) {
    askStart(path, "Open")
        .ifPresent(start ->
            calls.run(
                "Opening " + path.getFileName(),
                Job.HSM_LOGIN,
                _ -> {
                  hsm.starts().keep(path, start);
                  hsm.open(path);
                }));
  }

  /// Asks what an open module is given, and loads it anew: it is told only then.
  void changeSettings(Path path) {
    askStart(path, "Load the module anew")
        .ifPresent(start ->
            calls.run(
                "Loading " + path.getFileName() + " anew",
                Job.HSM_LOGIN,
                _ -> {
                  hsm.starts().keep(path, start);
                  hsm.close(path);
                  hsm.open(path);
                }));
  }

  private Optional<ModuleStart> askStart(Path path, String action) {
    messages.clearProblem();
    return dialogs.askModuleStart(path, hsm.starts().choice(path), action);
  }

  void reload(Path path) {
    calls.run("Reloading " + path.getFileName(), Job.HSM_LOGIN, _ -> hsm.reload(path));
  }

  void close(Path path) {
    calls.run("Closing " + path.getFileName(), Job.HSM_LOGIN, _ -> hsm.close(path));
  }

  /// Works with a token that is logged in to.
  void select(TokenPlace place) {
    calls.showModules(false);
    calls.run("Reading the HSM", Job.HSM_LIST, _ -> hsm.select(place));
  }

  /// Logs in, after warning of a last try.
  void login(TokenPlace place, Token token, Role role) {
    withCare("Logging in to " + name(token), false, care.login(place, token, role));
  }

  void logout() {
    calls.run("Logging out", Job.HSM_LOGIN, _ -> hsm.logout());
  }

  void changePin(TokenPlace place, Token token, Role role) {
    withCare("Changing a PIN of " + name(token), true, care.changePin(place, token, role));
  }

  void resetUserPin(TokenPlace place, Token token) {
    withCare("Setting the user PIN of " + name(token), true, care.resetUserPin(place, token));
  }

  /// Nobody should learn afterwards which KMS keys needed the token: that is read first.
  void initToken(TokenPlace place, Token token) {
    messages.clearProblem();
    losses.read(
        place,
        token,
        loss -> withCare("Initialising " + name(token), true, care.initToken(place, token, loss)));
  }

  /// Runs what a dialog has prepared; nothing if the user gave up.
  ///
  /// @param changes whether it cannot be undone
  private void withCare(String what, boolean changes, Optional<TokenCare.TokenWork> work) {
    messages.clearProblem();
    care.refusal().ifPresent(messages::tell);
    work.ifPresent(prepared -> {
      calls.showModules(false);
      calls.run(
          what,
          Job.HSM_LOGIN,
          context -> {
            try {
              if (changes) {
                context.commit();
              }
              prepared.run();
            } finally {
              prepared.wipe();
            }
          });
    });
  }

  private static String name(Token token) {
    return token.label().isEmpty() ? "the token" : ForeignText.printable(token.label());
  }
}
