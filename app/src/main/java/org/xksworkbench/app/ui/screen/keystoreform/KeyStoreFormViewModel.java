package org.xksworkbench.app.ui.screen.keystoreform;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;

/// Holds what was entered, says what is wrong with it, and creates or changes the key store. The
/// secret is held as characters and wiped when the form is left.
public final class KeyStoreFormViewModel implements AutoCloseable {

  /// Whether a store is made or changed.
  public sealed interface FormMode {
    record Create() implements FormMode {}

    record Edit(String customKeyStoreId) implements FormMode {}
  }

  private final FormMode mode;
  private final KeyManagement kms;
  private final ScreenTasks tasks;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final KeyStoreFields fields;

  private final BooleanProperty acknowledged = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<Map<KeyStoreField, String>> errors =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyObjectWrapper<Set<KeyStoreField>> editable =
      new ReadOnlyObjectWrapper<>(EnumSet.allOf(KeyStoreField.class));
  private final ReadOnlyObjectWrapper<@Nullable ExternalKeyStore> before =
      new ReadOnlyObjectWrapper<>();
  private boolean tried;
  private boolean saved;

  public KeyStoreFormViewModel(
      FormMode mode, KeyManagement kms, Tasks tasks, Dialogs dialogs, Navigator navigator) {
    this.mode = mode;
    this.kms = kms;
    this.tasks = new ScreenTasks(tasks);
    this.dialogs = dialogs;
    this.navigator = navigator;
    this.fields = new KeyStoreFields(mode instanceof FormMode.Create, this::noteChange);
  }

  /// What the user entered.
  public KeyStoreFields fields() {
    return fields;
  }

  public boolean creates() {
    return mode instanceof FormMode.Create;
  }

  /// Whether the user said that the consequences of a change are understood.
  public BooleanProperty acknowledged() {
    return acknowledged;
  }

  public BooleanProperty busy() {
    return tasks.busy();
  }

  /// What is wrong with what was entered, by field; nothing before the first try.
  public ReadOnlyObjectProperty<Map<KeyStoreField, String>> errors() {
    return errors.getReadOnlyProperty();
  }

  /// The fields that AWS KMS lets be changed in the present state.
  public ReadOnlyObjectProperty<Set<KeyStoreField>> editable() {
    return editable.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
  }

  /// The key store as it is; null while it is fetched, and when one is created.
  public ReadOnlyObjectProperty<@Nullable ExternalKeyStore> before() {
    return before.getReadOnlyProperty();
  }

  /// Fetches the key store that is changed.
  public void load() {
    tasks.clearProblem();
    if (mode instanceof FormMode.Edit(var id)) {
      tasks
          .task("Reading the key store", Job.AWS_CALL, _ -> kms.keyStore(id))
          .onSuccess(this::show)
          .start();
    }
  }

  /// Takes path and credential from the file that a proxy writes for the AWS console.
  public void upload() {
    dialogs
        .chooseFile("Proxy configuration file")
        .ifPresent(file ->
            tasks
                .aside(
                    "Reading the configuration file", Job.FILE, _ -> ConfigurationFile.read(file))
                .onSuccess(this::take)
                .onProblem(tasks::showProblem)
                .start());
  }

  public void cancel() {
    navigator.go(new Destination.KeyStoresScreen());
  }

  /// Creates or changes the key store, if nothing is wrong with what was entered.
  public void submit() {
    tried = true;
    noteChange();
    tasks.clearProblem();
    if (!errors.get().isEmpty()) {
      return;
    }
    switch (mode) {
      case FormMode.Create _ -> create();
      case FormMode.Edit _ -> update();
    }
  }

  /// The key store that would be made, without its secret; empty where something is wrong, which is
  /// shown then.
  Optional<KmsChange.CreateCustomKeyStore> plan() {
    tried = true;
    noteChange();
    return errors.get().keySet().stream().allMatch(field -> field == KeyStoreField.SECRET)
        ? Optional.of(
            fields.create(new ProxyCredential(fields.accessKeyId().get().strip(), new char[0])))
        : Optional.empty();
  }

  /// Asks before something that was entered is lost.
  boolean mayLeave() {
    return saved
        || fields.asFound()
        || dialogs.confirm(
            "Leave this form?",
            creates()
                ? "No key store was created. What you entered is not kept."
                : "The key store was not changed. What you entered is not kept.",
            "Leave");
  }

  @Override
  public void close() {
    tasks.close();
    fields.close();
  }

  private void create() {
    var credential = fields.credential();
    var store = fields.create(credential);
    run("Creating " + store.name(), credential, store);
  }

  private void update() {
    var store = before.get();
    if (store == null) {
      return;
    }
    Optional<ProxyCredential> credential =
        fields.newCredential().get() ? Optional.of(fields.credential()) : Optional.empty();
    var update = fields.update(store, editable.get(), credential);
    if (update.changesNothing()) {
      cancel();
      return;
    }
    run("Changing " + store.name(), credential.orElse(null), update);
  }

  private void run(String what, @Nullable ProxyCredential credential, KmsChange<?> change) {
    tasks
        .task(
            what,
            Job.AWS_CREATE,
            context -> {
              try {
                context.commit();
                return kms.perform(change);
              } finally {
                if (credential != null) {
                  credential.close();
                }
              }
            })
        .onSuccess(_ -> {
          saved = true;
          navigator.go(new Destination.KeyStoresScreen());
        })
        .start();
  }

  private void show(ExternalKeyStore store) {
    before.set(store);
    fields.show(store);
    editable.set(
        switch (store.connectionState()) {
          case ConnectionState.Disconnected _ -> EnumSet.allOf(KeyStoreField.class);
          case ConnectionState.Connected _ ->
              EnumSet.of(
                  KeyStoreField.NAME,
                  KeyStoreField.PATH_PREFIX,
                  KeyStoreField.ACCESS_KEY_ID,
                  KeyStoreField.SECRET);
          case ConnectionState.Connecting _,
              ConnectionState.Disconnecting _,
              ConnectionState.Failed _ ->
              EnumSet.noneOf(KeyStoreField.class);
        });
    fields.begin();
  }

  private void take(ConfigurationFile file) {
    tasks.clearProblem();
    fields.take(file);
  }

  private void noteChange() {
    if (tried) {
      errors.set(fields.errors());
    }
  }
}
