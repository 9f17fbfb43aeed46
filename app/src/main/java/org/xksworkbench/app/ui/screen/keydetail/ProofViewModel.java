package org.xksworkbench.app.ui.screen.keydetail;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.document.DocumentFiles;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;

/// Proves that the whole loop works for a key, and knows how long that holds.
public final class ProofViewModel {

  private final String keyId;
  private final DetailSources sources;
  private final ScreenTasks tasks;
  private final BooleanSupplier own;
  private final Runnable proven;
  private final ReadOnlyObjectWrapper<@Nullable Proof> proof = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper overtaken = new ReadOnlyStringWrapper("");
  private final DocumentFiles documents;
  private Optional<KmsKey> key = Optional.empty();

  /// @param own whether the proxy of the key's key store is ours, so that its log is seen
  /// @param proven called after each proof: the key was used
  ProofViewModel(
      String keyId,
      DetailSources sources,
      ScreenTasks tasks,
      BooleanSupplier own,
      Runnable proven,
      Dialogs dialogs) {
    this.keyId = keyId;
    this.sources = sources;
    this.tasks = tasks;
    this.own = own;
    this.proven = proven;
    this.documents = new DocumentFiles(tasks, dialogs);
  }

  public ReadOnlyObjectProperty<@Nullable Proof> proof() {
    return proof.getReadOnlyProperty();
  }

  /// What has happened to the key since the proof, such as "before it was disabled"; empty if the
  /// proof still holds. It does not come back when the key is enabled again: nobody has tried.
  public ReadOnlyStringProperty overtaken() {
    return overtaken.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
  }

  public BooleanProperty proving() {
    return tasks.busy();
  }

  /// Encrypts and decrypts through KMS, proxy and HSM. Changes nothing.
  public void prove() {
    tasks.clearProblem();
    var seesLog = own.getAsBoolean();
    tasks
        .task(
            "Proving the round trip",
            Job.AWS_CALL,
            _ -> new RoundTrip(sources.kms(), sources.proxy()).prove(keyId, seesLog))
        .onSuccess(found -> {
          overtaken.set("");
          proof.set(found);
          proven.run();
        })
        .onProblem(problem -> {
          proof.set(null);
          tasks.showProblem(problem);
        })
        .start();
  }

  void savePdf() {
    var shown = proof.get();
    if (shown != null) {
      var since = overtaken.get();
      key.ifPresent(of ->
          documents.save(
              "proof",
              "proof-%s.pdf".formatted(of.keyId()),
              "Request IDs, names and times are in it, and nothing that was encrypted.",
              () -> ProofPdf.of(shown, of, since, sources.kms().endpoint())));
    }
  }

  /// The key was read again.
  void noteKey(KmsKey read) {
    key = Optional.of(read);
    if (proof.get() != null && overtaken.get().isEmpty()) {
      overtaken.set(
          switch (read.keyState()) {
            case KeyState.KnownKeyState.ENABLED -> "";
            case KeyState.KnownKeyState.DISABLED -> "before it was disabled";
            case KeyState.KnownKeyState.PENDING_DELETION -> "before its deletion was scheduled";
            default -> "before it became " + read.keyState().text();
          });
    }
  }
}
