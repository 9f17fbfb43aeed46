package org.xksworkbench.app.ui.screen.createkey;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.KeyNames;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.HsmKey;

/// The external key: picked from the HSM, or typed, and checked before AWS KMS is asked.
public final class ExternalKeyStepViewModel {

  /// Until nothing was typed for so long, nothing is asked.
  private static final Duration TYPING = Duration.ofMillis(300);

  private final FormEntries entries;
  private final KeyStoreStepViewModel keyStore;
  private final Services services;
  private final Tasks tasks;
  private final TaskScope scope;
  private final Fetched<Candidates> candidates = new Fetched<>();
  private final ReadOnlyObjectWrapper<@Nullable Loadable<ExternalKeyCheck.Report>> report =
      new ReadOnlyObjectWrapper<>();
  private final StringProperty census = new SimpleStringProperty("");

  ExternalKeyStepViewModel(
      FormEntries entries,
      KeyStoreStepViewModel keyStore,
      Services services,
      Tasks tasks,
      TaskScope scope) {
    this.entries = entries;
    this.keyStore = keyStore;
    this.services = services;
    this.tasks = tasks;
    this.scope = scope;
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
  ReadOnlyObjectProperty<@Nullable Loadable<ExternalKeyCheck.Report>> report() {
    return report.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<CreateKeyDraft> draft() {
    return entries.draft();
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
        .named("Looking which external keys are in use")
        .on(
            Job.AWS_CALL,
            context ->
                readUsed(
                    keyStoreId,
                    progress ->
                        context.progress(
                            "%,d of %,d KMS keys looked at"
                                .formatted(progress.done(), progress.of()))))
        .in(scope)
        .latest("used")
        .progress(census)
        .onSuccess(this::readToken)
        .onProblem(candidates::failed)
        .start();
  }

  private void readToken(Candidates used) {
    tasks
        .named("Reading the keys of the HSM")
        .on(Job.HSM_LIST, _ -> withToken(used))
        .in(scope)
        .latest("token")
        .evenLate()
        .onSuccess(found -> {
          candidates.ready(found);
          check();
        })
        .onProblem(candidates::failed)
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
        scope,
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
        .named("Checking the external key")
        .on(
            Job.PROXY_CALL,
            _ -> ExternalKeyChecks.of(xksKeyId, store.get(), known.get(), services.proxy()))
        .in(scope)
        .latest("check")
        .onSuccess(found -> report.set(new Loadable.Ready<>(found)))
        .onProblem(problem -> report.set(new Loadable.Failed<>(problem)))
        .start();
  }

  /// Which external keys of the key store are in use; nothing of the token yet.
  private Candidates readUsed(String storeId, Consumer<KeyCensus.Progress> progress)
      throws InterruptedException {
    var used = services.census().inStore(storeId, progress);
    var names = KeyNames.of(services.kms().aliases());
    var usedBy =
        used.keyIds().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, key -> names.name(key.getValue())));
    return new Candidates(false, List.of(), usedBy, used.unknown());
  }

  private Candidates withToken(Candidates used) {
    var session = services.hsm().session();
    if (session.isEmpty()) {
      return used;
    }
    var keys = session.get().secretKeys();
    var aesGcm = session.get().doesAesGcm();
    var sameLabels =
        keys.stream().collect(Collectors.groupingBy(HsmKey::label, Collectors.counting()));
    var choices =
        keys.stream()
            .filter(key -> !services.proxy().healthKey().equals(Optional.of(key.label())))
            .map(key ->
                new ExternalKeyChoice(
                    key,
                    ExternalKeyFitness.of(
                        key,
                        ExternalKeyFitness.Surroundings.onToken(
                            sameLabels.getOrDefault(key.label(), 1L).intValue(), aesGcm)),
                    used.usedBy(key.label())))
            .sorted(
                Comparator.comparing((ExternalKeyChoice choice) -> !choice.selectable())
                    .thenComparing(choice -> choice.key().label()))
            .toList();
    return new Candidates(true, choices, used.usedBy(), used.unknownKeys());
  }
}
