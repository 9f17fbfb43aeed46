package org.xksworkbench.app.ui.screen.unfinishedkeys;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.Creation;
import org.xksworkbench.app.creation.CreationRemains;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.TaskHandle;

/// Looks what exists in AWS KMS of a creation that was not finished.
final class CreationSearchViewModel {

  private final Creation creation;
  private final KeyCreation service;
  private final ScreenTasks tasks;
  private final Fetched<CreationRemains> found = new Fetched<>();
  private final StringProperty progress = new SimpleStringProperty("");
  private @Nullable TaskHandle examining;

  CreationSearchViewModel(Creation creation, KeyCreation service, ScreenTasks tasks) {
    this.creation = creation;
    this.service = service;
    this.tasks = tasks;
  }

  ReadOnlyObjectProperty<Loadable<CreationRemains>> found() {
    return found.getReadOnlyProperty();
  }

  /// How far the search is.
  StringProperty progress() {
    return progress;
  }

  void examine() {
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
  void stop() {
    if (examining != null && examining.cancel()) {
      found.set(
          new Loadable.LoadFailed<>(
              Problem.of(Problem.ProblemKind.CONFLICT, "The search was stopped")
                  .because("What exists of this KMS key is not known.")
                  .toDo("Look again when there is time.")));
    }
  }

  /// The KMS key that the creation made; empty until it was found.
  Optional<KmsKey> key() {
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
