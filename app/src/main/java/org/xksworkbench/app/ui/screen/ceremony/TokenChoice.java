package org.xksworkbench.app.ui.screen.ceremony;

import java.util.Arrays;
import java.util.concurrent.Callable;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.plan.Binding;

/// Which token the ceremony will use: the one that is logged in to, or that of a binding.
final class TokenChoice {

  private static final Words WORDS = Words.of(TokenChoice.class);

  private final Ceremonies ceremonies;
  private final AttachedHsm hsm;
  private final ScreenTasks tasks;
  private final Dialogs dialogs;
  private final Runnable chosen;
  private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");

  /// @param chosen called when another token was logged in to
  TokenChoice(
      Ceremonies ceremonies, AttachedHsm hsm, ScreenTasks tasks, Dialogs dialogs, Runnable chosen) {
    this.ceremonies = ceremonies;
    this.hsm = hsm;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.chosen = chosen;
    tell();
  }

  /// Label, model and serial number; empty if none is logged in to.
  ReadOnlyStringProperty words() {
    return words.getReadOnlyProperty();
  }

  String module() {
    return hsm.status().module().map(module -> module.path().toString()).orElse("");
  }

  /// Takes module and token from a binding file.
  void useBinding() {
    dialogs
        .chooseFile(WORDS.text("ask.binding"))
        .ifPresent(file ->
            tasks
                .task(WORDS.text("task.binding"), Job.FILE, _ -> Binding.read(file))
                .onSuccess(this::bind)
                .start());
  }

  private void bind(Binding binding) {
    var pinFile = binding.pinFile();
    if (pinFile.isPresent()) {
      logIn(binding, () -> Secrets.pinIn(pinFile.get()));
    } else {
      dialogs
          .askPin(WORDS.text("ask.pin", binding.token().inWords()), WORDS.text("ask.pin-about"))
          .ifPresent(pin -> logIn(binding, () -> pin));
    }
  }

  private void logIn(Binding binding, Callable<char[]> source) {
    tasks
        .task(
            WORDS.text("task.login", binding.token().inWords()),
            Job.HSM_LOGIN,
            _ -> {
              var pin = source.call();
              try {
                ceremonies.bind(binding, pin);
                return true;
              } finally {
                Arrays.fill(pin, '\0');
              }
            })
        .onSuccess(_ -> {
          tasks.clearProblem();
          tell();
          chosen.run();
        })
        .start();
  }

  private void tell() {
    words.set(
        hsm.status()
            .token()
            .map(
                known -> WORDS.text("place.token-is", known.label(), known.model(), known.serial()))
            .orElse(""));
  }
}
