package org.xksworkbench.app.ui.screen.proxyconsole;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.proxy.ProxyControl;
import org.xksworkbench.app.proxy.ProxyControl.NewCredential;
import org.xksworkbench.app.proxy.ProxyControl.ProxyHealth;
import org.xksworkbench.app.proxy.ProxyControl.ProxyState;
import org.xksworkbench.app.proxy.ProxyControl.ServedPath;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// Starts, stops, configures and watches the proxy.
public final class ProxyConsoleViewModel implements AutoCloseable {

  /// What the traffic of the last minute says.
  ///
  /// @param perSecond requests a second, over the last ten seconds
  public record TrafficSummary(
      double perSecond,
      Traffic.LatencyPercentiles latency,
      List<Map.Entry<String, Long>> errors,
      List<Map.Entry<String, Long>> encryptions,
      List<Traffic.Second> seconds,
      long dropped) {}

  private final Optional<ProxyControl> control;
  private final ScreenTasks tasks;
  private final Dialogs dialogs;
  private final LiveRequests requests;

  private final Fetched<ProxyState> state = new Fetched<>();
  private final ReadOnlyObjectWrapper<Optional<ProxyHealth>> health =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<NewCredential>> newCredential =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  public ProxyConsoleViewModel(OwnProxy proxy, Tasks tasks, Dialogs dialogs, InstantSource clock) {
    this.control = proxy.control();
    this.tasks = new ScreenTasks(tasks);
    this.dialogs = dialogs;
    this.requests = new LiveRequests(control, tasks, this.tasks.scope(), clock, this::follow);
  }

  /// Whether there is a proxy of this workstation.
  public boolean present() {
    return control.isPresent();
  }

  public ReadOnlyObjectProperty<Loadable<ProxyState>> state() {
    return state.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> actionProblem() {
    return tasks.problem();
  }

  public ReadOnlyObjectProperty<Optional<ProxyHealth>> health() {
    return health.getReadOnlyProperty();
  }

  /// The credential that was added last, until it is removed or the screen is left.
  public ReadOnlyObjectProperty<Optional<NewCredential>> newCredential() {
    return newCredential.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable TrafficSummary> summary() {
    return requests.summary();
  }

  /// Requests, newest first.
  public ObservableList<XksCall> calls() {
    return requests.shown();
  }

  public StringProperty filter() {
    return requests.filter();
  }

  public BooleanProperty busy() {
    return tasks.busy();
  }

  public void refresh() {
    run("Reading the proxy's configuration", _ -> {});
    askHealth();
  }

  public void stop() {
    if (dialogs.confirm(
        "Stop the XKS proxy?",
        "AWS KMS cannot use any key that it serves until it runs again.",
        "Stop")) {
      run("Stopping the XKS proxy", ProxyControl::stop);
    }
  }

  public void start() {
    dialogs
        .askPin(
            "Start the XKS proxy",
            "The user PIN of its token. It goes to the proxy by a private pipe.")
        .ifPresent(pin ->
            run(
                "Starting the XKS proxy",
                one -> {
                  try {
                    one.start(pin);
                  } finally {
                    Arrays.fill(pin, '\0');
                  }
                }));
  }

  /// The first half of a rotation: both credentials are good until the old one is removed.
  public void addCredential(ServedPath path) {
    if (dialogs.confirm(
        "Add a credential to " + path.path() + "?",
        "The proxy takes both from then on. Give the new one to AWS KMS (UpdateCustomKeyStore),"
            + " watch the old one go quiet, then remove it.",
        "Add")) {
      runAndTell("Adding a credential", one -> Optional.of(one.addCredential(path.path())));
    }
  }

  /// The second half of a rotation.
  public void removeCredential(ServedPath path, String accessKeyId) {
    if (dialogs.confirm(
        "Remove the credential " + accessKeyId + "?",
        "Requests that are signed with it are refused from then on. Be sure that the key store has"
            + " the other one.",
        "Remove")) {
      run("Removing a credential", one -> one.removeCredential(path.path(), accessKeyId));
    }
  }

  public void block(ServedPath path, boolean blocked) {
    if (!blocked
        || dialogs.confirm(
            "Block the key store at " + path.path() + "?",
            "Every encrypt and decrypt through it is refused until it is unblocked.",
            "Block")) {
      run(
          (blocked ? "Blocking " : "Unblocking ") + path.path(),
          one -> one.block(path.path(), blocked));
    }
  }

  /// Asks for an XKS key ID and blocks it at a path.
  public void blockKey(ServedPath path) {
    dialogs
        .askText(
            "Block a key at " + path.path(),
            "Its XKS key ID. Encrypt and decrypt with it are refused until it is unblocked.",
            "",
            "Block")
        .ifPresent(id -> run("Blocking " + id, one -> one.blockKey(path.path(), id, true)));
  }

  public void unblockKey(ServedPath path, String xksKeyId) {
    run("Unblocking " + xksKeyId, one -> one.blockKey(path.path(), xksKeyId, false));
  }

  private void run(String what, Consumer<ProxyControl> change) {
    runAndTell(
        what,
        one -> {
          change.accept(one);
          return Optional.empty();
        });
  }

  private record Changed(ProxyState state, Optional<NewCredential> added) {

    boolean serves(String accessKeyId) {
      return state.paths().stream().anyMatch(path -> path.accessKeyIds().contains(accessKeyId));
    }
  }

  private void runAndTell(String what, Function<ProxyControl, Optional<NewCredential>> change) {
    if (control.isEmpty()) {
      return;
    }
    tasks.clearProblem();
    tasks
        .task(
            what,
            Job.PROXY_PROCESS,
            _ -> {
              var added = change.apply(control.get());
              return new Changed(control.get().state(), added);
            })
        .onSuccess(changed -> {
          state.ready(changed.state());
          newCredential.set(
              changed
                  .added()
                  .or(newCredential::get)
                  .filter(added -> changed.serves(added.accessKeyId())));
        })
        .onProblem(problem -> {
          if (state.get() instanceof Loadable.Ready<ProxyState>) {
            tasks.showProblem(problem);
          } else {
            state.fail(problem);
          }
        })
        .start();
  }

  private void askHealth() {
    control.ifPresent(present ->
        tasks
            .aside(
                "Asking the proxy for its health",
                Job.PROXY_CALL,
                _ -> {
                  var now = present.state();
                  return now.running()
                      ? Optional.of(present.health(now.paths().getFirst().path()))
                      : Optional.<ProxyHealth>empty();
                })
            .latest("health")
            .onSuccess(health::set)
            .onProblem(problem -> {
              health.set(Optional.empty());
              tasks.showProblem(problem);
            })
            .start());
  }

  /// The proxy may end, start and be configured by others.
  private void follow() {
    control
        .map(ProxyControl::state)
        .filter(now ->
            state.get() instanceof Loadable.Ready<ProxyState>(var shown) && !now.equals(shown))
        .ifPresent(now -> state.ready(now));
  }

  Instant now() {
    return requests.now();
  }

  @Override
  public void close() {
    requests.close();
    tasks.close();
  }
}
