package org.xksworkbench.app.ui.screen.ceremony;

import java.nio.file.Path;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.ceremony.Ceremonies.FinishedCeremony;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.dialog.GivenSecret;
import org.xksworkbench.app.ui.task.ChosenFile;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.bundle.BundleWriter;
import org.xksworkbench.bridge.ceremony.run.CeremonyView;
import org.xksworkbench.bridge.ceremony.transcript.OperatorKey;

/// All steps are done, or the ceremony was aborted: the transcript is signed, the evidence written
/// and verified.
public final class EndViewModel implements AutoCloseable {

  private static final Words WORDS = Words.of(EndViewModel.class);

  private final CeremonyView ceremony;
  private final Ceremonies ceremonies;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final Runnable onDone;
  private final TaskScope scope;
  private final ReadOnlyObjectWrapper<Optional<FinishedCeremony>> finished =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final StringProperty saved = new SimpleStringProperty("");

  EndViewModel(
      CeremonyView ceremony, Ceremonies ceremonies, Tasks tasks, Dialogs dialogs, Runnable onDone) {
    this.ceremony = ceremony;
    this.ceremonies = ceremonies;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.onDone = onDone;
    this.scope = tasks.scope();
  }

  CeremonyView ceremony() {
    return ceremony;
  }

  /// Empty before the transcript is signed.
  ReadOnlyObjectProperty<Optional<FinishedCeremony>> finished() {
    return finished.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  BooleanProperty busy() {
    return busy;
  }

  StringProperty saved() {
    return saved;
  }

  /// Signs with the key that was announced.
  void sign() {
    ceremonies
        .signingKey()
        .or(() -> dialogs.chooseFile(WORDS.text("ask.signing-key")))
        .ifPresent(file ->
            dialogs
                .askPin(
                    WORDS.text("ask.passphrase"),
                    WORDS.text("ask.passphrase-about", file.getFileName()))
                .ifPresent(passphrase -> sign(file, new GivenSecret.Passphrase(passphrase))));
  }

  /// Whether the key that signs was made for this ceremony, beside its transcript.
  boolean keyBeside() {
    return ceremonies.signingKey().isPresent();
  }

  /// Signs with a key pair on the token, if it is the announced one.
  void signOnToken() {
    dialogs
        .askText(
            WORDS.text("ask.token-key"),
            WORDS.text("ask.token-key-about"),
            "",
            WORDS.text("ask.sign"))
        .ifPresent(label -> finish(() -> ceremonies.finish(ceremonies.tokenKey(label))));
  }

  private void sign(Path file, GivenSecret.Passphrase passphrase) {
    finish(() -> {
      try (passphrase) {
        return ceremonies.finish(OperatorKey.read(file, passphrase.characters()));
      }
    });
  }

  private void finish(java.util.concurrent.Callable<FinishedCeremony> work) {
    problem.set(null);
    tasks
        .task(WORDS.text("task.sign"))
        .on(
            Job.CEREMONY,
            context -> {
              context.commit();
              return work.call();
            })
        .in(scope)
        .busy(busy)
        .onSuccess(done -> finished.set(Optional.of(done)))
        .onProblem(problem::set)
        .start();
  }

  void openReport() {
    finished.get().ifPresent(done -> dialogs.open(done.report()));
  }

  void saveReport() {
    finished
        .get()
        .ifPresent(done ->
            dialogs
                .saveFile(WORDS.text("ask.report"), "ceremony-report.pdf")
                .ifPresent(target -> write(target, () -> ChosenFile.copy(done.report(), target))));
  }

  /// The same evidence in one file.
  void saveBundle() {
    finished
        .get()
        .ifPresent(done ->
            dialogs
                .saveFile(WORDS.text("ask.one-file"), "ceremony.xkcb")
                .ifPresent(target ->
                    write(
                        target,
                        () -> {
                          BundleWriter.pack(done.bundle(), target);
                          return target;
                        })));
  }

  private void write(Path target, java.util.concurrent.Callable<Path> writer) {
    tasks
        .task(WORDS.text("task.write", target.getFileName()))
        .on(Job.FILES, _ -> writer.call())
        .in(scope)
        .busy(busy)
        .onSuccess(written -> saved.set(WORDS.text("file.written", written)))
        .onProblem(problem::set)
        .start();
  }

  void leave() {
    onDone.run();
  }

  @Override
  public void close() {
    scope.close();
  }
}
