package org.xksworkbench.app.ui.screen.connectioncheck;

import java.time.Instant;
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
import org.xksworkbench.app.doctor.DiagnosisPdf;
import org.xksworkbench.app.doctor.DiagnosisPdf.CheckedWay;
import org.xksworkbench.app.doctor.Patient;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.document.DocumentFiles;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.ui.task.Tasks;

/// Examines a key store's proxy, or any endpoint. Where the proxy is ours its credential is known;
/// otherwise the user may enter the secret, which is wiped when the screen is left.
public final class ConnectionCheckViewModel implements AutoCloseable {

  /// What is asked.
  private record CheckSources(KeyManagement kms, OwnProxy proxy, ConnectionDoctor doctor) {}

  private final Optional<String> customKeyStoreId;
  private final CheckSources sources;
  private final ScreenTasks tasks;

  private final StringProperty endpoint = new SimpleStringProperty("https://");
  private final StringProperty uriPath = new SimpleStringProperty("/kms/xks/v1");
  private final StringProperty accessKeyId = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<@Nullable Diagnosis> diagnosis =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable ExternalKeyStore> store =
      new ReadOnlyObjectWrapper<>();
  private final DocumentFiles documents;
  private Optional<CheckedWay> way = Optional.empty();
  private char[] secret = new char[0];

  public ConnectionCheckViewModel(
      Optional<String> customKeyStoreId,
      KeyManagement kms,
      OwnProxy proxy,
      ConnectionDoctor doctor,
      Tasks tasks,
      Dialogs dialogs) {
    this.customKeyStoreId = customKeyStoreId;
    this.sources = new CheckSources(kms, proxy, doctor);
    this.tasks = new ScreenTasks(tasks);
    this.documents = new DocumentFiles(this.tasks, dialogs);
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
    return checked != null && sources.proxy().serves(checked.proxy());
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
            .task("Reading the key store", Job.AWS_CALL, _ -> sources.kms().keyStore(id))
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
                return sources.doctor().examine(patient, _ -> context.signOfLife());
              } finally {
                patient.credential().ifPresent(ProxyCredential::close);
              }
            })
        .latest("check")
        .onSuccess(found -> {
          way =
              Optional.of(
                  new CheckedWay(
                      Instant.now(),
                      Optional.ofNullable(store.get()).map(ExternalKeyStore::name),
                      patient.uriEndpoint(),
                      patient.uriPath()));
          diagnosis.set(found);
        })
        .start();
  }

  /// The check that is shown, whatever was entered since.
  void savePdf() {
    var shown = diagnosis.get();
    if (shown != null) {
      way.ifPresent(checked ->
          documents.save(
              "connection check",
              "connection-check.pdf",
              "Addresses and certificates are in it, and no secret.",
              () -> DiagnosisPdf.of(checked, shown)));
    }
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
    return Optional.ofNullable(store.get())
        .flatMap(known -> sources.proxy().credential(known.proxy()));
  }
}
