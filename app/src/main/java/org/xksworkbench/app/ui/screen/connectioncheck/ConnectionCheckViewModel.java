package org.xksworkbench.app.ui.screen.connectioncheck;

import java.util.Arrays;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;

/// Examines a key store's proxy, or any endpoint. Where the proxy is ours its credential is known;
/// otherwise the user may enter the secret, which is wiped when the screen is left.
public final class ConnectionCheckViewModel implements AutoCloseable {

  private final Optional<String> customKeyStoreId;
  private final KeyManagement kms;
  private final OwnProxy proxy;
  private final ConnectionDoctor doctor;
  private final ScreenTasks tasks;

  private final StringProperty endpoint = new SimpleStringProperty("https://");
  private final StringProperty uriPath = new SimpleStringProperty("/kms/xks/v1");
  private final StringProperty accessKeyId = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<@Nullable Diagnosis> diagnosis =
      new ReadOnlyObjectWrapper<>();
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
    this.tasks = new ScreenTasks(tasks);
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
    return tasks.busy();
  }

  /// Null before the first check.
  public ReadOnlyObjectProperty<@Nullable Diagnosis> diagnosis() {
    return diagnosis.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return tasks.problem();
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
            .task("Reading the key store", Job.AWS_CALL, _ -> kms.keyStore(id))
            .onSuccess(this::take)
            .start());
  }

  public void check() {
    tasks.clearProblem();
    var patient = new Patient(endpoint.get().strip(), uriPath.get().strip(), credential());
    tasks
        .task(
            "Checking the connection",
            Job.PROXY_CHECK,
            context -> {
              try {
                return doctor.examine(patient, _ -> context.signOfLife());
              } finally {
                patient.credential().ifPresent(ProxyCredential::close);
              }
            })
        .latest("check")
        .onSuccess(diagnosis::set)
        .start();
  }

  @Override
  public void close() {
    tasks.close();
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
