package org.xksworkbench.app.bootstrap;

import java.util.Optional;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.diagnostics.DiagnosticsBundle;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// Writes the bundle for support where the user wants it, and says where that is.
final class Diagnostics {

  private final MachinePolicy policy;
  private final Optional<AttachedHsm> hsm;
  private final Tasks tasks;
  private final Dialogs dialogs;

  /// @param hsm empty before one is attached
  Diagnostics(MachinePolicy policy, Optional<AttachedHsm> hsm, Tasks tasks, Dialogs dialogs) {
    this.policy = policy;
    this.hsm = hsm;
    this.tasks = tasks;
    this.dialogs = dialogs;
  }

  /// Nothing happens if the user chooses no file.
  void save() {
    dialogs
        .saveFile("Save a diagnostics bundle for support", "xks-workbench-diagnostics.zip")
        .ifPresent(file ->
            tasks
                .task("Collecting diagnostics")
                .on(
                    Job.FILES,
                    _ -> {
                      DiagnosticsBundle.ofUser(policy)
                          .with("open-modules.txt", openModules())
                          .write(file);
                      return file;
                    })
                .onSuccess(written ->
                    dialogs.showWritten(
                        written,
                        "The diagnostics bundle was written",
                        "Versions, policy, settings, logs and modules are in it, and no"
                            + " PIN, key or password. Read it before you send it on: it"
                            + " names profiles, accounts and keys."))
                .start());
  }

  /// From memory: a module that hangs must not keep this waiting.
  private String openModules() {
    return hsm.map(attached -> openModules(attached.status())).orElse("none\n");
  }

  private static String openModules(AttachedHsm.Status status) {
    return status
            .module()
            .map(info ->
                "%s %s, %s, PKCS#11 %s"
                    .formatted(
                        info.manufacturer(),
                        info.libraryVersion(),
                        info.description(),
                        info.cryptokiVersion()))
            .orElse("none")
        + "\n"
        + status
            .token()
            .map(token -> "token " + token.label() + ", " + token.model() + "\n")
            .orElse("");
  }
}
