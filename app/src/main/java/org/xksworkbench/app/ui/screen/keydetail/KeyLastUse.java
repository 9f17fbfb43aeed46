package org.xksworkbench.app.ui.screen.keydetail;

import javafx.beans.property.ReadOnlyObjectProperty;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.LastUse;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// When the key was last used. Asked by itself: its quota is small and its permission is one of its
/// own, and neither holds up what else is known of the key.
public final class KeyLastUse {

  private final KeyManagement kms;
  private final Tasks tasks;
  private final TaskScope scope;
  private final Fetched<LastUse> state = new Fetched<>();

  KeyLastUse(KeyManagement kms, Tasks tasks, TaskScope scope) {
    this.kms = kms;
    this.tasks = tasks;
    this.scope = scope;
  }

  public ReadOnlyObjectProperty<Loadable<LastUse>> state() {
    return state.getReadOnlyProperty();
  }

  void ask(String keyId) {
    tasks
        .task("Reading when the KMS key was last used")
        .on(Job.AWS_CALL, _ -> kms.lastUse(keyId))
        .in(scope)
        .into(state)
        .start();
  }
}
