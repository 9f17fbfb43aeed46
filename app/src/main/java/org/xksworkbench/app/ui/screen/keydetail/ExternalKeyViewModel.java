package org.xksworkbench.app.ui.screen.keydetail;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.proxy.ExternalKeyStatus;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;

/// What the proxy says of the external key, where the proxy is ours.
public final class ExternalKeyViewModel {

  /// A proxy that was slow once is asked again: it keeps to AWS's budget of 250 ms a request.
  private static final int PROXY_TRIES = 4;

  private static final Duration PROXY_PAUSE = Duration.ofSeconds(1);

  private final Supplier<Optional<KeyDetails>> details;
  private final OwnProxy proxy;
  private final ScreenTasks tasks;
  private final ReadOnlyObjectWrapper<@Nullable Loadable<ExternalKeyStatus>> status =
      new ReadOnlyObjectWrapper<>();

  ExternalKeyViewModel(Supplier<Optional<KeyDetails>> details, OwnProxy proxy, ScreenTasks tasks) {
    this.details = details;
    this.proxy = proxy;
    this.tasks = tasks;
  }

  /// Null where the proxy is not ours.
  public ReadOnlyObjectProperty<@Nullable Loadable<ExternalKeyStatus>> status() {
    return status.getReadOnlyProperty();
  }

  /// The key store of the key; empty if its proxy is not ours.
  Optional<ExternalKeyStore> ownStore() {
    return details
        .get()
        .flatMap(known -> known.store().filter(store -> proxy.holdsCredential(store.proxy())));
  }

  /// Asks the proxy, or asks it again.
  public void ask() {
    ask(PROXY_TRIES);
  }

  private void ask(int tries) {
    var store = ownStore();
    var xksKeyId = details.get().flatMap(known -> known.key().xksKeyId());
    if (store.isEmpty() || xksKeyId.isEmpty()) {
      status.set(null);
      return;
    }
    status.set(new Loadable.Loading<>());
    tasks
        .aside(
            "Asking the XKS proxy",
            Job.PROXY_CALL,
            _ -> proxy.keyMetadata(store.get().proxy(), xksKeyId.get()))
        .latest("external key")
        .onSuccess(told -> status.set(new Loadable.Ready<>(told)))
        .onProblem(problem -> {
          status.set(new Loadable.LoadFailed<>(problem));
          if (tries > 1 && problem.code().equals("DependencyTimeoutException")) {
            tasks.after(PROXY_PAUSE, () -> ask(tries - 1));
          }
        })
        .start();
  }
}
