package org.xksworkbench.app.ui.screen.proxyconsole;

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

  public void attach() {
    dialogs
        .chooseFile("Configuration of the XKS proxy (proxy.toml)")
        .ifPresent(file -> perform("Attaching to an XKS proxy", () -> attachment.attach(file)));
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
