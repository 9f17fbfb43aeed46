package org.xksworkbench.app.ui.screen.unfinishedkeys;

import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.AwsCommands;
import org.xksworkbench.app.creation.Creation;
import org.xksworkbench.app.creation.CreationOutcome;
import org.xksworkbench.app.creation.CreationRemains;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.kms.KeyInputs;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.TaskHandle;

/// One creation that is not finished.
public final class UnfinishedKeyViewModel {

  /// What has to be typed before a deletion is scheduled.
  public static final String WORD = "delete";

  private final Creation creation;
  private final KeyCreation service;
  private final AwsCommands commands;
  private final ScreenTasks tasks;
  private final Navigator navigator;
  private final Runnable gone;

  private final Fetched<CreationRemains> found = new Fetched<>();
  private final StringProperty progress = new SimpleStringProperty("");
  private final StringProperty alias;
  private final IntegerProperty days = new SimpleIntegerProperty(KeyInputs.LONGEST_DELETION_DAYS);
  private final StringProperty typed = new SimpleStringProperty("");
  private @Nullable TaskHandle examining;

  UnfinishedKeyViewModel(
      Creation creation,
      KeyCreation service,
      AwsCommands commands,
      ScreenTasks tasks,
      Navigator navigator,
      Runnable gone) {
    this.creation = creation;
    this.service = service;
    this.commands = commands;
    this.tasks = tasks;
    this.navigator = navigator;
    this.gone = gone;
    this.alias = new SimpleStringProperty(creation.plan().alias().substring("alias/".length()));
  }

  public Creation creation() {
    return creation;
  }

  public ReadOnlyObjectProperty<Loadable<CreationRemains>> found() {
    return found.getReadOnlyProperty();
  }

  /// What the last attempt to finish or undo met.
  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
  }

  /// How far the search is.
  public StringProperty progress() {
    return progress;
  }

  public BooleanProperty busy() {
    return tasks.busy();
  }

  /// The alias to give, without its prefix; the planned one at first.
  public StringProperty alias() {
    return alias;
  }

  public IntegerProperty days() {
    return days;
  }

  public StringProperty typed() {
    return typed;
  }

  public BooleanBinding canFinish() {
    return Bindings.createBooleanBinding(
        () -> KeyInputs.aliasProblem(alias.get().strip()).isEmpty() && !tasks.busy().get(),
        alias,
        tasks.busy());
  }

  public BooleanBinding canUndo() {
    return Bindings.createBooleanBinding(
        () ->
            typed.get().strip().equals(WORD)
                && KeyInputs.deletionDaysProblem(days.get()).isEmpty()
                && !tasks.busy().get(),
        typed,
        days,
        tasks.busy());
  }

  /// Whether AWS KMS takes the waiting period.
  public BooleanBinding mayWait() {
    return Bindings.createBooleanBinding(
        () -> KeyInputs.deletionDaysProblem(days.get()).isEmpty(), days);
  }

  /// Looks what exists.
  public void examine() {
    found.loading();
    examining =
        tasks
            .aside(
                "Looking for the KMS key",
                Job.AWS_CALL,
                context ->
                    service.examine(
                        creation,
                        how ->
                            context.progress(
                                "%,d of %,d KMS keys looked at".formatted(how.done(), how.of()))))
            .progress(progress)
            .into(found)
            .start();
  }

  /// Stops the search; it can be started again.
  public void stop() {
    if (examining != null && examining.cancel()) {
      found.set(
          new Loadable.LoadFailed<>(
              Problem.of(Problem.ProblemKind.CONFLICT, "The search was stopped")
                  .because("What exists of this KMS key is not known.")
                  .toDo("Look again when there is time.")));
    }
  }

  /// Gives the key its alias.
  public void finish() {
    key()
        .ifPresent(key -> {
          tasks.clearProblem();
          var name = "alias/" + alias.get().strip();
          tasks
              .task(
                  "Creating the alias",
                  Job.AWS_CALL,
                  context -> {
                    context.commit();
                    return service.finish(creation, key, name);
                  })
              .onSuccess(this::end)
              .start();
        });
  }

  /// Schedules the deletion of the key.
  public void undo() {
    key()
        .filter(_ -> canUndo().get())
        .ifPresent(key -> {
          tasks.clearProblem();
          var waiting = days.get();
          tasks
              .task(
                  "Scheduling the deletion",
                  Job.AWS_CALL,
                  context -> {
                    context.commit();
                    return service.undo(creation, key, waiting);
                  })
              .onSuccess(_ -> open(key))
              .start();
        });
  }

  /// Drops the record. Where the key exists with its alias, that is noted instead.
  public void forget() {
    var seen = found.get();
    tasks
        .task(
            "Dropping the record",
            Job.FILE,
            _ -> {
              if (seen
                  instanceof Loadable.Ready<CreationRemains>(CreationRemains.Complete(var key))) {
                service.complete(creation, key);
              } else {
                service.forget(creation);
              }
              return true;
            })
        .onSuccess(_ -> gone.run())
        .start();
  }

  public void open(KmsKey key) {
    navigator.go(new Destination.KeyDetailScreen(key.keyId()));
  }

  /// The rest of the work as commands of the AWS CLI.
  public String commandsToFinish() {
    return key()
        .map(key ->
            commands.of(new KmsChange.CreateAlias("alias/" + alias.get().strip(), key.keyId())))
        .orElse("");
  }

  /// The undoing as a command of the AWS CLI.
  public String commandsToUndo() {
    return key()
        .map(key -> commands.of(new KmsChange.ScheduleKeyDeletion(key.keyId(), days.get())))
        .orElse("");
  }

  private void end(CreationOutcome outcome) {
    switch (outcome) {
      case CreationOutcome.CreationDone(var done) -> {
        if (done.stage()
                instanceof org.xksworkbench.app.creation.CreationStage.CreationFinished finished
            && !tasks.scope().closed()) {
          navigator.go(new Destination.KeyDetailScreen(finished.keyId()));
        }
      }
      case CreationOutcome.CreationLeft(_, var cause) -> tasks.showProblem(Problems.of(cause));
    }
  }

  private Optional<KmsKey> key() {
    return found.get() instanceof Loadable.Ready<CreationRemains>(var seen)
        ? switch (seen) {
          case CreationRemains.WithoutAlias(var key) -> Optional.of(key);
          case CreationRemains.AliasTaken(var key, _) -> Optional.of(key);
          case CreationRemains.Complete(var key) -> Optional.of(key);
          case CreationRemains.BeingDeleted(var key) -> Optional.of(key);
          case CreationRemains.AnotherKey _, CreationRemains.NothingCreated _ -> Optional.empty();
        }
        : Optional.empty();
  }
}
