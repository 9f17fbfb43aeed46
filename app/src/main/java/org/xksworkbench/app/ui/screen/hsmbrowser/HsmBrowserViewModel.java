package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Lane;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.ModuleInfo;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.Token;

/// Opens a module, logs in to a token, lists its secret keys, generates one.
public final class HsmBrowserViewModel implements AutoCloseable {

  /// What is there to see.
  ///
  /// @param token the token of the login
  /// @param kmsUnknown why KMS keys are not shown, empty where they are
  public record Contents(
      Optional<ModuleInfo> module,
      List<Slot> slots,
      Optional<Token> token,
      List<HsmKeyRow> keys,
      Optional<String> kmsUnknown) {}

  private final AttachedHsm hsm;
  private final KeyManagement kms;
  private final OwnProxy proxy;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final TaskScope scope;

  private final ReadOnlyObjectWrapper<Loadable<Contents>> contents =
      new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
  private final ReadOnlyObjectWrapper<@Nullable Problem> actionProblem =
      new ReadOnlyObjectWrapper<>();
  private final ObservableList<HsmKeyRow> all = FXCollections.observableArrayList();
  private final FilteredList<HsmKeyRow> rows = new FilteredList<>(all);
  private final StringProperty filter = new SimpleStringProperty("");
  private final BooleanProperty fitOnly = new SimpleBooleanProperty();
  private final ObjectProperty<@Nullable HsmKeyRow> selected = new SimpleObjectProperty<>();
  private final BooleanProperty busy = new SimpleBooleanProperty();

  public HsmBrowserViewModel(
      AttachedHsm hsm, KeyManagement kms, OwnProxy proxy, Tasks tasks, Dialogs dialogs) {
    this.hsm = hsm;
    this.kms = kms;
    this.proxy = proxy;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.scope = tasks.scope();
    filter.subscribe(_ -> applyFilter());
    fitOnly.subscribe(_ -> applyFilter());
  }

  public ReadOnlyObjectProperty<Loadable<Contents>> contents() {
    return contents.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> actionProblem() {
    return actionProblem.getReadOnlyProperty();
  }

  public ObservableList<HsmKeyRow> rows() {
    return rows;
  }

  public ObservableValue<String> count() {
    return Bindings.createStringBinding(() -> rows.size() + " of " + all.size(), rows, all);
  }

  public StringProperty filter() {
    return filter;
  }

  public BooleanProperty fitOnly() {
    return fitOnly;
  }

  public ObjectProperty<@Nullable HsmKeyRow> selected() {
    return selected;
  }

  public BooleanProperty busy() {
    return busy;
  }

  public void refresh() {
    run("Reading the HSM", () -> {});
  }

  public void openModule() {
    dialogs
        .chooseFile("Choose a PKCS#11 module")
        .ifPresent(path -> run("Opening the PKCS#11 module", () -> hsm.open(path)));
  }

  public void login(Slot slot) {
    var name = slot.token().map(Token::label).orElse("the token");
    dialogs
        .askPin("Log in to " + name, "The user PIN of the token. It is kept only for the login.")
        .ifPresent(pin ->
            run(
                "Logging in to " + name,
                () -> {
                  try {
                    hsm.login(slot.id(), pin);
                  } finally {
                    Arrays.fill(pin, '\0');
                  }
                }));
  }

  public void logout() {
    run("Logging out", hsm::logout);
  }

  /// Generates the key that AWS KMS accepts for an external key store.
  public void generateKey() {
    dialogs
        .askText(
            "Generate an AES-256 key",
            "It is made on the token: sensitive, never extractable, encrypt and decrypt. Its label"
                + " is the XKS key ID.",
            "",
            "Generate")
        .ifPresent(this::generate);
  }

  @Override
  public void close() {
    scope.close();
  }

  private void generate(String label) {
    if (!ExternalKeyFitness.isLegalXksKeyId(label)) {
      actionProblem.set(
          new Problem(
              Problem.Kind.INVALID,
              "“" + label + "” cannot be an XKS key ID",
              List.of("1 to 128 letters, digits, dots, hyphens and underscores are allowed."),
              "Choose another label.",
              "",
              "",
              ""));
      return;
    }
    run(
        "Generating " + label,
        () -> {
          var session = hsm.session().orElseThrow();
          session.generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
        });
  }

  private void run(String what, Runnable change) {
    actionProblem.set(null);
    tasks
        .named(what)
        .on(
            Lane.HSM,
            _ -> {
              change.run();
              return read();
            })
        .in(scope)
        .busy(busy)
        .onSuccess(this::show)
        .onProblem(this::failed)
        .start();
  }

  private void failed(Problem problem) {
    if (contents.get() instanceof Loadable.Ready<Contents>) {
      actionProblem.set(problem);
    } else {
      contents.set(new Loadable.Failed<>(problem));
    }
  }

  private void show(Contents read) {
    var keep = Optional.ofNullable(selected.get()).map(row -> row.key().ref());
    all.setAll(read.keys());
    contents.set(new Loadable.Ready<>(read));
    selected.set(
        rows.stream()
            .filter(row -> keep.filter(row.key().ref()::equals).isPresent())
            .findFirst()
            .or(() -> rows.stream().findFirst())
            .orElse(null));
  }

  private void applyFilter() {
    rows.setPredicate(row -> row.matches(filter.get()) && (!fitOnly.get() || row.fitness().fit()));
  }

  private Contents read() {
    var status = hsm.status();
    var slots = hsm.slots();
    var session = hsm.session();
    if (session.isEmpty()) {
      return new Contents(status.module(), slots, Optional.empty(), List.of(), Optional.empty());
    }
    var keys = session.get().secretKeys();
    Optional<String> kmsUnknown = Optional.empty();
    Map<String, List<String>> kmsKeys = Map.of();
    try {
      kmsKeys = kmsKeysByXksKeyId();
    } catch (KmsException e) {
      kmsUnknown = Optional.of("KMS keys are not shown: " + e.getMessage());
    }
    var names = kmsKeys;
    return new Contents(
        status.module(),
        slots,
        status.token(),
        keys.stream()
            .map(key ->
                new HsmKeyRow(
                    key,
                    ExternalKeyFitness.of(key),
                    names.getOrDefault(key.label(), List.of()),
                    proxy.healthKey().equals(Optional.of(key.label()))))
            .sorted(Comparator.comparing(row -> row.key().label()))
            .toList(),
        kmsUnknown);
  }

  private Map<String, List<String>> kmsKeysByXksKeyId() {
    var aliasOf =
        kms.aliases().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (first, _) -> first));
    return kms.keys().stream()
        .filter(key -> key.xksKeyId().isPresent())
        .collect(
            Collectors.groupingBy(
                key -> key.xksKeyId().orElseThrow(),
                Collectors.mapping(
                    key -> aliasOf.getOrDefault(key.keyId(), key.keyId()), Collectors.toList())));
  }
}
