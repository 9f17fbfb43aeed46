package org.xksworkbench.app.ui.screen.proxyconsole;

import java.nio.file.Path;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.proxy.ProxyAttachment;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.xks.admin.ControlSocket;

/// Attaches the window to an XKS proxy of this computer, and lets go of it.
public final class ProxyAttachmentViewModel implements AutoCloseable {

  private final ProxyAttachment attachment;
  private final Dialogs dialogs;
  private final ScreenTasks tasks;
  private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper();

  public ProxyAttachmentViewModel(ProxyAttachment attachment, Tasks tasks, Dialogs dialogs) {
    this.attachment = attachment;
    this.dialogs = dialogs;
    this.tasks = new ScreenTasks(tasks);
  }

  /// Grows when the window is attached to another proxy, or to none.
  public ReadOnlyIntegerProperty changes() {
    return changes.getReadOnlyProperty();
  }

  public BooleanProperty busy() {
    return tasks.busy();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
  }

  /// Attaches by the configuration that somebody chooses.
  public void attach() {
    dialogs.chooseFile("Configuration of the XKS proxy (proxy.toml)").ifPresent(this::attach);
  }

  /// Attaches by a control socket, for who may not read the configuration.
  public void attachBySocket() {
    dialogs
        .askText(
            "Attach by the control socket",
            "Where the proxy's control socket is. You have to be in its group; what you may change,"
                + " the proxy decides.",
            ControlSocket.OF_THE_SERVICE.toString(),
            "Attach")
        .map(Path::of)
        .ifPresent(this::attach);
  }

  private void attach(Path place) {
    perform("Attaching to an XKS proxy", () -> attachment.attach(place));
  }

  public void detach() {
    if (dialogs.confirm(
        "Let go of the XKS proxy?",
        "It runs on. The window does not show it any more, nor ask it for keys.",
        "Let go")) {
      perform("Letting go of the XKS proxy", attachment::detach);
    }
  }

  private void perform(String what, Runnable change) {
    tasks.clearProblem();
    tasks
        .task(
            what,
            Job.PROXY_PROCESS,
            _ -> {
              change.run();
              return true;
            })
        .onSuccess(_ -> changes.set(changes.get() + 1))
        .start();
  }

  @Override
  public void close() {
    tasks.close();
  }
}
