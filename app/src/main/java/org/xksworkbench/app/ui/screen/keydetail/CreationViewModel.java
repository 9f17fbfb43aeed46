package org.xksworkbench.app.ui.screen.keydetail;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.ChangeForm;
import org.xksworkbench.app.creation.ExistingKey;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyEvent;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;

/// How a key was made: what CloudTrail tells of it, and the texts that make such a key or take it
/// over.
public final class CreationViewModel {

  private final Supplier<Optional<KeyDetails>> details;
  private final DetailSources sources;
  private final ScreenTasks tasks;
  private final ReadOnlyObjectWrapper<@Nullable Loadable<Optional<KeyEvent>>> event =
      new ReadOnlyObjectWrapper<>();

  CreationViewModel(
      Supplier<Optional<KeyDetails>> details, DetailSources sources, ScreenTasks tasks) {
    this.details = details;
    this.sources = sources;
    this.tasks = tasks;
  }

  /// The CreateKey event of CloudTrail; null until it is asked for.
  public ReadOnlyObjectProperty<@Nullable Loadable<Optional<KeyEvent>>> event() {
    return event.getReadOnlyProperty();
  }

  /// Asks CloudTrail for the event of the key's creation.
  public void askCloudTrail() {
    details
        .get()
        .ifPresent(known -> {
          event.set(new Loadable.Loading<>());
          tasks
              .aside(
                  "Asking AWS CloudTrail",
                  Job.AWS_LIST,
                  _ -> sources.events().creationOf(known.key()))
              .latest("event")
              .onSuccess(found -> event.set(new Loadable.Ready<>(found)))
              .onProblem(problem -> event.set(new Loadable.LoadFailed<>(problem)))
              .start();
        });
  }

  /// What makes such a key or takes this one over; empty for keys that are in no external key
  /// store.
  public Optional<String> text(ChangeForm form) {
    return details
        .get()
        .flatMap(known ->
            known
                .key()
                .xksKeyId()
                .map(xksKeyId ->
                    sources
                        .texts()
                        .existing(
                            form,
                            new ExistingKey(
                                known.key().keyId(),
                                plan(known, xksKeyId),
                                known.tags() instanceof Loadable.Ready<Map<String, String>> _))));
  }

  private static KeyPlan plan(KeyDetails known, String xksKeyId) {
    return new KeyPlan(
        known.key().customKeyStoreId().orElse(""),
        known.store().map(ExternalKeyStore::name).orElse(""),
        xksKeyId,
        known.aliases().isEmpty() ? "alias/" : known.aliases().getFirst(),
        known.key().description(),
        known.tags() instanceof Loadable.Ready<Map<String, String>>(var tags) ? tags : Map.of(),
        known.policy() instanceof Loadable.Ready<String>(var policy) ? policy : "");
  }
}
