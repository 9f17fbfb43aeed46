package org.xksworkbench.app.ui.screen.ceremony;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.ceremony.Ceremonies.FinishedCeremony;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.ChosenFile;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.run.CeremonyProgress;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot;
import org.xksworkbench.bridge.ceremony.writing.BundleSealing;

/// All steps are done, or the ceremony was aborted: everybody signs the end, writes its fingerprint
/// on paper, and seals the evidence, which is written and verified.
public final class EndViewModel implements AutoCloseable {

  private static final Words WORDS = Words.of(EndViewModel.class);

  private final CeremonyRun run;
  private final Ceremonies ceremonies;
  private final ScreenTasks tasks;
  private final Dialogs dialogs;
  private final Runnable onDone;
  private final ReadOnlyObjectWrapper<Optional<FinishedCeremony>> finished =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final StringProperty saved = new SimpleStringProperty("");
  private final StringProperty words = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<Optional<Fingerprint>> fingerprint;

  EndViewModel(
      CeremonyRun run, Ceremonies ceremonies, Tasks tasks, Dialogs dialogs, Runnable onDone) {
    this.run = run;
    this.fingerprint =
        new ReadOnlyObjectWrapper<>(
            Optional.of(run.snapshot())
                .filter(view -> view.mode() == CeremonyProgress.CeremonyMode.CLOSED)
                .map(CeremonySnapshot::fingerprint));
    this.ceremonies = ceremonies;
    this.tasks = new ScreenTasks(tasks);
    this.dialogs = dialogs;
    this.onDone = onDone;
  }

  CeremonySnapshot ceremony() {
    return run.snapshot();
  }

  /// To be written on paper; empty before everybody has signed the end.
  ReadOnlyObjectProperty<Optional<Fingerprint>> fingerprint() {
    return fingerprint.getReadOnlyProperty();
  }

  /// The first four words of it, typed from paper.
  StringProperty words() {
    return words;
  }

  /// Empty before the evidence is sealed.
  ReadOnlyObjectProperty<Optional<FinishedCeremony>> finished() {
    return finished.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
  }

  BooleanProperty busy() {
    return tasks.busy();
  }

  StringProperty saved() {
    return saved;
  }

  /// Everybody signs the last line.
  void signEnd() {
    withEverybody("task.sign-end")
        .ifPresent(signing ->
            finish(
                WORDS.text("task.end"),
                () -> {
                  signing.sign(Optional.of(run), ceremonies.cards(), ceremonies::end);
                  return run.snapshot().fingerprint();
                },
                print -> fingerprint.set(Optional.of(print))));
  }

  /// Everybody seals the evidence.
  void seal() {
    var typed = words.get();
    withEverybody("task.sign-seal")
        .ifPresent(signing ->
            finish(
                WORDS.text("task.seal"),
                () -> {
                  var sealed = new AtomicReference<FinishedCeremony>();
                  signing.sign(
                      Optional.of(run),
                      ceremonies.cards(),
                      given -> sealed.set(ceremonies.seal(typed, given)));
                  return Objects.requireNonNull(sealed.get());
                },
                done -> finished.set(Optional.of(done))));
  }

  private Optional<SigningPeople> withEverybody(String what) {
    return SigningPeople.ask(
        dialogs,
        Optional.of(run),
        run.snapshot().people().stream()
            .map(player ->
                new SigningPeople.AskedPerson(
                    player.id(), player.name(), player.role().title(), run.hasKeypad(player.id())))
            .toList(),
        by -> WORDS.text(what, by));
  }

  private <T> void finish(String what, Callable<T> work, Consumer<T> then) {
    tasks.clearProblem();
    tasks
        .task(
            what,
            Job.CEREMONY,
            context -> {
              context.commit();
              return work.call();
            })
        .onSuccess(then)
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
                          BundleSealing.pack(done.bundle(), target);
                          return target;
                        })));
  }

  private void write(Path target, Callable<Path> writer) {
    tasks
        .task(WORDS.text("task.write", target.getFileName()), Job.FILES, _ -> writer.call())
        .onSuccess(written -> saved.set(WORDS.text("file.written", written)))
        .start();
  }

  void leave() {
    onDone.run();
  }

  @Override
  public void close() {
    tasks.close();
  }
}
