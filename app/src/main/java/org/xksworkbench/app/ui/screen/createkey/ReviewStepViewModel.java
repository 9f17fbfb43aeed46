package org.xksworkbench.app.ui.screen.createkey;

import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.ChangeForm;
import org.xksworkbench.app.creation.CreationOutcome;
import org.xksworkbench.app.creation.CreationStage;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.externalkey.Candidates;
import org.xksworkbench.app.externalkey.ExternalKeyCheck;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.TaskHandle;
import org.xksworkbench.app.words.Words;

/// What will be done, and whether the key may go into use without a recorded backup: a key that can
/// never be extracted and is lost takes with it all that was encrypted under it. Then has the key
/// created, and tells what came of it, wherever the user is by then.
public final class ReviewStepViewModel {

  private static final Words WORDS = Words.of(ReviewStepViewModel.class);

  private final CreateKeyViewModel.Parts parts;
  private final CreateKeyViewModel.Services services;
  private final ScreenTasks tasks;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final StringProperty withoutBackup = new SimpleStringProperty("");
  private final BooleanProperty committed = new SimpleBooleanProperty();
  private boolean ended;
  private @Nullable TaskHandle running;

  ReviewStepViewModel(
      CreateKeyViewModel.Parts parts,
      CreateKeyViewModel.Services services,
      ScreenTasks tasks,
      Dialogs dialogs,
      Navigator navigator) {
    this.parts = parts;
    this.services = services;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.navigator = navigator;
  }

  FormEntries.KeyDraft draft() {
    return parts.entries().now();
  }

  Optional<ExternalKeyStore> store() {
    return parts.keyStore().store();
  }

  String policy() {
    return parts.access().policy();
  }

  /// What was found out of the external key; empty where it was not checked.
  Optional<String> checkResult() {
    return parts.externalKey().report().get()
            instanceof Loadable.Ready<ExternalKeyCheck.ExternalKeyReport>(var report)
        ? Optional.of(report.headline())
        : Optional.empty();
  }

  /// [#backupMissing] may change with them.
  ReadOnlyObjectProperty<Loadable<Candidates>> candidates() {
    return parts.externalKey().candidates();
  }

  /// Whether the chosen external key is of the attached token and no backup of it is on record.
  boolean backupMissing() {
    var xksKeyId = draft().xksKeyId();
    return parts.externalKey().isOnToken(xksKeyId)
        && services
            .hsm()
            .status()
            .token()
            .filter(token -> services.records().backupOf(token.label(), xksKeyId).isEmpty())
            .isPresent();
  }

  /// The external key that the user wants to use without a recorded backup; empty for none.
  StringProperty withoutBackup() {
    return withoutBackup;
  }

  /// What the user still has to say; empty for nothing.
  Optional<String> question() {
    return backupMissing() && !withoutBackup.get().equals(draft().xksKeyId())
        ? Optional.of(WORDS.text("obstacle.backup"))
        : Optional.empty();
  }

  /// What will be done.
  KeyPlan plan() {
    var draft = draft();
    return new KeyPlan(
        draft.keyStoreId().orElse(""),
        store().map(ExternalKeyStore::name).orElse(""),
        draft.xksKeyId(),
        "alias/" + draft.alias(),
        draft.description(),
        draft.tagMap(),
        policy());
  }

  /// The same as a text to do it elsewhere.
  String text(ChangeForm form) {
    return services.texts().creating(form, plan());
  }

  ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
  }

  /// What failed before is fixed, or is to be.
  void forgetProblem() {
    tasks.clearProblem();
  }

  BooleanProperty creating() {
    return tasks.busy();
  }

  /// Whether creating is past the point of no return.
  BooleanProperty committed() {
    return committed;
  }

  /// Whether what was entered has become a key, or is on the way to be one.
  boolean hasBegun() {
    return ended || creating().get();
  }

  void create() {
    forgetProblem();
    var plan = plan();
    running =
        tasks
            .task(
                WORDS.text("task.create"),
                Job.AWS_CREATE,
                context -> services.creation().create(plan, context::commit))
            .committing(committed)
            .onSuccess(this::end)
            .onProblem(this::refuse)
            .start();
  }

  /// Stops it, if it can still be stopped.
  void cancel() {
    if (running != null && running.cancel()) {
      creating().set(false);
    }
  }

  /// The user may have left the form meanwhile: what is unfinished is told all the same.
  private void end(CreationOutcome outcome) {
    ended = true;
    switch (outcome) {
      case CreationOutcome.CreationDone(var created) -> {
        if (!tasks.scope().closed()
            && created.stage() instanceof CreationStage.CreationFinished finished) {
          navigator.go(new Destination.KeyDetailScreen(finished.keyId()));
        }
      }
      case CreationOutcome.CreationLeft(var left, var cause) -> {
        if (tasks.scope().closed()) {
          dialogs.show(unfinishedProblem(left.plan(), Problems.of(cause)));
        } else {
          navigator.go(new Destination.UnfinishedKeysScreen());
        }
      }
    }
  }

  private static Problem unfinishedProblem(KeyPlan plan, Problem cause) {
    return Problem.of(cause.kind(), WORDS.text("unfinished.headline", plan.alias()))
        .because(cause.headline() + ".")
        .toDo(WORDS.text("unfinished.to-do"))
        .withDetail(cause.technicalDetail())
        .withCode(cause.code())
        .withRequestId(cause.requestId());
  }

  private void refuse(Problem why) {
    if (tasks.scope().closed()) {
      dialogs.show(why);
    } else {
      tasks.showProblem(why);
    }
  }
}
