package org.xksworkbench.app.bootstrap;

import java.time.Duration;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.proxy.ProxyControl;
import org.xksworkbench.app.ui.shell.ShellViewModel;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.ForeignText;

/// Keeps the footer true: how HSM and proxy are.
final class StatusFeed {

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final ShellViewModel shell;
  private final AttachedHsm hsm;
  private final OwnProxy proxy;
  private final Tasks tasks;
  private final TaskScope scope;

  StatusFeed(ShellViewModel shell, AttachedHsm hsm, OwnProxy proxy, Tasks tasks, TaskScope scope) {
    this.shell = shell;
    this.hsm = hsm;
    this.proxy = proxy;
    this.tasks = tasks;
    this.scope = scope;
  }

  void start() {
    shell.health().hsmIs(describe(hsm.status()));
    hsm.onChange(status -> tasks.soon(scope, () -> shell.health().hsmIs(describe(status))));
    watchIdle();
    watchProxy();
  }

  /// Logs out when nobody has touched the window for a while.
  private void watchIdle() {
    shell.health().hsmIs(describe(hsm.status()));
    if (hsm.status().token().isPresent()
        && hsm.idle().remaining().filter(Duration::isZero).isPresent()) {
      hsm.idle().touch();
      tasks
          .task("Logging out: nobody was here")
          .on(
              Job.HSM_LOGIN,
              _ -> {
                hsm.logoutAll();
                return true;
              })
          .in(scope)
          .start();
    }
    tasks.after(INTERVAL, scope, this::watchIdle);
  }

  private static String describe(ProxyControl control) {
    var state = control.state();
    if (state.running()) {
      return "● XKS proxy %s · %s refused".formatted(state.listens(), control.refusals());
    }
    return control.runsHere()
        ? "▲ XKS proxy has ended: start it under XKS proxy"
        : "▲ XKS proxy does not answer";
  }

  private void watchProxy() {
    shell
        .health()
        .proxyIs(
            proxy.control().map(StatusFeed::describe).orElse("○ No XKS proxy of this workstation"));
    shell.session().tick();
    shell.lock().refresh();
    tasks.after(INTERVAL, scope, this::watchProxy);
  }

  private String describe(AttachedHsm.Status status) {
    if (status.module().isEmpty()) {
      return "○ No HSM attached";
    }
    return status
        .token()
        .map(token ->
            "● HSM "
                + ForeignText.printable(token.label())
                + " ("
                + ForeignText.printable(token.model())
                + ") · logged in"
                + hsm.idle()
                    .remaining()
                    .map(left ->
                        ", locks in %d:%02d".formatted(left.toMinutes(), left.toSecondsPart()))
                    .orElse(""))
        .orElse("○ HSM attached, not logged in");
  }
}
