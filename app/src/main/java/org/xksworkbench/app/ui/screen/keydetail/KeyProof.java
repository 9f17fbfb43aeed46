package org.xksworkbench.app.ui.screen.keydetail;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Whether the loop of KMS, proxy and HSM works for a key, as it was last tried.
public final class KeyProof {

  private final String keyId;
  private final RoundTrip roundTrip;
  private final Tasks tasks;
  private final TaskScope scope;

  private final ReadOnlyObjectWrapper<@Nullable Proof> proven = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper overtaken = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final BooleanProperty running = new SimpleBooleanProperty();

  KeyProof(String keyId, RoundTrip roundTrip, Tasks tasks, TaskScope scope) {
    this.keyId = keyId;
    this.roundTrip = roundTrip;
    this.tasks = tasks;
    this.scope = scope;
  }

  public ReadOnlyObjectProperty<@Nullable Proof> proven() {
    return proven.getReadOnlyProperty();
  }

  /// What has happened to the key since the proof, such as "before it was disabled"; empty if the
  /// proof still holds. It does not come back when the key is enabled again: nobody has tried.
  public ReadOnlyStringProperty overtaken() {
    return overtaken.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  public BooleanProperty running() {
    return running;
  }

  /// Encrypts and decrypts through KMS, proxy and HSM. Changes nothing.
  ///
  /// @param own whether the proxy is ours, and its log can be read
  /// @param afterwards what is asked anew when the key was used
  void run(boolean own, Runnable afterwards) {
    problem.set(null);
    tasks
        .named("Proving the round trip")
        .on(Job.AWS_CALL, _ -> roundTrip.prove(keyId, own))
        .in(scope)
        .busy(running)
        .onSuccess(proof -> {
          overtaken.set("");
          proven.set(proof);
          afterwards.run();
        })
        .onProblem(failure -> {
          proven.set(null);
          problem.set(failure);
        })
        .start();
  }

  /// The key was read again.
  void overtakenBy(KmsKey key) {
    if (proven.get() != null && overtaken.get().isEmpty()) {
      overtaken.set(
          switch (key.keyState()) {
            case KeyState.Known.ENABLED -> "";
            case KeyState.Known.DISABLED -> "before it was disabled";
            case KeyState.Known.PENDING_DELETION -> "before its deletion was scheduled";
            default -> "before it became " + key.keyState().text();
          });
    }
  }
}
