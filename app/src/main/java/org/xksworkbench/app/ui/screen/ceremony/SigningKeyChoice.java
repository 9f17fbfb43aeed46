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
import org.xksworkbench.app.words.Words;

/// Which key will sign the transcript: a new one, one in a file, or one on the token.
final class SigningKeyChoice implements AutoCloseable {

  private static final Words WORDS = Words.of(SigningKeyChoice.class);

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
        .askNewPassphrase(WORDS.text("ask.passphrase"), WORDS.text("ask.new-key-about"))
        .ifPresent(passphrase -> {
          close();
          key = new SigningKey.New(passphrase);
          Arrays.fill(passphrase, '\0');
          words.set(WORDS.text("signing.is-new"));
        });
  }

  void chooseFile() {
    dialogs
        .chooseFile(WORDS.text("ask.signing-key"))
        .ifPresent(file -> {
          close();
          key = new SigningKey.SigningKeyInFile(file);
          words.set(WORDS.text("signing.is-file", file));
        });
  }

  /// A P-256 key pair on the token.
  void chooseOnToken() {
    dialogs
        .askText(
            WORDS.text("ask.token-key"),
            WORDS.text("ask.token-pair-about"),
            "",
            WORDS.text("ask.use"))
        .ifPresent(label ->
            tasks
                .task(
                    WORDS.text("task.signing-key"),
                    Job.HSM_LIST,
                    _ -> ceremonies.tokenKey(label).fingerprint())
                .onSuccess(_ -> {
                  tasks.clearProblem();
                  close();
                  key = new SigningKey.SigningKeyOnToken(label);
                  words.set(WORDS.text("signing.is-token", label));
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
