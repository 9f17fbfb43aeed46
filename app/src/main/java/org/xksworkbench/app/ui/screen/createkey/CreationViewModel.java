package org.xksworkbench.app.ui.screen.createkey;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.creation.Outcome;
import org.xksworkbench.app.creation.Stage;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskHandle;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Has the key created, and tells what came of it, wherever the user is by then.
public final class CreationViewModel {

  private final KeyCreation service;
  private final Tasks tasks;
  private final TaskScope scope;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final BooleanProperty creating = new SimpleBooleanProperty();
  private final BooleanProperty committed = new SimpleBooleanProperty();
  private boolean ended;
  private @Nullable TaskHandle running;

  CreationViewModel(
      KeyCreation service, Tasks tasks, TaskScope scope, Dialogs dialogs, Navigator navigator) {
    this.service = service;
    this.tasks = tasks;
    this.scope = scope;
    this.dialogs = dialogs;
    this.navigator = navigator;
  }

  ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  /// What failed before is mended, or is to be.
  void forgetProblem() {
    problem.set(null);
  }

  BooleanProperty creating() {
    return creating;
  }

  /// Whether creating is past the point of no return.
  BooleanProperty committed() {
    return committed;
  }

  /// Whether what was entered has become a key, or is on the way to be one.
  boolean hasBegun() {
    return ended || creating.get();
  }

  void create(KeyPlan plan) {
    forgetProblem();
    running =
        tasks
            .named("Creating the KMS key")
            .on(Job.AWS_CREATE, context -> service.create(plan, context::commit))
            .in(scope)
            .busy(creating)
            .committed(committed)
            .onSuccess(this::ended)
            .onProblem(this::refused)
            .start();
  }

  /// Stops it, if it can still be stopped.
  void cancel() {
    if (running != null && running.cancel()) {
      creating.set(false);
    }
  }

  /// The user may have left the form meanwhile: what is unfinished is told all the same.
  private void ended(Outcome outcome) {
    ended = true;
    switch (outcome) {
      case Outcome.Done(var created) -> {
        if (!scope.closed() && created.stage() instanceof Stage.Finished finished) {
          navigator.go(new Destination.KeyDetail(finished.keyId()));
        }
      }
      case Outcome.Left(var left, var cause) -> {
        if (scope.closed()) {
          dialogs.show(unfinished(left.plan(), Problems.of(cause)));
        } else {
          navigator.go(new Destination.UnfinishedKeys());
        }
      }
    }
  }

  private static Problem unfinished(KeyPlan plan, Problem cause) {
    return Problem.of(cause.kind(), "The creation of " + plan.alias() + " did not come to its end")
        .because(cause.headline() + ".")
        .toDo("Open Customer managed keys: it is named there, with a way to finish or to undo it.")
        .withDetail(cause.technicalDetail())
        .withCode(cause.code())
        .withRequestId(cause.requestId());
  }

  private void refused(Problem why) {
    if (scope.closed()) {
      dialogs.show(why);
    } else {
      problem.set(why);
    }
  }
}
