package org.xksworkbench.app.ui.screen.unfinishedkeys;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
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
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.widget.DeletionEntry;

/// One creation that is not finished.
public final class UnfinishedKeyViewModel {

  private final Creation creation;
  private final KeyCreation service;
  private final AwsCommands commands;
  private final ScreenTasks tasks;
  private final Navigator navigator;
  private final Runnable gone;

  private final CreationSearchViewModel search;
  private final StringProperty alias;
  private final DeletionEntry deletion = new DeletionEntry();

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
    this.search = new CreationSearchViewModel(creation, service, tasks);
    this.alias = new SimpleStringProperty(creation.plan().alias().substring("alias/".length()));
  }

  public Creation creation() {
    return creation;
  }

  CreationSearchViewModel search() {
    return search;
  }

  /// What the last attempt to finish or undo met.
  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
  }

  public BooleanProperty busy() {
    return tasks.busy();
  }

  /// The alias to give, without its prefix; the planned one at first.
  public StringProperty alias() {
    return alias;
  }

  /// What is entered before it is undone.
  public DeletionEntry deletion() {
    return deletion;
  }

  public BooleanBinding canFinish() {
    return Bindings.createBooleanBinding(
        () -> KeyInputs.aliasProblem(alias.get().strip()).isEmpty() && !tasks.busy().get(),
        alias,
        tasks.busy());
  }

  public BooleanBinding canUndo() {
    return deletion.confirmed().and(tasks.busy().not());
  }

  /// Gives the key its alias.
  public void finish() {
    search
        .key()
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
    search
        .key()
        .filter(_ -> canUndo().get())
        .ifPresent(key -> {
          tasks.clearProblem();
          var waiting = deletion.days().get();
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
    var seen = search.found().get();
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
    return search
        .key()
        .map(key ->
            commands.of(new KmsChange.CreateAlias("alias/" + alias.get().strip(), key.keyId())))
        .orElse("");
  }

  /// The undoing as a command of the AWS CLI.
  public String commandsToUndo() {
    return search
        .key()
        .map(key ->
            commands.of(new KmsChange.ScheduleKeyDeletion(key.keyId(), deletion.days().get())))
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
}
