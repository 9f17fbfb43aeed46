package org.xksworkbench.app.ui.screen.connectioncheck;

import java.util.Arrays;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.doctor.ConnectionDoctor;
import org.xksworkbench.app.doctor.Diagnosis;
import org.xksworkbench.app.doctor.Patient;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Examines a key store's proxy, or any endpoint. Where the proxy is ours its credential is known;
/// otherwise the user may enter the secret, which is wiped when the screen is left.
public final class ConnectionCheckViewModel implements AutoCloseable {

  private final Optional<String> customKeyStoreId;
  private final KeyManagement kms;
  private final OwnProxy proxy;
  private final ConnectionDoctor doctor;
  private final Tasks tasks;
  private final TaskScope scope;

  private final StringProperty endpoint = new SimpleStringProperty("https://");
  private final StringProperty uriPath = new SimpleStringProperty("/kms/xks/v1");
  private final StringProperty accessKeyId = new SimpleStringProperty("");
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<@Nullable Diagnosis> diagnosis =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable ExternalKeyStore> store =
      new ReadOnlyObjectWrapper<>();
  private char[] secret = new char[0];

  public ConnectionCheckViewModel(
      Optional<String> customKeyStoreId,
      KeyManagement kms,
      OwnProxy proxy,
      ConnectionDoctor doctor,
      Tasks tasks) {
    this.customKeyStoreId = customKeyStoreId;
    this.kms = kms;
    this.proxy = proxy;
    this.doctor = doctor;
    this.tasks = tasks;
    this.scope = tasks.scope();
  }

  public StringProperty endpoint() {
    return endpoint;
  }

  public StringProperty uriPath() {
    return uriPath;
  }

  public StringProperty accessKeyId() {
    return accessKeyId;
  }

  public BooleanProperty busy() {
    return busy;
  }

  /// Null before the first check.
  public ReadOnlyObjectProperty<@Nullable Diagnosis> diagnosis() {
    return diagnosis.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  /// The key store that is checked; null for an endpoint that was entered.
  public ReadOnlyObjectProperty<@Nullable ExternalKeyStore> store() {
    return store.getReadOnlyProperty();
  }

  /// Whether the secret has to be entered for the signature to be tried.
  public boolean secretIsKnown() {
    var checked = store.get();
    return checked != null && proxy.serves(checked.proxy());
  }

  /// @param characters copied; the caller wipes its own
  public void enterSecret(char[] characters) {
    Arrays.fill(secret, '\0');
    secret = characters.clone();
  }

  /// Takes endpoint and path from the key store, and checks it at once.
  public void load() {
    customKeyStoreId.ifPresent(id ->
        tasks
            .named("Reading the key store")
            .on(Job.AWS_CALL, _ -> kms.keyStore(id))
            .in(scope)
            .busy(busy)
            .onSuccess(this::take)
            .onProblem(problem::set)
            .start());
  }

  public void check() {
    problem.set(null);
    var patient = new Patient(endpoint.get().strip(), uriPath.get().strip(), credential());
    tasks
        .named("Checking the connection")
        .on(
            Job.PROXY_CHECK,
            context -> {
              try {
                return doctor.examine(patient, _ -> context.signOfLife());
              } finally {
                patient.credential().ifPresent(ProxyCredential::close);
              }
            })
        .in(scope)
        .latest("check")
        .busy(busy)
        .onSuccess(diagnosis::set)
        .onProblem(problem::set)
        .start();
  }

  @Override
  public void close() {
    scope.close();
    Arrays.fill(secret, '\0');
  }

  private void take(ExternalKeyStore fetched) {
    store.set(fetched);
    endpoint.set(fetched.proxy().uriEndpoint());
    uriPath.set(fetched.proxy().uriPath());
    accessKeyId.set(fetched.proxy().accessKeyId());
    check();
  }

  private Optional<ProxyCredential> credential() {
    if (secret.length > 0 && !accessKeyId.get().isBlank()) {
      return Optional.of(new ProxyCredential(accessKeyId.get().strip(), secret.clone()));
    }
    return Optional.ofNullable(store.get()).flatMap(known -> proxy.credential(known.proxy()));
  }
}
