package org.xksworkbench.app.ui.screen.proxyconsole;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.xksworkbench.app.proxy.ProxyControl;
import org.xksworkbench.app.proxy.ProxyControl.NewCredential;
import org.xksworkbench.app.proxy.ProxyControl.ProxyState;
import org.xksworkbench.app.proxy.ProxyControl.ServedPath;
import org.xksworkbench.app.ui.dialog.Dialogs;

/// Changes what the proxy accepts and serves at a path.
final class ServedPathsViewModel {

  /// Changes the proxy on a worker, and shows what it is then.
  interface ProxyChanges {

    /// @param change with the credential that it made
    void perform(String what, Function<ProxyControl, Optional<NewCredential>> change);
  }

  private final Dialogs dialogs;
  private final ProxyChanges changes;
  private final ReadOnlyObjectWrapper<Optional<NewCredential>> newCredential =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  ServedPathsViewModel(Dialogs dialogs, ProxyChanges changes) {
    this.dialogs = dialogs;
    this.changes = changes;
  }

  /// The credential that was added last, until it is removed or the screen is left.
  ReadOnlyObjectProperty<Optional<NewCredential>> newCredential() {
    return newCredential.getReadOnlyProperty();
  }

  /// @param added by the change that led there
  void show(ProxyState state, Optional<NewCredential> added) {
    newCredential.set(
        added
            .or(newCredential::get)
            .filter(one ->
                state.paths().stream()
                    .anyMatch(path -> path.accessKeyIds().contains(one.accessKeyId()))));
  }

  /// The first half of a rotation: both credentials are good until the old one is removed.
  void addCredential(ServedPath path) {
    if (dialogs.confirm(
        "Add a credential to " + path.path() + "?",
        "The proxy takes both from then on. Give the new one to AWS KMS (UpdateCustomKeyStore),"
            + " watch the old one go quiet, then remove it.",
        "Add")) {
      changes.perform("Adding a credential", one -> Optional.of(one.addCredential(path.path())));
    }
  }

  /// The second half of a rotation.
  void removeCredential(ServedPath path, String accessKeyId) {
    if (dialogs.confirm(
        "Remove the credential " + accessKeyId + "?",
        "Requests that are signed with it are refused from then on. Be sure that the key store has"
            + " the other one.",
        "Remove")) {
      perform("Removing a credential", one -> one.removeCredential(path.path(), accessKeyId));
    }
  }

  void block(ServedPath path, boolean blocked) {
    if (!blocked
        || dialogs.confirm(
            "Block the key store at " + path.path() + "?",
            "Every encrypt and decrypt through it is refused until it is unblocked.",
            "Block")) {
      perform(
          (blocked ? "Blocking " : "Unblocking ") + path.path(),
          one -> one.block(path.path(), blocked));
    }
  }

  /// Asks for an XKS key ID and blocks it at a path.
  void blockKey(ServedPath path) {
    dialogs
        .askText(
            "Block a key at " + path.path(),
            "Its XKS key ID. Encrypt and decrypt with it are refused until it is unblocked.",
            "",
            "Block")
        .ifPresent(id -> perform("Blocking " + id, one -> one.blockKey(path.path(), id, true)));
  }

  void unblockKey(ServedPath path, String xksKeyId) {
    perform("Unblocking " + xksKeyId, one -> one.blockKey(path.path(), xksKeyId, false));
  }

  private void perform(String what, Consumer<ProxyControl> change) {
    changes.perform(
        what,
        one -> {
          change.accept(one);
          return Optional.empty();
        });
  }
}
