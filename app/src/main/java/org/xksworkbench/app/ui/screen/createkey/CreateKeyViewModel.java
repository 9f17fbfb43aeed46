package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Takes the user through the steps, then has the key created. What is done in a step is the step's
/// own.
public final class CreateKeyViewModel implements AutoCloseable {

  private final Dialogs dialogs;
  private final Navigator navigator;
  private final TaskScope scope;
  private final FormEntries entries;
  private final KeyStoreStepViewModel keyStore;
  private final ExternalKeyStepViewModel externalKey;
  private final PrincipalsViewModel principals;
  private final PolicyStepViewModel policy;
  private final ReviewStepViewModel review;
  private final CreationViewModel creation;
  private final Obstacles obstacles;
  private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.CONFIGURATION);

  public CreateKeyViewModel(
      Destination.CreateKey start,
      Services services,
      Tasks tasks,
      Dialogs dialogs,
      Navigator navigator) {
    this.dialogs = dialogs;
    this.navigator = navigator;
    scope = tasks.scope();
    entries = new FormEntries(start);
    keyStore = new KeyStoreStepViewModel(entries, services.kms(), tasks, scope);
    externalKey = new ExternalKeyStepViewModel(entries, keyStore, services, tasks, scope);
    principals = new PrincipalsViewModel(entries, services.principals(), tasks, scope);
    policy = new PolicyStepViewModel(entries, keyStore, principals);
    review = new ReviewStepViewModel(entries, keyStore, externalKey, policy, services);
    creation = new CreationViewModel(services.creation(), tasks, scope, dialogs, navigator);
    obstacles = new Obstacles(entries, keyStore, principals, policy);
    entries.draft().subscribe(_ -> creation.forgetProblem());
  }

  public void load() {
    keyStore.load();
    externalKey.load();
  }

  FormEntries entries() {
    return entries;
  }

  public KeyStoreStepViewModel keyStore() {
    return keyStore;
  }

  public ExternalKeyStepViewModel externalKey() {
    return externalKey;
  }

  PrincipalsViewModel principals() {
    return principals;
  }

  PolicyStepViewModel policy() {
    return policy;
  }

  ReviewStepViewModel review() {
    return review;
  }

  CreationViewModel creation() {
    return creation;
  }

  List<Step> steps() {
    return Step.of(entries.method());
  }

  ReadOnlyObjectProperty<Step> step() {
    return step.getReadOnlyProperty();
  }

  /// What keeps the present step from being done; empty if nothing does.
  ObservableValue<String> obstacle() {
    return Bindings.createStringBinding(() -> present().orElse(""), whatObstaclesDependOn());
  }

  BooleanBinding canGoOn() {
    return Bindings.createBooleanBinding(
            () -> keyStore.surroundingsNow().isPresent() && present().isEmpty(),
            whatObstaclesDependOn())
        .and(creation.creating().not());
  }

  /// Whether all steps before the review are done, so that the optional ones can be skipped.
  BooleanBinding canSkipToReview() {
    return Bindings.createBooleanBinding(
        () ->
            step.get() != Step.REVIEW
                && step.get().compareTo(Step.LABELS) >= 0
                && keyStore.surroundingsNow().isPresent()
                && obstacles.of(Step.REVIEW).isEmpty(),
        whatObstaclesDependOn());
  }

  private Observable[] whatObstaclesDependOn() {
    return new Observable[] {
      step,
      entries.draft(),
      keyStore.surroundings(),
      principals.principals(),
      principals.typedAdministrator(),
      principals.typedUser(),
      externalKey.candidates(),
      review.withoutBackup()
    };
  }

  private Optional<String> present() {
    var found = obstacles.of(step.get());
    return step.get() == Step.REVIEW ? found.or(review::question) : found;
  }

  /// What will be done as commands of the AWS CLI; empty while something is missing.
  Optional<String> commands() {
    return obstacles.of(Step.REVIEW).isEmpty() ? Optional.of(review.commands()) : Optional.empty();
  }

  void next() {
    if (present().isPresent()) {
      return;
    }
    if (step.get() == Step.REVIEW) {
      creation.create(review.plan());
    } else {
      show(steps().get(steps().indexOf(step.get()) + 1));
    }
  }

  void back() {
    var index = steps().indexOf(step.get());
    if (index > 0) {
      goTo(steps().get(index - 1));
    }
  }

  void skipToReview() {
    goTo(Step.REVIEW);
  }

  /// To any step before which all is done.
  void goTo(Step other) {
    var reachable =
        steps().contains(other)
            && steps().stream()
                .takeWhile(earlier -> earlier != other)
                .allMatch(earlier -> obstacles.of(earlier).isEmpty());
    if (!creation.creating().get() && (reachable || other.compareTo(step.get()) < 0)) {
      creation.forgetProblem();
      show(other);
    }
  }

  private void show(Step next) {
    switch (next) {
      case ADMINISTRATORS, USERS, POLICY -> principals.load();
      case CONFIGURATION, KEY_STORE, EXTERNAL_KEY, LABELS, TAGS, REVIEW -> {}
    }
    step.set(next);
  }

  /// Leaves the form; while the key is being created, stops that, if it can still be stopped.
  void cancel() {
    if (creation.creating().get()) {
      creation.cancel();
      return;
    }
    navigator.go(
        switch (entries.method()) {
          case FROM_KEY_STORE -> new Destination.KeyStores();
          case FROM_KEYS -> new Destination.Keys();
        });
  }

  /// Asks before something that was entered is lost. A creation that is under way goes on, and is
  /// told of wherever the user is.
  boolean mayLeave() {
    return (entries.untouched() && !principals.isTyped())
        || creation.hasBegun()
        || dialogs.confirm(
            "Leave this form?", "No KMS key was created. What you entered is not kept.", "Leave");
  }

  @Override
  public void close() {
    scope.close();
  }
}
