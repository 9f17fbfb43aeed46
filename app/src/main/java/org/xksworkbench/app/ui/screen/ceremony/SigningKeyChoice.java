package org.xksworkbench.app.ui.screen.ceremony;

import java.util.Arrays;
import java.util.Optional;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.ceremony.SigningKey;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;

/// Which key will sign the transcript: a new one, one in a file, or one on the token.
final class SigningKeyChoice implements AutoCloseable {

  private final Ceremonies ceremonies;
  private final ScreenTasks tasks;
  private final Dialogs dialogs;
  private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");
  private @Nullable SigningKey key;

  SigningKeyChoice(Ceremonies ceremonies, ScreenTasks tasks, Dialogs dialogs) {
    this.ceremonies = ceremonies;
    this.tasks = tasks;
    this.dialogs = dialogs;
  }

  Optional<SigningKey> key() {
    return Optional.ofNullable(key);
  }

  /// The choice in words; empty before there is one.
  ReadOnlyStringProperty words() {
    return words.getReadOnlyProperty();
  }

  /// A key for this ceremony, under a passphrase.
  void makeNew() {
    dialogs
        .askNewPassphrase(
            "Passphrase of the signing key",
            "A new Ed25519 key is made for this ceremony. It lies beside the transcript, under this"
                + " passphrase, which is asked for again at the end.")
        .ifPresent(passphrase -> {
          close();
          key = new SigningKey.New(passphrase);
          Arrays.fill(passphrase, '\0');
          words.set("a new key for this ceremony, under its passphrase");
        });
  }

  void chooseFile() {
    dialogs
        .chooseFile("Signing key (PEM)")
        .ifPresent(file -> {
          close();
          key = new SigningKey.InFile(file);
          words.set("the key in " + file);
        });
  }

  /// A P-256 key pair on the token.
  void chooseOnToken() {
    dialogs
        .askText(
            "Signing key on the token",
            "The label of a P-256 key pair on the token. Its private half never leaves the token.",
            "",
            "Use it")
        .ifPresent(label ->
            tasks
                .task(
                    "Looking for the signing key",
                    Job.HSM_LIST,
                    _ -> ceremonies.tokenKey(label).fingerprint())
                .onSuccess(_ -> {
                  tasks.clearProblem();
                  close();
                  key = new SigningKey.OnToken(label);
                  words.set("the key " + label + " on the token");
                })
                .start());
  }

  @Override
  public void close() {
    if (key instanceof SigningKey.New made) {
      made.close();
    }
    key = null;
  }
}
