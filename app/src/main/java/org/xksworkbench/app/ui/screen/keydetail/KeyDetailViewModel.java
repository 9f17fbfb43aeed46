package org.xksworkbench.app.ui.screen.keydetail;

import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.proxy.ExternalKeyStatus;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.task.Lane;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Reads a key, asks the proxy for the external key where it is ours, and proves the loop.
public final class KeyDetailViewModel implements AutoCloseable {

  private final String keyId;
  private final KeyManagement kms;
  private final OwnProxy proxy;
  private final Tasks tasks;
  private final TaskScope scope;

  private final ReadOnlyObjectWrapper<Loadable<KeyDetails>> details =
      new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
  private final ReadOnlyObjectWrapper<@Nullable Loadable<ExternalKeyStatus>> externalKey =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Proof> proof = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> proofProblem =
      new ReadOnlyObjectWrapper<>();
  private final BooleanProperty proving = new SimpleBooleanProperty();

  public KeyDetailViewModel(String keyId, KeyManagement kms, OwnProxy proxy, Tasks tasks) {
    this.keyId = keyId;
    this.kms = kms;
    this.proxy = proxy;
    this.tasks = tasks;
    this.scope = tasks.scope();
  }

  public ReadOnlyObjectProperty<Loadable<KeyDetails>> details() {
    return details.getReadOnlyProperty();
  }

  /// What the proxy says of the external key; null where the proxy is not ours.
  public ReadOnlyObjectProperty<@Nullable Loadable<ExternalKeyStatus>> externalKey() {
    return externalKey.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Proof> proof() {
    return proof.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> proofProblem() {
    return proofProblem.getReadOnlyProperty();
  }

  public BooleanProperty proving() {
    return proving;
  }

  public void load() {
    tasks
        .named("Reading the KMS key")
        .on(Lane.AWS, _ -> fetch())
        .in(scope)
        .latest("details")
        .onSuccess(this::show)
        .onProblem(problem -> details.set(new Loadable.Failed<>(problem)))
        .start();
  }

  /// Encrypts and decrypts through KMS, proxy and HSM. Changes nothing.
  public void prove() {
    proofProblem.set(null);
    var own = ownStore().isPresent();
    tasks
        .named("Proving the round trip")
        .on(Lane.AWS, _ -> new RoundTrip(kms, proxy).prove(keyId, own))
        .in(scope)
        .busy(proving)
        .onSuccess(proof::set)
        .onProblem(problem -> {
          proof.set(null);
          proofProblem.set(problem);
        })
        .start();
  }

  @Override
  public void close() {
    scope.close();
  }

  private void show(KeyDetails fetched) {
    details.set(new Loadable.Ready<>(fetched));
    askProxy();
  }

  /// Asks the proxy again.
  public void askProxy() {
    var store = ownStore();
    if (store.isEmpty()
        || !(details.get() instanceof Loadable.Ready<KeyDetails>(var ready))
        || ready.key().xksKeyId().isEmpty()) {
      externalKey.set(null);
      return;
    }
    var xksKeyId = ready.key().xksKeyId().get();
    externalKey.set(new Loadable.Loading<>());
    tasks
        .named("Asking the XKS proxy")
        .on(Lane.AWS, _ -> proxy.keyMetadata(store.get().proxy(), xksKeyId))
        .in(scope)
        .latest("external key")
        .onSuccess(status -> externalKey.set(new Loadable.Ready<>(status)))
        .onProblem(problem -> externalKey.set(new Loadable.Failed<>(problem)))
        .start();
  }

  private Optional<ExternalKeyStore> ownStore() {
    return details.get() instanceof Loadable.Ready<KeyDetails>(var ready)
        ? ready.store().filter(store -> proxy.serves(store.proxy()))
        : Optional.empty();
  }

  private KeyDetails fetch() {
    var key = kms.key(keyId);
    var aliases =
        kms.aliases().entrySet().stream()
            .filter(alias -> alias.getValue().equals(key.keyId()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    var store =
        key.external()
            ? key.customKeyStoreId().map(kms::keyStore)
            : Optional.<ExternalKeyStore>empty();
    return new KeyDetails(key, aliases, store, kms.keyPolicy(key.keyId()), kms.tags(key.keyId()));
  }
}
