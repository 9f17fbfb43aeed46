package org.xksworkbench.app.ui.screen.keystoreform;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.KeyStoreInputs;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.ProxyCredential;

/// What is entered of a key store, and what it would have AWS KMS do.
public final class KeyStoreFields implements AutoCloseable {

  private final StringProperty name = new SimpleStringProperty("");
  private final ObjectProperty<Connectivity> connectivity =
      new SimpleObjectProperty<>(Connectivity.PUBLIC_ENDPOINT);
  private final StringProperty service = new SimpleStringProperty("");
  private final StringProperty owner = new SimpleStringProperty("");
  private final StringProperty endpoint = new SimpleStringProperty("https://");
  private final StringProperty pathPrefix = new SimpleStringProperty("");
  private final StringProperty accessKeyId = new SimpleStringProperty("");
  private final BooleanProperty newCredential = new SimpleBooleanProperty();
  private final Runnable changed;
  private char[] secret = new char[0];
  private @Nullable Runnable secretReplaced;
  private List<Object> begun;

  /// @param creates whether a credential has to be given
  /// @param changed called when anything is entered
  KeyStoreFields(boolean creates, Runnable changed) {
    this.changed = changed;
    for (var text :
        new StringProperty[] {name, service, owner, endpoint, pathPrefix, accessKeyId}) {
      text.subscribe(changed);
    }
    connectivity.subscribe(changed);
    newCredential.set(creates);
    newCredential.subscribe(changed);
    begun = values();
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

  /// @param characters copied; the caller wipes its own
  public void enterSecret(char[] characters) {
    Arrays.fill(secret, '\0');
    secret = characters.clone();
    changed.run();
  }

  /// Called when a file brought a secret, so that the view can show that there is one.
  public void onSecretFromFile(Runnable action) {
    secretReplaced = action;
  }

  int secretLength() {
    return secret.length;
  }

  /// From now on, what stands here is what the user found.
  void begin() {
    begun = values();
  }

  /// Whether it stands as the user found it.
  boolean asFound() {
    return values().equals(begun);
  }

  private List<Object> values() {
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

  /// Wipes the secret.
  @Override
  public void close() {
    Arrays.fill(secret, '\0');
  }

  void show(ExternalKeyStore store) {
    var proxy = store.proxy();
    name.set(store.name());
    connectivity.set(proxy.connectivity());
    service.set(proxy.vpcEndpointServiceName().orElse(""));
    owner.set(proxy.vpcEndpointServiceOwner().orElse(""));
    endpoint.set(proxy.uriEndpoint());
    pathPrefix.set(withoutSuffix(proxy.uriPath()));
    accessKeyId.set("");
  }

  void take(ConfigurationFile file) {
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

  /// With what was entered.
  KmsChange.CreateCustomKeyStore create(ProxyCredential credential) {
    return new KmsChange.CreateCustomKeyStore(
        name.get().strip(),
        connectivity.get(),
        endpoint.get().strip(),
        path(),
        credential,
        ofVpc(service),
        ofVpc(owner));
  }

  /// What differs from the key store as it is.
  ///
  /// @param may be changed in its present state
  KmsChange.UpdateCustomKeyStore update(
      ExternalKeyStore store, Set<KeyStoreField> may, Optional<ProxyCredential> credential) {
    var proxy = store.proxy();
    return new KmsChange.UpdateCustomKeyStore(
        store,
        changedTo(name.get().strip(), store.name()),
        may.contains(KeyStoreField.ENDPOINT) && connectivity.get() != proxy.connectivity()
            ? Optional.of(connectivity.get())
            : Optional.empty(),
        may.contains(KeyStoreField.ENDPOINT)
            ? changedTo(endpoint.get().strip(), proxy.uriEndpoint())
            : Optional.empty(),
        changedTo(path(), proxy.uriPath()),
        credential,
        ofVpc(service)
            .filter(text -> may.contains(KeyStoreField.SERVICE))
            .filter(text -> !proxy.vpcEndpointServiceName().equals(Optional.of(text))),
        ofVpc(owner)
            .filter(text -> may.contains(KeyStoreField.OWNER))
            .filter(text -> !proxy.vpcEndpointServiceOwner().equals(Optional.of(text))));
  }

  /// What is wrong, by field.
  Map<KeyStoreField, String> errors() {
    var found = new EnumMap<KeyStoreField, String>(KeyStoreField.class);
    KeyStoreInputs.name(name.get().strip()).ifPresent(e -> found.put(KeyStoreField.NAME, e));
    KeyStoreInputs.endpoint(endpoint.get().strip())
        .ifPresent(e -> found.put(KeyStoreField.ENDPOINT, e));
    KeyStoreInputs.pathPrefix(pathPrefix.get().strip())
        .ifPresent(e -> found.put(KeyStoreField.PATH_PREFIX, e));
    if (connectivity.get() == Connectivity.VPC_ENDPOINT_SERVICE) {
      KeyStoreInputs.service(service.get().strip())
          .ifPresent(e -> found.put(KeyStoreField.SERVICE, e));
      KeyStoreInputs.owner(owner.get().strip()).ifPresent(e -> found.put(KeyStoreField.OWNER, e));
    }
    if (newCredential.get()) {
      KeyStoreInputs.accessKeyId(accessKeyId.get().strip())
          .ifPresent(e -> found.put(KeyStoreField.ACCESS_KEY_ID, e));
      KeyStoreInputs.secret(secret).ifPresent(e -> found.put(KeyStoreField.SECRET, e));
    }
    return found;
  }

  ProxyCredential credential() {
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
