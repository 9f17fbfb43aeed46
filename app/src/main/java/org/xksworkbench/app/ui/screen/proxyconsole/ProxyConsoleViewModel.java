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
  /// @param dropped how many came faster than the window draws
  /// @param missed how many the proxy answered that could not be followed
  public record TrafficSummary(
      double perSecond,
      Traffic.LatencyPercentiles latency,
      List<Map.Entry<String, Long>> errors,
      List<Map.Entry<String, Long>> encryptions,
      List<Traffic.Second> seconds,
      long dropped,
      long missed) {}

  private final Optional<ProxyControl> control;
  private final ScreenTasks tasks;
  private final Dialogs dialogs;
  private final LiveRequests requests;
  private final ServedPathsViewModel paths;

  private final Fetched<ProxyState> state = new Fetched<>();
  private final ReadOnlyObjectWrapper<Optional<ProxyHealth>> health =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  public ProxyConsoleViewModel(OwnProxy proxy, Tasks tasks, Dialogs dialogs, InstantSource clock) {
    this.control = proxy.control();
    this.tasks = new ScreenTasks(tasks);
    this.dialogs = dialogs;
    this.requests = new LiveRequests(control, tasks, this.tasks.scope(), clock, this::follow);
    this.paths = new ServedPathsViewModel(dialogs, this::runAndTell);
  }

  /// Whether there is a proxy of this workstation.
  public boolean present() {
    return control.isPresent();
  }

  /// Whether it is started and stopped from here.
  boolean runsHere() {
    return control.map(ProxyControl::runsHere).orElse(false);
  }

  /// What cannot be done or seen of it from here, sentences.
  Optional<String> limits() {
    return control.flatMap(ProxyControl::limits);
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

  ServedPathsViewModel paths() {
    return paths;
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

  private void run(String what, Consumer<ProxyControl> change) {
    runAndTell(
        what,
        one -> {
          change.accept(one);
          return Optional.empty();
        });
  }

  private record Changed(ProxyState state, Optional<NewCredential> added) {}

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
          paths.show(changed.state(), changed.added());
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
