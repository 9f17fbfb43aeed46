package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
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
import org.xksworkbench.app.hsm.AttachedHsm.Module;
import org.xksworkbench.app.hsm.AttachedHsm.Place;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.record.CheckValueRecord;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.ChosenFile;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskContext;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.CheckValueMethod;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.Surroundings;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.KnownModules;
import org.xksworkbench.bridge.hsm.ObjectClass;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Token;
import org.xksworkbench.bridge.hsm.TokenKeyMaking;

/// Modules and tokens of this workstation, and the objects of the token that is logged in to.
///
/// Objects come in pieces, so that ten thousand of them are shown as they are read. What AWS KMS
/// and the XKS proxy say of them follows, and is not waited for.
public final class HsmBrowserViewModel implements AutoCloseable {

  private static final int PIECE = 250;
  private static final Duration HOT_PLUG = Duration.ofSeconds(3);

  /// What is there to see.
  ///
  /// @param installed modules that are where their vendors put them and are not open
  /// @param selected the token that is looked into
  public record Contents(
      List<Module> modules,
      List<KnownModules.Known> installed,
      Map<Place, Role> loggedIn,
      Optional<Place> selected,
      Optional<Token> token) {

    public Contents {
      modules = List.copyOf(modules);
      installed = List.copyOf(installed);
      loggedIn = Map.copyOf(loggedIn);
    }
  }

  /// Something that happened and is worth reading.
  public record Notice(boolean good, String headline, List<String> lines) {

    public Notice {
      lines = List.copyOf(lines);
    }
  }

  private final AttachedHsm hsm;
  private final OwnProxy proxy;
  private final KeyRecords records;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final TaskScope scope;
  private final LineageReader lineageReader;
  private final TokenCare care;

  private final Fetched<Contents> contents = new Fetched<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> actionProblem =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Notice> notice = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Optional<String>> kmsUnknown =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<@Nullable TokenFacts> tokenFacts =
      new ReadOnlyObjectWrapper<>();
  private final ObservableList<HsmObjectRow> all = FXCollections.observableArrayList();
  private final FilteredList<HsmObjectRow> rows = new FilteredList<>(all);
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<Optional<ObjectClass>> objectClass =
      new SimpleObjectProperty<>(Optional.of(ObjectClass.SECRET_KEY));
  private final BooleanProperty fitOnly = new SimpleBooleanProperty();
  private final ObjectProperty<@Nullable HsmObjectRow> selected = new SimpleObjectProperty<>();
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final BooleanProperty reading = new SimpleBooleanProperty();
  private final BooleanProperty looking = new SimpleBooleanProperty();

  private final Map<ObjectRef, String> checkValues = new HashMap<>();
  private ProxySide proxySide = new ProxySide(false, _ -> List.of(), Optional.empty());
  private Map<String, List<Lineage>> lineages = Map.of();
  private boolean lineagesKnown;
  private boolean showModules;

  /// Why the objects could not be read last; not true any more once they are.
  private @Nullable Problem unread;

  private Optional<String> wanted = Optional.empty();

  /// What the proxy of this workstation says, read once for all keys.
  ///
  /// @param own whether it is ours to configure
  private record ProxySide(
      boolean own, Function<HsmKey, List<String>> paths, Optional<String> healthKey) {}

  /// All that a token tells of itself and can do.
  public record TokenFacts(
      org.xksworkbench.bridge.hsm.SlotDetails details,
      List<org.xksworkbench.bridge.hsm.MechanismDetails> mechanisms) {}

  public HsmBrowserViewModel(
      AttachedHsm hsm,
      LineageReader lineageReader,
      OwnProxy proxy,
      KeyRecords records,
      Tasks tasks,
      Dialogs dialogs,
      Navigator navigator) {
    this.hsm = hsm;
    this.lineageReader = lineageReader;
    this.proxy = proxy;
    this.records = records;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.navigator = navigator;
    this.scope = tasks.scope();
    this.care = new TokenCare(hsm, dialogs);
    filter.subscribe(_ -> applyFilter());
    fitOnly.subscribe(_ -> applyFilter());
    objectClass.subscribe(_ -> applyFilter());
    tasks.after(HOT_PLUG, scope, this::lookForChanges);
  }

  public ReadOnlyObjectProperty<Loadable<Contents>> contents() {
    return contents.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> actionProblem() {
    return actionProblem.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Notice> notice() {
    return notice.getReadOnlyProperty();
  }

  /// Why KMS keys are not shown, empty where they are.
  public ReadOnlyObjectProperty<Optional<String>> kmsUnknown() {
    return kmsUnknown.getReadOnlyProperty();
  }

  /// Null until [#readTokenFacts] was asked for.
  public ReadOnlyObjectProperty<@Nullable TokenFacts> tokenFacts() {
    return tokenFacts.getReadOnlyProperty();
  }

  public ObservableList<HsmObjectRow> rows() {
    return rows;
  }

  public ObservableValue<String> count() {
    return Bindings.createStringBinding(
        () -> rows.size() + " of " + all.size() + (reading.get() ? ", reading…" : ""),
        rows,
        all,
        reading);
  }

  public StringProperty filter() {
    return filter;
  }

  /// Objects of one class only; empty shows all.
  public ObjectProperty<Optional<ObjectClass>> objectClass() {
    return objectClass;
  }

  public BooleanProperty fitOnly() {
    return fitOnly;
  }

  public ObjectProperty<@Nullable HsmObjectRow> selected() {
    return selected;
  }

  public BooleanProperty busy() {
    return busy;
  }

  /// Selects the key with a label as soon as it is read.
  public void want(String label) {
    wanted = Optional.of(label);
  }

  public void refresh() {
    run("Reading the HSM", Job.HSM_LIST, _ -> {});
  }

  /// Shows modules and slots even while a token is logged in to, or the token again.
  public void showModules(boolean show) {
    showModules = show;
    refresh();
  }

  /// Modules that are installed where their vendors put them and are not open.
  public List<KnownModules.Known> installedModules() {
    return contents.value().map(Contents::installed).orElse(List.of());
  }

  public void openModule() {
    dialogs.chooseFile("Choose a PKCS#11 module").ifPresent(this::openModule);
  }

  public void openModule(Path path) {
    run("Opening " + path.getFileName(), Job.HSM_LOGIN, _ -> hsm.open(path));
  }

  public void reloadModule(Path path) {
    run("Reloading " + path.getFileName(), Job.HSM_LOGIN, _ -> hsm.reload(path));
  }

  public void closeModule(Path path) {
    run("Closing " + path.getFileName(), Job.HSM_LOGIN, _ -> hsm.close(path));
  }

  /// Logs in as the user, after warning of a last try.
  public void login(Place place, Token token) {
    login(place, token, Role.USER);
  }

  public void login(Place place, Token token, Role role) {
    withCare("Logging in to " + name(token), false, care.login(place, token, role));
  }

  /// Works with a token that is logged in to.
  public void select(Place place) {
    showModules = false;
    run("Reading the HSM", Job.HSM_LIST, _ -> hsm.select(place));
  }

  public void logout() {
    run("Logging out", Job.HSM_LOGIN, _ -> hsm.logout());
  }

  public void changePin(Place place, Token token, Role role) {
    withCare("Changing a PIN of " + name(token), true, care.changePin(place, token, role));
  }

  public void resetUserPin(Place place, Token token) {
    withCare("Setting the user PIN of " + name(token), true, care.resetUserPin(place, token));
  }

  public void initToken(Place place, Token token) {
    withCare("Initialising " + name(token), true, care.initToken(place, token));
  }

  /// Runs what a dialog has prepared; nothing if the user gave up.
  ///
  /// @param changes whether it cannot be undone
  private void withCare(String what, boolean changes, Optional<TokenCare.Work> work) {
    actionProblem.set(care.refusal().orElse(null));
    work.ifPresent(prepared -> {
      showModules = false;
      run(
          what,
          Job.HSM_LOGIN,
          context -> {
            try {
              if (changes) {
                context.commit();
              }
              prepared.run();
            } finally {
              prepared.wipe();
            }
          });
    });
  }

  /// Generates the key that AWS KMS accepts for an external key store, from a template that is
  /// shown first.
  public void generateKey() {
    var template = AesKeyTemplate.forExternalKeyStore("…");
    var expected =
        template.expected().entrySet().stream()
            .filter(one -> one.getKey() != AttributeType.LABEL)
            .map(one -> one.getKey().title() + " " + one.getValue())
            .collect(Collectors.joining(", "));
    dialogs
        .askText(
            "Generate an AES-256 key",
            "It is made on the token, and will be: "
                + expected
                + ". It may sign for the one computation of its check value. Its label is the XKS"
                + " key ID.",
            "",
            "Generate")
        .ifPresent(this::generate);
  }

  private void generate(String label) {
    if (!legalLabel(label)) {
      return;
    }
    withSession(
        "Generating " + label,
        Job.HSM_MAKE_KEY,
        session -> TokenKeyMaking.make(session, AesKeyTemplate.forExternalKeyStore(label)),
        made -> {
          wanted = Optional.of(label);
          var lines = new ArrayList<String>();
          made.checkValue()
              .ifPresent(bytes -> {
                var cmac = hex(bytes);
                lines.add("Check value (CMAC): " + cmac + ". The key may not sign any more.");
                remember(made.key(), cmac);
              });
          lines.addAll(made.remarks());
          if (made.remarks().isEmpty()) {
            lines.add("Every attribute that was expected was read back as expected.");
          }
          notice.set(new Notice(made.remarks().isEmpty(), label + " was made", lines));
        });
  }

  private void remember(HsmObject key, String cmac) {
    checkValues.put(key.ref(), cmac);
    hsm.status()
        .token()
        .ifPresent(token ->
            records.add(
                new CheckValueRecord(
                    Instant.now(), token.label(), key.ref().label(), key.ref().id(), cmac)));
  }

  private boolean legalLabel(String label) {
    if (ExternalKeyFitness.isLegalXksKeyId(label)) {
      return true;
    }
    refuse(
        "“" + label + "” cannot be an XKS key ID",
        "1 to 128 letters, digits, dots, hyphens and underscores are allowed.",
        "Choose another label.");
    return false;
  }

  private void refuse(String headline, String cause, String nextStep) {
    actionProblem.set(
        new Problem(Problem.Kind.INVALID, headline, List.of(cause), nextStep, "", "", ""));
  }

  public void rename() {
    whenSelected(row ->
        dialogs
            .askText(
                "Give " + row.label() + " another label",
                row.kmsKeys().isEmpty()
                    ? "The label is the XKS key ID. No other key may have it."
                    : "KMS key "
                        + String.join(", ", row.kmsKeys())
                        + " finds this key by its label: it cannot decrypt any more until the"
                        + " label is as it was.",
                row.label(),
                "Rename")
            .ifPresent(label -> {
              if (!row.secretKey() || legalLabel(label)) {
                wanted = Optional.of(label);
                change(
                    "Renaming " + row.label(),
                    session -> session.objects().setLabel(row.object().ref(), label));
              }
            }));
  }

  public void setId() {
    whenSelected(row ->
        dialogs
            .askText(
                "Give " + row.label() + " another ID",
                "CKA_ID in hexadecimal. No other object of its class may have it.",
                row.object().ref().id(),
                "Set ID")
            .ifPresent(id ->
                change(
                    "Setting the ID of " + row.label(),
                    session ->
                        session
                            .objects()
                            .setId(row.object().ref(), id.strip().toLowerCase(Locale.ROOT)))));
  }

  /// Allows or ends encryption or decryption, after asking.
  public void setUsage(KeyUsage usage, boolean allowed) {
    whenSelected(row -> {
      var what = usage.name().toLowerCase(Locale.ROOT);
      if (!allowed
          && !dialogs.confirm(
              "Forbid " + row.label() + " to " + what + "?",
              row.kmsKeys().isEmpty()
                  ? "No KMS key uses it."
                  : "KMS key "
                      + String.join(", ", row.kmsKeys())
                      + " cannot "
                      + what
                      + " until this is allowed again.",
              "Forbid")) {
        return;
      }
      withSession(
          (allowed ? "Allowing " : "Forbidding ") + row.label() + " to " + what,
          Job.HSM_CHANGE,
          session -> session.objects().setUsage(row.object().ref(), usage, allowed),
          read -> {
            wanted = Optional.of(row.label());
            if (read.is(AttributeType.valueOf(usage.name())) != allowed) {
              notice.set(
                  new Notice(
                      false,
                      "The token did not make the change",
                      List.of("CKA_" + usage.name() + " was read back as it was before.")));
            }
          });
    });
  }

  /// Deletes the selected object after its label was typed.
  public void delete() {
    whenSelected(row -> {
      var label = row.label().isEmpty() ? "delete" : row.label();
      dialogs
          .askText(
              "Delete " + describe(row) + "?",
              warning(row) + " Type " + label + " to delete it.",
              "",
              "Delete")
          .ifPresent(typed -> {
            if (!typed.equals(label)) {
              refuse(
                  "Nothing was deleted",
                  "“" + typed + "” is not " + label + ".",
                  "Type it exactly, if you mean it.");
              return;
            }
            change(
                "Deleting " + row.label(),
                session -> {
                  session.objects().delete(row.object().ref());
                });
          });
    });
  }

  private static String describe(HsmObjectRow row) {
    return row.object().ref().objectClass().title().toLowerCase(Locale.ROOT) + " " + row.label();
  }

  private String warning(HsmObjectRow row) {
    if (!row.secretKey()) {
      return "It is gone for good.";
    }
    var backup =
        token()
            .flatMap(token -> records.backupOf(token.label(), row.label()))
            .map(record -> "A backup was recorded by " + record.by() + ": " + record.how() + ".")
            .orElse("No backup of it is recorded.");
    var use =
        row.kmsKeys().isEmpty()
            ? lineagesKnown ? "No KMS key uses it." : "Whether a KMS key uses it is not known."
            : "KMS key "
                + String.join(", ", row.kmsKeys())
                + " loses its key material: all that was encrypted under it can never be decrypted"
                + " again.";
    return use + " " + backup + " A deleted key cannot be brought back by AWS or by this program.";
  }

  /// Records that the selected key was backed up: when, by whom, how.
  public void recordBackup() {
    whenSelected(row ->
        dialogs
            .askText(
                "Who backed " + row.label() + " up?",
                "A key that can never be extracted and is lost takes its data with it. This"
                    + " records what you did with the tools of your HSM; it makes no backup.",
                System.getProperty("user.name", ""),
                "Next")
            .ifPresent(by ->
                dialogs
                    .askText(
                        "How was " + row.label() + " backed up?",
                        "Such as: cloned to two backup HSMs, in the safes of Bern and" + " Basel.",
                        "",
                        "Record")
                    .ifPresent(how -> {
                      token()
                          .ifPresent(token ->
                              records.add(
                                  new BackupRecord(
                                      Instant.now(), token.label(), row.label(), by, how)));
                      readLineages();
                    })));
  }

  /// Computes the check value that is written to records, on the token.
  public void computeCheckValue() {
    computeCheckValue(CheckValueMethod.CMAC);
  }

  /// Shows a check value that reveals more than it should, after that was said.
  public void revealCheckValue(CheckValueMethod method) {
    if (method.harmless()
        || dialogs.confirm(
            "Show " + method.title() + "?",
            "Of a key that is used with GCM, these three bytes are the start of its hash subkey,"
                + " which authenticates every message. Show them only to compare with a record that"
                + " has nothing else, and keep them secret. They are never exported.",
            "Show")) {
      computeCheckValue(method);
    }
  }

  private void computeCheckValue(CheckValueMethod method) {
    whenSelected(row ->
        withSession(
            "Computing a check value of " + row.label(),
            Job.HSM_CRYPTO,
            session -> session.objects().checkValue(row.object().ref(), method),
            bytes -> {
              if (method.harmless()) {
                checkValues.put(row.object().ref(), hex(bytes));
                rebuild();
              }
              notice.set(
                  new Notice(
                      true,
                      method.title() + " of " + row.label() + ": " + hex(bytes),
                      List.of("Three bytes show that two keys differ. They identify none.")));
            }));
  }

  /// Asks the selected object for attributes of the vendor, by number.
  public void readVendorAttributes(String numbers) {
    whenSelected(row -> {
      Set<Long> types;
      try {
        types =
            Arrays.stream(numbers.strip().split("[\\s,]+"))
                .map(one -> Long.decode(one))
                .collect(Collectors.toSet());
      } catch (NumberFormatException e) {
        refuse(
            "“" + numbers + "” is no list of numbers",
            "Attributes of a vendor have numbers such as 0x80000001.",
            "Look them up in the manual of the HSM.");
        return;
      }
      withSession(
          "Reading attributes of " + row.label(),
          Job.HSM_LIST,
          session -> session.objects().readWith(row.object().ref(), types),
          object -> {
            for (var i = 0; i < all.size(); i++) {
              if (all.get(i).object().ref().equals(object.ref())) {
                var shown = row(object, sameLabels());
                all.set(i, shown);
                selected.set(shown);
              }
            }
          });
    });
  }

  public void readTokenFacts() {
    hsm.selected()
        .ifPresent(place ->
            tasks
                .named("Reading what the token tells of itself")
                .on(
                    Job.HSM_LIST,
                    _ -> {
                      var module = hsm.module(place.module());
                      return new TokenFacts(
                          module.details(place.slotId()), module.mechanisms(place.slotId()));
                    })
                .in(scope)
                .latest("facts")
                .evenLate(this::answered)
                .onSuccess(tokenFacts::set)
                .onProblem(actionProblem::set)
                .start());
  }

  /// Writes what is shown to a file, as CSV or JSON by its name.
  public void export() {
    token()
        .ifPresent(token ->
            dialogs
                .saveFile("Export the list as .csv or .json", token.label() + ".csv")
                .ifPresent(path -> {
                  var shown = List.copyOf(rows);
                  tasks
                      .named("Writing " + path.getFileName())
                      .on(
                          Job.FILE,
                          _ ->
                              ChosenFile.write(
                                  path,
                                  path.toString().endsWith(".json")
                                      ? ObjectExport.json(token, shown)
                                      : ObjectExport.csv(shown)))
                      .in(scope)
                      .onSuccess(_ ->
                          notice.set(
                              new Notice(
                                  true,
                                  shown.size() + " objects were written to " + path,
                                  List.of(
                                      "No key material and no check value but the" + " CMAC."))))
                      .start();
                }));
  }

  public Optional<Token> token() {
    return hsm.status().token();
  }

  public void go(Destination destination) {
    navigator.go(destination);
  }

  /// The backup that is on record for the selected key.
  public Optional<BackupRecord> backupOf(HsmObjectRow row) {
    return token().flatMap(token -> records.backupOf(token.label(), row.label()));
  }

  @Override
  public void close() {
    scope.close();
  }

  private void whenSelected(Consumer<HsmObjectRow> then) {
    var row = selected.get();
    if (row != null) {
      then.accept(row);
    }
  }

  private void change(String what, Consumer<HsmSession> change) {
    run(
        what,
        Job.HSM_CHANGE,
        context -> {
          context.commit();
          change.accept(requireSession());
        });
  }

  private HsmSession requireSession() {
    return hsm.session()
        .orElseThrow(() ->
            new HsmException(
                HsmException.Reason.NOT_LOGGED_IN, "Nobody is logged in to the token."));
  }

  @FunctionalInterface
  private interface SessionWork<T> {
    T on(HsmSession session);
  }

  private <T> void withSession(String what, Job job, SessionWork<T> work, Consumer<T> then) {
    actionProblem.set(null);
    notice.set(null);
    tasks
        .named(what)
        .on(
            job,
            context -> {
              if (changes(job)) {
                context.commit();
              }
              return work.on(requireSession());
            })
        .in(scope)
        .busy(busy)
        .evenLate(problem -> answered(what, job, problem))
        .onSuccess(result -> {
          then.accept(result);
          readObjects();
        })
        .onProblem(this::failed)
        .start();
  }

  private void run(String what, Job job, Consumer<TaskContext> change) {
    actionProblem.set(null);
    notice.set(null);
    var modulesAlone = showModules;
    var task =
        tasks
            .named(what)
            .on(
                job,
                context -> {
                  change.accept(context);
                  return look(modulesAlone);
                })
            .in(scope)
            .busy(busy)
            .onSuccess(this::show)
            .onProblem(this::failed);
    // A login that nobody waits for any more is none.
    (job == Job.HSM_LOGIN ? task : task.evenLate(problem -> answered(what, job, problem))).start();
  }

  /// Its answer has come after all: what was said is not true any more.
  private void answered(Problem problem) {
    if (problem.equals(actionProblem.get())) {
      actionProblem.set(null);
    }
  }

  private void answered(String what, Job job, Problem problem) {
    answered(problem);
    if (changes(job)) {
      notice.set(
          new Notice(true, "The HSM has answered after all", List.of(what + ": it is done.")));
    }
  }

  private static boolean changes(Job job) {
    return job == Job.HSM_CHANGE || job == Job.HSM_MAKE_KEY;
  }

  private Contents look(boolean modulesAlone) {
    return new Contents(
        hsm.modules(),
        KnownModules.installed().stream().filter(known -> !hsm.isOpen(known.path())).toList(),
        hsm.loggedIn(),
        modulesAlone ? Optional.empty() : hsm.selected(),
        modulesAlone ? Optional.empty() : hsm.status().token());
  }

  private void failed(Problem problem) {
    if (contents.get() instanceof Loadable.Ready<Contents>) {
      actionProblem.set(problem);
      lookQuietly();
    } else {
      contents.failed(problem);
    }
  }

  private void show(Contents looked) {
    contents.ready(looked);
    tellLosses();
    if (looked.token().isPresent()) {
      readObjects();
    } else {
      all.clear();
      selected.set(null);
    }
  }

  private void tellLosses() {
    var losses = hsm.takeLosses();
    if (!losses.isEmpty()) {
      notice.set(new Notice(false, "A login to a token has ended", losses));
    }
  }

  /// A token that was put in or pulled out, a login that ended, a helper that died.
  private void lookForChanges() {
    if (!busy.get() && !looking.get()) {
      lookQuietly();
    }
    tasks.after(HOT_PLUG, scope, this::lookForChanges);
  }

  private void lookQuietly() {
    var modulesAlone = showModules;
    tasks
        .named("")
        .on(Job.HSM_LIST, _ -> look(modulesAlone))
        .in(scope)
        .latest("look")
        .busy(looking)
        .onSuccess(looked -> {
          tellLosses();
          if (contents.get() instanceof Loadable.Ready<Contents>(var shown)
              && !shown.equals(looked)) {
            show(looked);
          }
        })
        .onProblem(_ -> {})
        .start();
  }

  private void readObjects() {
    reading.set(true);
    tasks
        .named("Finding the objects of the token")
        .on(
            Job.HSM_LIST,
            _ ->
                new Found(
                    requireSession().objects().find(),
                    new ProxySide(
                        proxy.control().isPresent(), proxy.servedPaths(), proxy.healthKey())))
        .in(scope)
        .latest("objects")
        .evenLate()
        .onSuccess(found -> {
          reading.set(true);
          proxySide = found.proxy();
          readPieces(found.numbers(), 0, new ArrayList<>());
        })
        .onProblem(this::readingFailed)
        .start();
  }

  private record Found(List<Long> numbers, ProxySide proxy) {}

  private void readPieces(List<Long> numbers, int from, List<HsmObject> read) {
    if (from >= numbers.size()) {
      reading.set(false);
      if (unread != null) {
        answered(unread);
      }
      showObjects(read);
      readLineages();
      return;
    }
    var piece = numbers.subList(from, Math.min(from + PIECE, numbers.size()));
    tasks
        .named("Reading the objects of the token")
        .on(Job.HSM_LIST, _ -> requireSession().objects().read(List.copyOf(piece)))
        .in(scope)
        .latest("objects")
        .evenLate()
        .onSuccess(objects -> {
          reading.set(true);
          read.addAll(objects);
          // The first pieces are shown at once; a long list is then filled up at its end.
          if (from == 0 && all.isEmpty()) {
            showObjects(read);
          } else if (all.size() < read.size()) {
            var same = sameLabels();
            all.addAll(objects.stream().map(object -> row(object, same)).toList());
          }
          readPieces(numbers, from + piece.size(), read);
        })
        .onProblem(this::readingFailed)
        .start();
  }

  private void readingFailed(Problem problem) {
    reading.set(false);
    unread = problem;
    failed(problem);
  }

  private void showObjects(List<HsmObject> objects) {
    var keep = Optional.ofNullable(selected.get()).map(row -> row.object().ref());
    var same =
        objects.stream()
            .filter(object -> object.ref().objectClass() == ObjectClass.SECRET_KEY)
            .collect(Collectors.groupingBy(object -> object.ref().label(), Collectors.counting()));
    all.setAll(
        objects.stream()
            .map(object -> row(object, same))
            .sorted(Comparator.comparing(HsmObjectRow::label))
            .toList());
    selected.set(
        rows.stream()
            .filter(row -> wanted.filter(row.label()::equals).isPresent())
            .findFirst()
            .or(() ->
                rows.stream()
                    .filter(row -> keep.filter(row.object().ref()::equals).isPresent())
                    .findFirst())
            .or(() -> rows.stream().findFirst())
            .orElse(null));
    if (!rows.isEmpty()) {
      wanted = Optional.empty();
    }
  }

  private void rebuild() {
    showObjects(all.stream().map(HsmObjectRow::object).toList());
  }

  private Map<String, Long> sameLabels() {
    return all.stream()
        .filter(HsmObjectRow::secretKey)
        .collect(Collectors.groupingBy(HsmObjectRow::label, Collectors.counting()));
  }

  private void readLineages() {
    var keys = all.stream().flatMap(row -> row.object().toKey().stream()).toList();
    var known = new HashMap<String, String>();
    all.forEach(row -> {
      if (!row.checkValue().isEmpty()) {
        known.put(row.label(), row.checkValue());
      }
    });
    var label = token().map(Token::label);
    tasks
        .named("Asking which KMS keys use these keys")
        .on(Job.AWS_CALL, _ -> lineageReader.read(label, keys, known).lines())
        .in(scope)
        .latest("lineages")
        .onSuccess(read -> {
          lineages =
              read.stream()
                  .collect(
                      Collectors.groupingBy(
                          Lineage::xksKeyId,
                          Collectors.collectingAndThen(Collectors.toList(), List::copyOf)));
          lineagesKnown = true;
          kmsUnknown.set(Optional.empty());
          rebuild();
        })
        .onProblem(problem -> {
          lineages = Map.of();
          lineagesKnown = false;
          kmsUnknown.set(
              Optional.of("KMS keys are not shown: " + String.join(" ", problem.causes())));
          rebuild();
        })
        .start();
  }

  private HsmObjectRow row(HsmObject object, Map<String, Long> sameLabels) {
    var key = object.toKey();
    var lines =
        key.isPresent()
            ? lineages.getOrDefault(object.ref().label(), List.of())
            : List.<Lineage>of();
    var healthKey =
        key.isPresent() && proxySide.healthKey().equals(Optional.of(object.ref().label()));
    return new HsmObjectRow(
        object,
        key.map(one -> fitness(one, sameLabels, lines, healthKey)),
        checkValue(object),
        lines,
        healthKey);
  }

  private ExternalKeyFitness fitness(
      HsmKey key, Map<String, Long> sameLabels, List<Lineage> lines, boolean healthKey) {
    var usedBy =
        healthKey
            ? List.of("the health check of the XKS proxy")
            : lines.stream()
                .flatMap(line -> line.kmsKey().stream())
                .map(one -> "KMS key " + one.keyId())
                .toList();
    return ExternalKeyFitness.of(
        key,
        new Surroundings(
            sameLabels.getOrDefault(key.label(), 1L).intValue(),
            proxySide.own()
                ? Optional.of(healthKey || !proxySide.paths().apply(key).isEmpty())
                : Optional.empty(),
            Optional.empty(),
            usedBy));
  }

  private String checkValue(HsmObject object) {
    var computed = checkValues.get(object.ref());
    if (computed != null) {
      return computed;
    }
    return token()
        .flatMap(
            token -> records.checkValueOf(token.label(), object.ref().label(), object.ref().id()))
        .orElse("");
  }

  private void applyFilter() {
    rows.setPredicate(row ->
        row.matches(filter.get())
            && objectClass
                .get()
                .filter(wantedClass -> row.object().ref().objectClass() != wantedClass)
                .isEmpty()
            && (!fitOnly.get() || row.fitness().filter(ExternalKeyFitness::fit).isPresent()));
  }

  private static String name(Token token) {
    return token.label().isEmpty() ? "the token" : token.label();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
