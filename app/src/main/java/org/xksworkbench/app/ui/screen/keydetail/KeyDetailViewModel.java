package org.xksworkbench.app.ui.screen.keydetail;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.xksworkbench.app.creation.Creation;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;

/// Reads a key. What is done with it is each part's own.
public final class KeyDetailViewModel implements AutoCloseable {

  private final String keyId;
  private final DetailSources sources;
  private final ScreenTasks tasks;
  private final KeyChanges changes;
  private final KeyLastUse lastUse;
  private final ExternalKeyViewModel externalKey;
  private final ProofViewModel proof;
  private final CreationViewModel creation;
  private final Fetched<KeyDetails> details = new Fetched<>();

  public KeyDetailViewModel(String keyId, DetailSources sources, Tasks tasks, Dialogs dialogs) {
    this.keyId = keyId;
    this.sources = sources;
    this.tasks = new ScreenTasks(tasks);
    var scope = this.tasks.scope();
    this.changes = new KeyChanges(sources.kms(), tasks, dialogs, scope, details::value, this::load);
    this.lastUse = new KeyLastUse(sources.kms(), tasks, scope);
    this.externalKey = new ExternalKeyViewModel(details::value, sources.proxy(), this.tasks);
    this.proof =
        new ProofViewModel(
            keyId,
            sources,
            new ScreenTasks(tasks, scope),
            () -> externalKey.ownStore().isPresent(),
            this::askLastUse,
            dialogs);
    this.creation = new CreationViewModel(details::value, sources, this.tasks);
  }

  public ReadOnlyObjectProperty<Loadable<KeyDetails>> details() {
    return details.getReadOnlyProperty();
  }

  public ExternalKeyViewModel externalKey() {
    return externalKey;
  }

  public ProofViewModel proof() {
    return proof;
  }

  public CreationViewModel creation() {
    return creation;
  }

  public KeyChanges changes() {
    return changes;
  }

  public KeyLastUse lastUse() {
    return lastUse;
  }

  public void load() {
    tasks
        .aside("Reading the KMS key", Job.AWS_CALL, _ -> fetch())
        .latest("details")
        .onSuccess(this::show)
        .onProblem(details::fail)
        .start();
  }

  public boolean canEnable() {
    return ready()
        .filter(known -> known.key().keyState() == KeyState.KnownKeyState.DISABLED)
        .isPresent();
  }

  public boolean canDisable() {
    return ready()
        .filter(known ->
            known.key().keyState() == KeyState.KnownKeyState.ENABLED
                || known.key().keyState() == KeyState.KnownKeyState.UNAVAILABLE)
        .isPresent();
  }

  /// Whether the key waits for its deletion; then AWS KMS takes no other change.
  public boolean pendingDeletion() {
    return ready().filter(known -> known.key().pendingDeletion()).isPresent();
  }

  public String commandToScheduleDeletion() {
    return ready()
        .map(known ->
            sources
                .texts()
                .commands()
                .of(
                    new KmsChange.ScheduleKeyDeletion(
                        known.key().keyId(), changes.deletion().days().get())))
        .orElse("");
  }

  @Override
  public void close() {
    tasks.close();
  }

  /// Asks AWS KMS again when the key was last used.
  public void askLastUse() {
    ready().ifPresent(known -> lastUse.ask(known.key().keyId()));
  }

  private Optional<KeyDetails> ready() {
    return details.value();
  }

  private void show(KeyDetails fetched) {
    proof.noteKey(fetched.key());
    details.ready(fetched);
    externalKey.ask();
    askLastUse();
  }

  private KeyDetails fetch() {
    var kms = sources.kms();
    var key = kms.key(keyId);
    var aliases =
        kms.aliases().entrySet().stream()
            .filter(alias -> alias.getValue().equals(key.keyId()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return new KeyDetails(
        key,
        aliases,
        store(key),
        partly(() -> kms.keyPolicy(key.keyId())),
        partly(() -> kms.tags(key.keyId())),
        creationOf(key));
  }

  private Optional<ExternalKeyStore> store(KmsKey key) {
    return key.external() ? key.customKeyStoreId().map(sources.kms()::keyStore) : Optional.empty();
  }

  private Optional<Creation> creationOf(KmsKey key) {
    return sources.creation().of(key.keyId());
  }

  private static <T> Loadable<T> partly(Supplier<T> read) {
    try {
      return new Loadable.Ready<>(read.get());
    } catch (KmsException e) {
      return new Loadable.LoadFailed<>(Problems.of(e));
    }
  }
}
