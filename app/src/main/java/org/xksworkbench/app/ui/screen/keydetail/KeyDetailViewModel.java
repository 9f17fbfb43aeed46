package org.xksworkbench.app.ui.screen.keydetail;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.Creation;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyEvent;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.proxy.ExternalKeyStatus;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Reads a key, asks the proxy for the external key where it is ours, and proves the loop. What can
/// be changed of the key is in [KeyChanges].
public final class KeyDetailViewModel implements AutoCloseable {

  /// A proxy that was slow once is asked again: it keeps to AWS's budget of 250 ms a request.
  private static final int PROXY_TRIES = 4;

  private static final Duration PROXY_PAUSE = Duration.ofSeconds(1);

  private final String keyId;
  private final DetailSources sources;
  private final Tasks tasks;
  private final TaskScope scope;

  private final KeyChanges changes;
  private final KeyLastUse lastUse;
  private final KeyProof proof;

  private final Fetched<KeyDetails> details = new Fetched<>();
  private final ReadOnlyObjectWrapper<@Nullable Loadable<ExternalKeyStatus>> externalKey =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Loadable<Optional<KeyEvent>>> creationEvent =
      new ReadOnlyObjectWrapper<>();

  public KeyDetailViewModel(String keyId, DetailSources sources, Tasks tasks, Dialogs dialogs) {
    this.keyId = keyId;
    this.sources = sources;
    this.tasks = tasks;
    this.scope = tasks.scope();
    this.changes = new KeyChanges(sources.kms(), tasks, dialogs, scope, details::value, this::load);
    this.lastUse = new KeyLastUse(sources.kms(), tasks, scope);
    this.proof = new KeyProof(keyId, new RoundTrip(sources.kms(), sources.proxy()), tasks, scope);
  }

  public ReadOnlyObjectProperty<Loadable<KeyDetails>> details() {
    return details.getReadOnlyProperty();
  }

  /// What the proxy says of the external key; null where the proxy is not ours.
  public ReadOnlyObjectProperty<@Nullable Loadable<ExternalKeyStatus>> externalKey() {
    return externalKey.getReadOnlyProperty();
  }

  /// The CreateKey event of CloudTrail; null until it is asked for.
  public ReadOnlyObjectProperty<@Nullable Loadable<Optional<KeyEvent>>> creationEvent() {
    return creationEvent.getReadOnlyProperty();
  }

  public KeyProof proof() {
    return proof;
  }

  public KeyChanges changes() {
    return changes;
  }

  public KeyLastUse lastUse() {
    return lastUse;
  }

  public void load() {
    tasks
        .named("Reading the KMS key")
        .on(Job.AWS_CALL, _ -> fetch())
        .in(scope)
        .latest("details")
        .onSuccess(this::show)
        .onProblem(details::failed)
        .start();
  }

  /// Encrypts and decrypts through KMS, proxy and HSM. Changes nothing.
  public void prove() {
    proof.run(ownStore().isPresent(), this::askLastUse);
  }

  /// Asks CloudTrail for the event of the key's creation.
  public void askCloudTrail() {
    ready()
        .ifPresent(known -> {
          creationEvent.set(new Loadable.Loading<>());
          tasks
              .named("Asking AWS CloudTrail")
              .on(Job.AWS_LIST, _ -> sources.events().creationOf(known.key()))
              .in(scope)
              .latest("event")
              .onSuccess(event -> creationEvent.set(new Loadable.Ready<>(event)))
              .onProblem(problem -> creationEvent.set(new Loadable.Failed<>(problem)))
              .start();
        });
  }

  public boolean canEnable() {
    return ready().filter(known -> known.key().keyState() == KeyState.Known.DISABLED).isPresent();
  }

  public boolean canDisable() {
    return ready()
        .filter(known ->
            known.key().keyState() == KeyState.Known.ENABLED
                || known.key().keyState() == KeyState.Known.UNAVAILABLE)
        .isPresent();
  }

  /// Whether the key waits for its deletion; then AWS KMS takes no other change.
  public boolean pendingDeletion() {
    return ready().filter(known -> known.key().pendingDeletion()).isPresent();
  }

  /// Commands of the AWS CLI that make such a key; empty for keys that are in no external key
  /// store.
  public Optional<String> commandsToCreate() {
    return ready()
        .flatMap(known ->
            known
                .key()
                .xksKeyId()
                .map(xksKeyId -> sources.commands().creating(plan(known, xksKeyId))));
  }

  public String commandToScheduleDeletion() {
    return ready()
        .map(known ->
            sources
                .commands()
                .of(
                    new KmsChange.ScheduleKeyDeletion(
                        known.key().keyId(), changes.deletion().days().get())))
        .orElse("");
  }

  @Override
  public void close() {
    scope.close();
  }

  /// Asks the proxy again.
  public void askProxy() {
    askProxy(PROXY_TRIES);
  }

  private void askProxy(int tries) {
    var store = ownStore();
    var xksKeyId = ready().flatMap(known -> known.key().xksKeyId());
    if (store.isEmpty() || xksKeyId.isEmpty()) {
      externalKey.set(null);
      return;
    }
    externalKey.set(new Loadable.Loading<>());
    tasks
        .named("Asking the XKS proxy")
        .on(Job.PROXY_CALL, _ -> sources.proxy().keyMetadata(store.get().proxy(), xksKeyId.get()))
        .in(scope)
        .latest("external key")
        .onSuccess(status -> externalKey.set(new Loadable.Ready<>(status)))
        .onProblem(problem -> {
          externalKey.set(new Loadable.Failed<>(problem));
          if (tries > 1 && problem.code().equals("DependencyTimeoutException")) {
            tasks.after(PROXY_PAUSE, scope, () -> askProxy(tries - 1));
          }
        })
        .start();
  }

  /// Asks AWS KMS again when the key was last used.
  public void askLastUse() {
    ready().ifPresent(known -> lastUse.ask(known.key().keyId()));
  }

  private Optional<KeyDetails> ready() {
    return details.value();
  }

  private void show(KeyDetails fetched) {
    proof.overtakenBy(fetched.key());
    details.ready(fetched);
    askProxy();
    askLastUse();
  }

  private Optional<ExternalKeyStore> ownStore() {
    return ready()
        .flatMap(known -> known.store().filter(store -> sources.proxy().serves(store.proxy())));
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
      return new Loadable.Failed<>(Problems.of(e));
    }
  }
}
