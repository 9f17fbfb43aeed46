package org.xksworkbench.app.ui.screen.createkey;

import java.time.Duration;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.externalkey.Candidates;
import org.xksworkbench.app.externalkey.ExternalKeyCheck;
import org.xksworkbench.app.externalkey.ExternalKeys;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;

/// The external key: picked from the HSM, or typed, and checked before AWS KMS is asked.
public final class ExternalKeyStepViewModel {

  private static final Words WORDS = Words.of(ExternalKeyStepViewModel.class);

  /// Until nothing was typed for so long, nothing is asked.
  private static final Duration TYPING = Duration.ofMillis(300);

  private final FormEntries entries;
  private final KeyStoreStepViewModel keyStore;
  private final ExternalKeys externalKeys;
  private final ScreenTasks tasks;
  private final Fetched<Candidates> candidates = new Fetched<>();
  private final ReadOnlyObjectWrapper<@Nullable Loadable<ExternalKeyCheck.ExternalKeyReport>>
      report = new ReadOnlyObjectWrapper<>();
  private final StringProperty census = new SimpleStringProperty("");

  ExternalKeyStepViewModel(
      FormEntries entries,
      KeyStoreStepViewModel keyStore,
      ExternalKeys externalKeys,
      ScreenTasks tasks) {
    this.entries = entries;
    this.keyStore = keyStore;
    this.externalKeys = externalKeys;
    this.tasks = tasks;
    keyStore.whenChosen(() -> {
      report.set(null);
      load();
    });
  }

  /// Keys of the token that the user is logged in to, and which external keys are in use.
  public ReadOnlyObjectProperty<Loadable<Candidates>> candidates() {
    return candidates.getReadOnlyProperty();
  }

  /// How far the search for external keys in use is.
  StringProperty census() {
    return census;
  }

  /// What is known of the chosen external key; null while none is chosen.
  ReadOnlyObjectProperty<@Nullable Loadable<ExternalKeyCheck.ExternalKeyReport>> report() {
    return report.getReadOnlyProperty();
  }

  /// Whether the key is of the token that the user is logged in to.
  boolean isOnToken(String xksKeyId) {
    return candidates.value().flatMap(known -> known.choice(xksKeyId)).isPresent();
  }

  /// For the chosen key store, if there is one.
  void load() {
    entries.now().keyStoreId().ifPresent(this::load);
  }

  private void load(String keyStoreId) {
    candidates.loading();
    tasks
        .aside(
            WORDS.text("task.in-use"),
            Job.AWS_CALL,
            context ->
                externalKeys.inUse(
                    keyStoreId,
                    how ->
                        context.progress(
                            WORDS.text("external-key.progress", how.done(), how.of()))))
        .latest("used")
        .progress(census)
        .onSuccess(this::readToken)
        .onProblem(candidates::fail)
        .start();
  }

  private void readToken(Candidates used) {
    tasks
        .aside(WORDS.text("task.token"), Job.HSM_LIST, _ -> externalKeys.withToken(used))
        .latest("token")
        .evenLate()
        .onSuccess(found -> {
          candidates.ready(found);
          check();
        })
        .onProblem(candidates::fail)
        .start();
  }

  /// An external key that was picked in the list.
  void pick(String xksKeyId) {
    entries.edit(entered -> entered.withXksKeyId(xksKeyId));
    check();
  }

  /// An external key that is being typed.
  void type(String xksKeyId) {
    entries.edit(entered -> entered.withXksKeyId(xksKeyId));
    report.set(null);
    var typed = entries.now().xksKeyId();
    tasks.after(
        TYPING,
        () -> {
          if (entries.now().xksKeyId().equals(typed) && report.get() == null) {
            check();
          }
        });
  }

  private void check() {
    var xksKeyId = entries.now().xksKeyId();
    var store = keyStore.store();
    var known = candidates.value();
    if (!ExternalKeyFitness.isLegalXksKeyId(xksKeyId) || store.isEmpty() || known.isEmpty()) {
      report.set(null);
      return;
    }
    report.set(new Loadable.Loading<>());
    tasks
        .aside(
            WORDS.text("task.check"),
            Job.PROXY_CALL,
            _ -> externalKeys.check(xksKeyId, store.get(), known.get()))
        .latest("check")
        .onSuccess(found -> report.set(new Loadable.Ready<>(found)))
        .onProblem(problem -> report.set(new Loadable.LoadFailed<>(problem)))
        .start();
  }
}
