package org.xksworkbench.app.ui.screen.keystorelist;

import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.connection.KeyStoreConnection;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Connects, disconnects and deletes the selected key store.
public final class KeyStoreChanges {

  /// How many keys a question names.
  private static final int KEYS_NAMED = 5;

  private final KeyManagement kms;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final TaskScope scope;
  private final ObjectProperty<@Nullable KeyStoreRow> selected;
  private final Supplier<String> place;
  private final BooleanProperty busy;
  private final Runnable changed;
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();

  /// @param place account and Region in words, for questions
  /// @param changed has the states read again
  KeyStoreChanges(
      KeyManagement kms,
      Tasks tasks,
      Dialogs dialogs,
      TaskScope scope,
      ObjectProperty<@Nullable KeyStoreRow> selected,
      Supplier<String> place,
      BooleanProperty busy,
      Runnable changed) {
    this.kms = kms;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.scope = scope;
    this.selected = selected;
    this.place = place;
    this.busy = busy;
    this.changed = changed;
    selected.subscribe(_ -> problem.set(null));
  }

  /// What went wrong last; of the selected key store.
  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  void fail(Problem met) {
    problem.set(met);
  }

  /// What failed is disconnected first, as AWS KMS wants it.
  public BooleanBinding canConnect() {
    return stateIs(state ->
        state instanceof ConnectionState.Disconnected || state instanceof ConnectionState.Failed);
  }

  public BooleanBinding canDisconnect() {
    return stateIs(state ->
        state instanceof ConnectionState.Connected || state instanceof ConnectionState.Failed);
  }

  public BooleanBinding canEdit() {
    return stateIs(state ->
        state instanceof ConnectionState.Connected
            || state instanceof ConnectionState.Disconnected);
  }

  public void connect() {
    var row = selected.get();
    if (row != null) {
      change(
          "Connecting " + row.store().name(),
          () -> new KeyStoreConnection(kms).begin(row.store().id()));
    }
  }

  /// Asks for a typed word: keys that others use stop working.
  public void disconnect() {
    var row = selected.get();
    if (row == null) {
      return;
    }
    var name = row.store().name();
    if (dialogs.confirmTyped(
        "Disconnect " + name + "?", disconnectWarning(row), "disconnect", "Disconnect key store")) {
      change("Disconnecting " + name, new KmsChange.DisconnectCustomKeyStore(row.store().id()));
    }
  }

  /// Asks for a typed word, or says what stands in the way.
  public void delete() {
    var row = selected.get();
    if (row == null) {
      return;
    }
    var obstacles = row.deletionObstacles();
    if (!obstacles.isEmpty()) {
      problem.set(
          Problem.of(Problem.ProblemKind.CONFLICT, row.store().name() + " cannot be deleted yet")
              .because(obstacles)
              .toDo("Clear this away, in this order, then delete the key store.")
              .withCode("KEY_STORE_NOT_EMPTY"));
      return;
    }
    var name = row.store().name();
    if (dialogs.confirmTyped(
        "Delete " + name + "?",
        "%s (%s) in %s is deleted. No KMS key is in it. The XKS proxy, the HSM and the external keys stay untouched, and you can create the key store again."
            .formatted(name, row.store().id(), place.get()),
        "delete",
        "Delete key store")) {
      change("Deleting " + name, new KmsChange.DeleteCustomKeyStore(row.store().id()));
    }
  }

  private String disconnectWarning(KeyStoreRow row) {
    var where =
        "%s (%s) in %s is disconnected."
            .formatted(row.store().name(), row.store().id(), place.get());
    var unseen =
        switch (row.known()) {
          case NOTHING -> " Which KMS keys are in it is not listed yet.";
          case SOME -> " KMS keys that may not be described may be in it, too.";
          case ALL -> "";
        };
    if (row.keys().isEmpty() && unseen.isEmpty()) {
      return where + " No KMS key is in this key store. You can connect it again at any time.";
    }
    return where
        + (row.keys().isEmpty() ? "" : becomeUnavailable(row))
        + unseen
        + " What is encrypted under them cannot be decrypted until you connect the key store again,"
        + " which can take minutes.";
  }

  private static String becomeUnavailable(KeyStoreRow row) {
    var keys = row.keys();
    return " Its %d KMS %s Unavailable: %s%s."
        .formatted(
            keys.size(),
            keys.size() == 1 ? "key becomes" : "keys become",
            keys.stream()
                .sorted(Comparator.comparing((KmsKey key) -> row.names().name(key.keyId())))
                .limit(KEYS_NAMED)
                .map(key ->
                    row.names()
                        .alias(key.keyId())
                        .map(alias -> "%s (%s)".formatted(alias, key.keyId()))
                        .orElse(key.keyId()))
                .collect(Collectors.joining(", ")),
            keys.size() > KEYS_NAMED ? " and %d more".formatted(keys.size() - KEYS_NAMED) : "");
  }

  @FunctionalInterface
  private interface Change {
    void run() throws InterruptedException;
  }

  private void change(String what, KmsChange<?> change) {
    change(what, () -> kms.perform(change));
  }

  private void change(String what, Change change) {
    problem.set(null);
    tasks
        .task(what)
        .on(
            Job.AWS_CALL,
            context -> {
              context.commit();
              change.run();
              return true;
            })
        .in(scope)
        .busy(busy)
        .onSuccess(_ -> changed.run())
        .onProblem(problem::set)
        .start();
  }

  private BooleanBinding stateIs(java.util.function.Predicate<ConnectionState> test) {
    return Bindings.createBooleanBinding(
        () -> {
          var row = selected.get();
          return row != null && test.test(row.store().connectionState());
        },
        selected);
  }
}
