package org.xksworkbench.app.ui.screen.keystoreform;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyStoreInputs;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Holds what was entered, says what is wrong with it, and creates or changes the key store. The
/// secret is held as characters and wiped when the form is left.
public final class KeyStoreFormViewModel implements AutoCloseable {

  /// Whether a store is made or changed.
  public sealed interface Mode {
    record Create() implements Mode {}

    record Edit(String customKeyStoreId) implements Mode {}
  }

  private final Mode mode;
  private final KeyManagement kms;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final TaskScope scope;

  private final StringProperty name = new SimpleStringProperty("");
  private final ObjectProperty<Connectivity> connectivity =
      new SimpleObjectProperty<>(Connectivity.PUBLIC_ENDPOINT);
  private final StringProperty service = new SimpleStringProperty("");
  private final StringProperty owner = new SimpleStringProperty("");
  private final StringProperty endpoint = new SimpleStringProperty("https://");
  private final StringProperty pathPrefix = new SimpleStringProperty("");
  private final StringProperty accessKeyId = new SimpleStringProperty("");
  private final BooleanProperty newCredential = new SimpleBooleanProperty();
  private final BooleanProperty acknowledged = new SimpleBooleanProperty();
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<Map<Field, String>> errors =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyObjectWrapper<Set<Field>> editable =
      new ReadOnlyObjectWrapper<>(EnumSet.allOf(Field.class));
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable ExternalKeyStore> before =
      new ReadOnlyObjectWrapper<>();
  private char[] secret = new char[0];
  private @Nullable Runnable secretReplaced;
  private boolean tried;
  private boolean saved;

  /// What stood in the fields before the user changed anything.
  private List<Object> begun;

  public KeyStoreFormViewModel(
      Mode mode, KeyManagement kms, Tasks tasks, Dialogs dialogs, Navigator navigator) {
    this.mode = mode;
    this.kms = kms;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.navigator = navigator;
    this.scope = tasks.scope();
    for (var text :
        new StringProperty[] {name, service, owner, endpoint, pathPrefix, accessKeyId}) {
      text.subscribe(this::changed);
    }
    connectivity.subscribe(this::changed);
    newCredential.set(mode instanceof Mode.Create);
    newCredential.subscribe(this::changed);
    begun = entered();
  }

  public boolean creates() {
    return mode instanceof Mode.Create;
  }

  public StringProperty name() {
    return name;
  }

  public ObjectProperty<Connectivity> connectivity() {
    return connectivity;
  }

  public StringProperty service() {
    return service;
  }

  public StringProperty owner() {
    return owner;
  }

  public StringProperty endpoint() {
    return endpoint;
  }

  /// What stands before `/kms/xks/v1`.
  public StringProperty pathPrefix() {
    return pathPrefix;
  }

  public StringProperty accessKeyId() {
    return accessKeyId;
  }

  /// Whether a credential is sent; always when a store is created.
  public BooleanProperty newCredential() {
    return newCredential;
  }

  /// Whether the user said that the consequences of a change are understood.
  public BooleanProperty acknowledged() {
    return acknowledged;
  }

  public BooleanProperty busy() {
    return busy;
  }

  /// What is wrong with what was entered, by field; nothing before the first try.
  public ReadOnlyObjectProperty<Map<Field, String>> errors() {
    return errors.getReadOnlyProperty();
  }

  /// The fields that AWS KMS lets be changed in the present state.
  public ReadOnlyObjectProperty<Set<Field>> editable() {
    return editable.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  /// The key store as it is; null while it is fetched, and when one is created.
  public ReadOnlyObjectProperty<@Nullable ExternalKeyStore> before() {
    return before.getReadOnlyProperty();
  }

  /// @param characters copied; the caller wipes its own
  public void enterSecret(char[] characters) {
    Arrays.fill(secret, '\0');
    secret = characters.clone();
    changed();
  }

  /// Called when a file brought a secret, so that the view can show that there is one.
  public void onSecretFromFile(Runnable action) {
    secretReplaced = action;
  }

  int secretLength() {
    return secret.length;
  }

  /// Fetches the key store that is changed.
  public void load() {
    problem.set(null);
    if (mode instanceof Mode.Edit(var id)) {
      tasks
          .named("Reading the key store")
          .on(Job.AWS_CALL, _ -> kms.keyStore(id))
          .in(scope)
          .busy(busy)
          .onSuccess(this::show)
          .onProblem(problem::set)
          .start();
    }
  }

  /// Takes path and credential from the file that a proxy writes for the AWS console.
  public void upload() {
    dialogs
        .chooseFile("Proxy configuration file")
        .ifPresent(file ->
            tasks
                .named("Reading the configuration file")
                .on(Job.FILE, _ -> ConfigurationFile.read(file))
                .in(scope)
                .onSuccess(this::take)
                .onProblem(problem::set)
                .start());
  }

  public void cancel() {
    navigator.go(new Destination.KeyStores());
  }

  /// Creates or changes the key store, if nothing is wrong with what was entered.
  public void submit() {
    tried = true;
    changed();
    problem.set(null);
    if (!errors.get().isEmpty()) {
      return;
    }
    switch (mode) {
      case Mode.Create _ -> create();
      case Mode.Edit _ -> update();
    }
  }

  /// Asks before something that was entered is lost.
  boolean mayLeave() {
    return saved
        || entered().equals(begun)
        || dialogs.confirm(
            "Leave this form?",
            creates()
                ? "No key store was created. What you entered is not kept."
                : "The key store was not changed. What you entered is not kept.",
            "Leave");
  }

  private List<Object> entered() {
    return List.of(
        name.get(),
        connectivity.get(),
        service.get(),
        owner.get(),
        endpoint.get(),
        pathPrefix.get(),
        accessKeyId.get(),
        secret.length);
  }

  @Override
  public void close() {
    scope.close();
    Arrays.fill(secret, '\0');
  }

  private void create() {
    var credential = credential();
    var store =
        new KmsChange.CreateCustomKeyStore(
            name.get().strip(),
            connectivity.get(),
            endpoint.get().strip(),
            path(),
            credential,
            ofVpc(service),
            ofVpc(owner));
    run("Creating " + store.name(), credential, store);
  }

  private void update() {
    var store = before.get();
    if (store == null) {
      return;
    }
    var proxy = store.proxy();
    var may = editable.get();
    Optional<ProxyCredential> credential =
        newCredential.get() ? Optional.of(credential()) : Optional.empty();
    var update =
        new KmsChange.UpdateCustomKeyStore(
            store,
            changedTo(name.get().strip(), store.name()),
            may.contains(Field.ENDPOINT) && connectivity.get() != proxy.connectivity()
                ? Optional.of(connectivity.get())
                : Optional.empty(),
            may.contains(Field.ENDPOINT)
                ? changedTo(endpoint.get().strip(), proxy.uriEndpoint())
                : Optional.empty(),
            changedTo(path(), proxy.uriPath()),
            credential,
            ofVpc(service)
                .filter(text -> may.contains(Field.SERVICE))
                .filter(text -> !proxy.vpcEndpointServiceName().equals(Optional.of(text))),
            ofVpc(owner)
                .filter(text -> may.contains(Field.OWNER))
                .filter(text -> !proxy.vpcEndpointServiceOwner().equals(Optional.of(text))));
    if (update.changesNothing()) {
      cancel();
      return;
    }
    run("Changing " + store.name(), credential.orElse(null), update);
  }

  private void run(String what, @Nullable ProxyCredential credential, KmsChange<?> change) {
    tasks
        .named(what)
        .on(
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
        .in(scope)
        .busy(busy)
        .onSuccess(_ -> {
          saved = true;
          navigator.go(new Destination.KeyStores());
        })
        .onProblem(problem::set)
        .start();
  }

  private void show(ExternalKeyStore store) {
    before.set(store);
    var proxy = store.proxy();
    name.set(store.name());
    connectivity.set(proxy.connectivity());
    service.set(proxy.vpcEndpointServiceName().orElse(""));
    owner.set(proxy.vpcEndpointServiceOwner().orElse(""));
    endpoint.set(proxy.uriEndpoint());
    pathPrefix.set(withoutSuffix(proxy.uriPath()));
    accessKeyId.set("");
    editable.set(
        switch (store.connectionState()) {
          case ConnectionState.Disconnected _ -> EnumSet.allOf(Field.class);
          case ConnectionState.Connected _ ->
              EnumSet.of(Field.NAME, Field.PATH_PREFIX, Field.ACCESS_KEY_ID, Field.SECRET);
          case ConnectionState.Connecting _,
              ConnectionState.Disconnecting _,
              ConnectionState.Failed _ ->
              EnumSet.noneOf(Field.class);
        });
    begun = entered();
  }

  private void take(ConfigurationFile file) {
    problem.set(null);
    if (!file.uriPath().isEmpty()) {
      pathPrefix.set(withoutSuffix(file.uriPath()));
    }
    newCredential.set(true);
    accessKeyId.set(file.accessKeyId());
    enterSecret(file.secret());
    Arrays.fill(file.secret(), '\0');
    if (secretReplaced != null) {
      secretReplaced.run();
    }
  }

  private void changed() {
    if (tried) {
      errors.set(check());
    }
  }

  private Map<Field, String> check() {
    var found = new EnumMap<Field, String>(Field.class);
    KeyStoreInputs.name(name.get().strip()).ifPresent(e -> found.put(Field.NAME, e));
    KeyStoreInputs.endpoint(endpoint.get().strip()).ifPresent(e -> found.put(Field.ENDPOINT, e));
    KeyStoreInputs.pathPrefix(pathPrefix.get().strip())
        .ifPresent(e -> found.put(Field.PATH_PREFIX, e));
    if (connectivity.get() == Connectivity.VPC_ENDPOINT_SERVICE) {
      KeyStoreInputs.service(service.get().strip()).ifPresent(e -> found.put(Field.SERVICE, e));
      KeyStoreInputs.owner(owner.get().strip()).ifPresent(e -> found.put(Field.OWNER, e));
    }
    if (newCredential.get()) {
      KeyStoreInputs.accessKeyId(accessKeyId.get().strip())
          .ifPresent(e -> found.put(Field.ACCESS_KEY_ID, e));
      KeyStoreInputs.secret(secret).ifPresent(e -> found.put(Field.SECRET, e));
    }
    return found;
  }

  private ProxyCredential credential() {
    return new ProxyCredential(accessKeyId.get().strip(), secret.clone());
  }

  private String path() {
    return pathPrefix.get().strip() + KeyStoreInputs.PATH_SUFFIX;
  }

  private Optional<String> ofVpc(StringProperty text) {
    return connectivity.get() == Connectivity.VPC_ENDPOINT_SERVICE && !text.get().isBlank()
        ? Optional.of(text.get().strip())
        : Optional.empty();
  }

  private static Optional<String> changedTo(String now, String before) {
    return now.equals(before) ? Optional.empty() : Optional.of(now);
  }

  private static String withoutSuffix(String path) {
    return path.endsWith(KeyStoreInputs.PATH_SUFFIX)
        ? path.substring(0, path.length() - KeyStoreInputs.PATH_SUFFIX.length())
        : path;
  }
}
