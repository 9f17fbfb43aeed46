package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.xksworkbench.app.creation.AccountSnapshot;
import org.xksworkbench.app.creation.ChangeForm;
import org.xksworkbench.app.creation.ChangeTexts;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.externalkey.ExternalKeys;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.Principals;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.screen.createkey.FormEntries.Step;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.words.Words;

/// Takes the user through the steps, then has the key created. What is done in a step is the step's
/// own.
public final class CreateKeyViewModel implements AutoCloseable {

  private static final Words WORDS = Words.of(CreateKeyViewModel.class);

  /// What the form asks and uses.
  public record Services(
      KeyManagement kms,
      ExternalKeys externalKeys,
      Principals principals,
      KeyCreation creation,
      ChangeTexts texts,
      AttachedHsm hsm,
      KeyRecords records) {}

  /// What was entered, and the steps where that is done.
  record Parts(
      FormEntries entries,
      KeyStoreStepViewModel keyStore,
      ExternalKeyStepViewModel externalKey,
      AccessStepViewModel access) {}

  private final Dialogs dialogs;
  private final Navigator navigator;
  private final TaskScope scope;
  private final FormEntries entries;
  private final KeyStoreStepViewModel keyStore;
  private final ExternalKeyStepViewModel externalKey;
  private final AccessStepViewModel access;
  private final ReviewStepViewModel review;
  private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.CONFIGURATION);

  public CreateKeyViewModel(
      Destination.CreateKeyScreen start,
      Services services,
      Tasks tasks,
      Dialogs dialogs,
      Navigator navigator) {
    this.dialogs = dialogs;
    this.navigator = navigator;
    scope = tasks.scope();
    entries = new FormEntries(start);
    keyStore = new KeyStoreStepViewModel(entries, services.kms(), new ScreenTasks(tasks, scope));
    externalKey =
        new ExternalKeyStepViewModel(
            entries, keyStore, services.externalKeys(), new ScreenTasks(tasks, scope));
    access =
        new AccessStepViewModel(
            entries, keyStore, services.principals(), new ScreenTasks(tasks, scope));
    review =
        new ReviewStepViewModel(
            new Parts(entries, keyStore, externalKey, access),
            services,
            new ScreenTasks(tasks, scope),
            dialogs,
            navigator);
    entries.draft().subscribe(_ -> review.forgetProblem());
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

  AccessStepViewModel access() {
    return access;
  }

  ReviewStepViewModel review() {
    return review;
  }

  List<Step> steps() {
    return entries.method().steps();
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
            () -> keyStore.snapshotNow().isPresent() && present().isEmpty(),
            whatObstaclesDependOn())
        .and(review.creating().not());
  }

  /// Whether all steps before the review are done, so that the optional ones can be skipped.
  BooleanBinding canSkipToReview() {
    return Bindings.createBooleanBinding(
        () ->
            step.get() != Step.REVIEW
                && step.get().compareTo(Step.LABELS) >= 0
                && keyStore.snapshotNow().isPresent()
                && obstacleOf(Step.REVIEW).isEmpty(),
        whatObstaclesDependOn());
  }

  private Observable[] whatObstaclesDependOn() {
    return new Observable[] {
      step,
      entries.draft(),
      keyStore.snapshot(),
      access.principals(),
      access.administrators().typed(),
      access.users().typed(),
      externalKey.candidates(),
      review.withoutBackup()
    };
  }

  private Optional<String> present() {
    var found = obstacleOf(step.get());
    return step.get() == Step.REVIEW ? found.or(review::question) : found;
  }

  private Optional<String> obstacleOf(Step step) {
    return keyStore.snapshotNow().flatMap(known -> obstacleOf(step, known));
  }

  private Optional<String> obstacleOf(Step step, AccountSnapshot known) {
    var entered = entries.now().problem(step);
    return switch (step) {
      case CONFIGURATION ->
          switch (entries.method()) {
            case FROM_KEY_STORE -> keyStore.obstacle().or(() -> entered);
            case FROM_KEYS -> entered;
          };
      case KEY_STORE -> entered.or(keyStore::obstacle);
      case EXTERNAL_KEY, TAGS -> entered;
      case LABELS -> entered.or(() -> aliasTaken(known));
      case ADMINISTRATORS -> entered.or(access.administrators()::obstacle);
      case USERS -> entered.or(access.users()::obstacle);
      case POLICY -> access.policyObstacle();
      case REVIEW ->
          steps().stream()
              .filter(earlier -> earlier != Step.REVIEW)
              .flatMap(earlier ->
                  obstacleOf(earlier, known)
                      .map(found -> WORDS.text("obstacle.of-step", earlier.title(), found))
                      .stream())
              .findFirst();
    };
  }

  private Optional<String> aliasTaken(AccountSnapshot known) {
    var alias = "alias/" + entries.now().alias();
    return Optional.ofNullable(known.aliases().get(alias))
        .map(keyId -> WORDS.text("obstacle.alias-taken", alias, keyId));
  }

  /// What will be done, as a text to do it elsewhere; empty while something is missing.
  Optional<String> text(ChangeForm form) {
    return obstacleOf(Step.REVIEW).isEmpty() ? Optional.of(review.text(form)) : Optional.empty();
  }

  void next() {
    if (present().isPresent()) {
      return;
    }
    if (step.get() == Step.REVIEW) {
      review.create();
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
                .allMatch(earlier -> obstacleOf(earlier).isEmpty());
    if (!review.creating().get() && (reachable || other.compareTo(step.get()) < 0)) {
      review.forgetProblem();
      show(other);
    }
  }

  private void show(Step next) {
    switch (next) {
      case ADMINISTRATORS, USERS, POLICY -> access.load();
      case CONFIGURATION, KEY_STORE, EXTERNAL_KEY, LABELS, TAGS, REVIEW -> {}
    }
    step.set(next);
  }

  /// Leaves the form; while the key is being created, stops that, if it can still be stopped.
  void cancel() {
    if (review.creating().get()) {
      review.cancel();
      return;
    }
    navigator.go(
        switch (entries.method()) {
          case FROM_KEY_STORE -> new Destination.KeyStoresScreen();
          case FROM_KEYS -> new Destination.KeysScreen();
        });
  }

  /// Asks before something that was entered is lost. A creation that is under way goes on, and is
  /// told of wherever the user is.
  boolean mayLeave() {
    return (entries.untouched() && !access.isTyped())
        || review.hasBegun()
        || dialogs.confirm(
            WORDS.text("leave.question"), WORDS.text("leave.about"), WORDS.text("leave.button"));
  }

  @Override
  public void close() {
    scope.close();
  }
}
