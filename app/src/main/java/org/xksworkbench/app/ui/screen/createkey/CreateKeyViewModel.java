package org.xksworkbench.app.ui.screen.createkey;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.creation.Outcome;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.app.policy.KeyPolicyCheck;
import org.xksworkbench.app.policy.PolicyFinding;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskContext;
import org.xksworkbench.app.ui.task.TaskHandle;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;

/// Takes the user through the steps, then has the key created.
public final class CreateKeyViewModel implements AutoCloseable {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

  /// Until nothing was typed for so long, nothing is asked.
  private static final Duration TYPING = Duration.ofMillis(300);

  private final Services services;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final TaskScope scope;
  private final Method method;
  private final List<Step> steps;

  private final Fetched<Surroundings> surroundings = new Fetched<>();
  private final Fetched<Candidates> candidates = new Fetched<>();
  private final ReadOnlyObjectWrapper<@Nullable Loadable<ExternalKeyCheck.Report>> report =
      new ReadOnlyObjectWrapper<>();
  private final Fetched<List<IamPrincipal>> principals = new Fetched<>();
  private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.CONFIGURATION);
  private final CreateKeyDraft begun;
  private final ReadOnlyObjectWrapper<CreateKeyDraft> draft;
  private final StringProperty withoutBackup = new SimpleStringProperty("");
  private boolean ended;
  private final ReadOnlyObjectWrapper<@Nullable Problem> connectProblem =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> createProblem =
      new ReadOnlyObjectWrapper<>();
  private final StringProperty census = new SimpleStringProperty("");
  private final BooleanProperty connecting = new SimpleBooleanProperty();
  private final BooleanProperty connectedHere = new SimpleBooleanProperty();
  private final BooleanProperty creating = new SimpleBooleanProperty();
  private final BooleanProperty committed = new SimpleBooleanProperty();
  private boolean principalsAsked;
  private @Nullable TaskHandle creation;

  public CreateKeyViewModel(
      Destination.CreateKey start,
      Services services,
      Tasks tasks,
      Dialogs dialogs,
      Navigator navigator) {
    this.services = services;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.navigator = navigator;
    this.scope = tasks.scope();
    this.method = start.customKeyStoreId().isPresent() ? Method.FROM_KEY_STORE : Method.FROM_KEYS;
    this.steps = Step.of(method);
    var empty = CreateKeyDraft.empty(method);
    var stored = start.customKeyStoreId().map(empty::withKeyStoreId).orElse(empty);
    this.begun = start.xksKeyId().map(stored::withXksKeyId).orElse(stored);
    this.draft = new ReadOnlyObjectWrapper<>(begun);
  }

  public Method method() {
    return method;
  }

  public List<Step> steps() {
    return steps;
  }

  public ReadOnlyObjectProperty<Loadable<Surroundings>> surroundings() {
    return surroundings.getReadOnlyProperty();
  }

  /// Keys of the token that the user is logged in to, and which external keys are in use.
  public ReadOnlyObjectProperty<Loadable<Candidates>> candidates() {
    return candidates.getReadOnlyProperty();
  }

  /// How far the search for external keys in use is.
  public StringProperty census() {
    return census;
  }

  /// What is known of the chosen external key; null while none is chosen.
  public ReadOnlyObjectProperty<@Nullable Loadable<ExternalKeyCheck.Report>> report() {
    return report.getReadOnlyProperty();
  }

  /// IAM users and roles; asked for when a step first needs them.
  public ReadOnlyObjectProperty<Loadable<List<IamPrincipal>>> principals() {
    return principals.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Step> step() {
    return step.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<CreateKeyDraft> draft() {
    return draft.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> connectProblem() {
    return connectProblem.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> createProblem() {
    return createProblem.getReadOnlyProperty();
  }

  public BooleanProperty connecting() {
    return connecting;
  }

  /// Whether the key store is connected because it was asked for in this form.
  public BooleanProperty connectedHere() {
    return connectedHere;
  }

  public BooleanProperty creating() {
    return creating;
  }

  /// Whether creating is past the point of no return.
  public BooleanProperty committed() {
    return committed;
  }

  /// The chosen key store as it was last seen.
  public Optional<ExternalKeyStore> store() {
    return surroundings.get() instanceof Loadable.Ready<Surroundings>(var ready)
        ? draft.get().keyStoreId().flatMap(ready::store)
        : Optional.empty();
  }

  /// Whether the chosen external key is of the attached token and no backup of it is on record. A
  /// key that can never be extracted and is lost takes with it all that was encrypted under it.
  public boolean backupMissing() {
    var xksKeyId = draft.get().xksKeyId();
    return candidates.get() instanceof Loadable.Ready<Candidates>(var ready)
        && ready.choice(xksKeyId).isPresent()
        && services
            .hsm()
            .status()
            .token()
            .filter(token -> services.records().backupOf(token.label(), xksKeyId).isEmpty())
            .isPresent();
  }

  /// The external key that the user wants to use without a recorded backup; empty for none.
  public StringProperty withoutBackup() {
    return withoutBackup;
  }

  /// What keeps the present step from being done; empty if nothing does.
  public ObservableValue<String> obstacle() {
    return Bindings.createStringBinding(
        () -> problem(step.get()).or(this::unanswered).orElse(""),
        step,
        draft,
        surroundings,
        principals,
        candidates,
        withoutBackup);
  }

  private Optional<String> unanswered() {
    return step.get() == Step.REVIEW
            && backupMissing()
            && !withoutBackup.get().equals(draft.get().xksKeyId())
        ? Optional.of("Say whether the key may go into use without a recorded backup.")
        : Optional.empty();
  }

  public BooleanBinding canGoOn() {
    return Bindings.createBooleanBinding(
        () ->
            surroundings.get() instanceof Loadable.Ready<Surroundings>
                && problem(step.get()).or(this::unanswered).isEmpty()
                && !creating.get(),
        step,
        draft,
        surroundings,
        principals,
        candidates,
        withoutBackup,
        creating);
  }

  /// Whether all steps before the review are done, so that the optional ones can be skipped.
  public BooleanBinding canSkipToReview() {
    return Bindings.createBooleanBinding(
        () ->
            step.get() != Step.REVIEW
                && step.get().compareTo(Step.LABELS) >= 0
                && surroundings.get() instanceof Loadable.Ready<Surroundings>
                && problem(Step.REVIEW).isEmpty(),
        step,
        draft,
        surroundings,
        principals);
  }

  public void load() {
    var wanted = draft.get().keyStoreId();
    tasks
        .named("Reading the key stores")
        .on(Job.AWS_CALL, _ -> fetch(wanted))
        .in(scope)
        .latest("surroundings")
        .onSuccess(fetched -> {
          surroundings.ready(fetched);
          followTransitions();
        })
        .onProblem(surroundings::failed)
        .start();
    if (draft.get().keyStoreId().isPresent()) {
      loadCandidates();
    }
  }

  public void loadCandidates() {
    var storeId = draft.get().keyStoreId();
    if (storeId.isEmpty()) {
      return;
    }
    candidates.loading();
    tasks
        .named("Looking which external keys are in use")
        .on(
            Job.AWS_CALL,
            context ->
                readUsed(
                    storeId.get(),
                    progress ->
                        context.progress(
                            "%,d of %,d KMS keys looked at"
                                .formatted(progress.done(), progress.of()))))
        .in(scope)
        .latest("used")
        .progress(census)
        .onSuccess(this::readToken)
        .onProblem(candidates::failed)
        .start();
  }

  private void readToken(Candidates used) {
    tasks
        .named("Reading the keys of the HSM")
        .on(Job.HSM_LIST, _ -> withToken(used))
        .in(scope)
        .latest("token")
        .evenLate()
        .onSuccess(found -> {
          candidates.ready(found);
          checkExternalKey();
        })
        .onProblem(candidates::failed)
        .start();
  }

  /// Asks for IAM users and roles, if nobody did.
  public void loadPrincipals() {
    if (principalsAsked) {
      return;
    }
    principalsAsked = true;
    principals.loading();
    tasks
        .named("Listing IAM users and roles")
        .on(Job.AWS_LIST, _ -> services.principals().list())
        .in(scope)
        .onSuccess(principals::ready)
        .onProblem(problem -> principals.set(new Loadable.Failed<>(notListed(problem))))
        .start();
  }

  private static Problem notListed(Problem problem) {
    return new Problem(
        problem.kind(),
        "IAM users and roles could not be listed",
        List.of(problem.headline() + "."),
        "Ask for the permissions iam:ListUsers and iam:ListRoles, or add users and roles by their"
            + " ARNs. The key can be created without them.",
        problem.technicalDetail(),
        problem.code(),
        problem.requestId());
  }

  public void loadPrincipalsAgain() {
    principalsAsked = false;
    loadPrincipals();
  }

  /// Connects a key store; a failed one is disconnected first, as AWS KMS wants it.
  public void connect(String keyStoreId) {
    connectProblem.set(null);
    tasks
        .named("Connecting the key store")
        .on(Job.AWS_CALL, context -> connectAndWait(keyStoreId, context))
        .in(scope)
        .busy(connecting)
        .onSuccess(connected -> {
          connectedHere.set(connected.connectionState().usable());
          refreshStores();
        })
        .onProblem(problem -> {
          connectProblem.set(problem);
          refreshStores();
        })
        .start();
  }

  /// Takes another key store; only a connected one can be chosen.
  public void chooseStore(String keyStoreId) {
    var now = draft.get().keyStoreId();
    if (now.equals(Optional.of(keyStoreId))
        || !(surroundings.get() instanceof Loadable.Ready<Surroundings>(var ready))
        || ready.store(keyStoreId).filter(s -> s.connectionState().usable()).isEmpty()) {
      return;
    }
    edit(entered -> entered.withKeyStoreId(keyStoreId));
    connectedHere.set(false);
    connectProblem.set(null);
    report.set(null);
    loadCandidates();
  }

  /// An external key that was picked in the list.
  public void pickExternalKey(String xksKeyId) {
    edit(entered -> entered.withXksKeyId(xksKeyId));
    checkExternalKey();
  }

  /// An external key that is being typed.
  public void typeExternalKey(String xksKeyId) {
    edit(entered -> entered.withXksKeyId(xksKeyId));
    report.set(null);
    var typed = draft.get().xksKeyId();
    tasks.after(
        TYPING,
        scope,
        () -> {
          if (draft.get().xksKeyId().equals(typed) && report.get() == null) {
            checkExternalKey();
          }
        });
  }

  public void checkExternalKey() {
    var xksKeyId = draft.get().xksKeyId();
    var store = store();
    if (!ExternalKeyFitness.isLegalXksKeyId(xksKeyId)
        || store.isEmpty()
        || !(candidates.get() instanceof Loadable.Ready<Candidates>(var known))) {
      report.set(null);
      return;
    }
    report.set(new Loadable.Loading<>());
    tasks
        .named("Checking the external key")
        .on(
            Job.PROXY_CALL,
            _ -> ExternalKeyChecks.of(xksKeyId, store.get(), known, services.proxy()))
        .in(scope)
        .latest("check")
        .onSuccess(found -> report.set(new Loadable.Ready<>(found)))
        .onProblem(problem -> report.set(new Loadable.Failed<>(problem)))
        .start();
  }

  public void edit(UnaryOperator<CreateKeyDraft> change) {
    draft.set(change.apply(draft.get()));
    createProblem.set(null);
  }

  public void setAdministrator(String arn, boolean wanted) {
    edit(entered ->
        entered.withAccess(
            access -> access.withAdministrators(with(access.administrators(), arn, wanted))));
  }

  public void setUser(String arn, boolean wanted) {
    edit(entered ->
        entered.withAccess(access -> access.withUsers(with(access.users(), arn, wanted))));
  }

  /// The policy that the choices make.
  public String generatedPolicy() {
    return surroundings.get() instanceof Loadable.Ready<Surroundings>(var ready)
        ? draft.get().access().policy(ready.partition(), ready.caller().account())
        : "";
  }

  /// The policy that the key will have.
  public String policy() {
    return draft.get().editedPolicy().orElseGet(this::generatedPolicy);
  }

  public void editPolicy(String text) {
    var edited = text.equals(generatedPolicy()) ? Optional.<String>empty() : Optional.of(text);
    if (!edited.equals(draft.get().editedPolicy())) {
      edit(entered -> entered.withEditedPolicy(edited));
    }
  }

  /// Drops what was edited.
  public void regeneratePolicy() {
    edit(entered -> entered.withEditedPolicy(Optional.empty()));
  }

  public List<PolicyFinding> policyFindings() {
    return surroundings.get() instanceof Loadable.Ready<Surroundings>(var ready)
        ? KeyPolicyCheck.of(policy(), ready.caller().account(), knownPrincipals())
        : List.of();
  }

  /// Whether administrators and users in the policy are those that were chosen.
  public boolean policyFollowsChoices() {
    return draft.get().editedPolicy().isEmpty()
        || KeyAccess.of(policy()).equals(KeyAccess.of(generatedPolicy()));
  }

  /// What will be done.
  public KeyPlan plan() {
    var entered = draft.get();
    return new KeyPlan(
        entered.keyStoreId().orElse(""),
        store().map(ExternalKeyStore::name).orElse(""),
        entered.xksKeyId(),
        "alias/" + entered.alias(),
        entered.description(),
        entered.tagMap(),
        policy());
  }

  /// The same as commands of the AWS CLI; empty while something is missing.
  public Optional<String> commands() {
    return problem(Step.REVIEW).isEmpty()
        ? Optional.of(services.commands().creating(plan()))
        : Optional.empty();
  }

  public void next() {
    if (step.get() == Step.REVIEW) {
      finish();
    } else if (problem(step.get()).isEmpty()) {
      show(steps.get(steps.indexOf(step.get()) + 1));
    }
  }

  public void back() {
    var index = steps.indexOf(step.get());
    if (index > 0) {
      goTo(steps.get(index - 1));
    }
  }

  public void skipToReview() {
    goTo(Step.REVIEW);
  }

  /// To any step before which all is done.
  public void goTo(Step other) {
    var reachable =
        steps.contains(other)
            && steps.stream()
                .takeWhile(earlier -> earlier != other)
                .allMatch(earlier -> problem(earlier).isEmpty());
    if (!creating.get() && (reachable || other.compareTo(step.get()) < 0)) {
      createProblem.set(null);
      show(other);
    }
  }

  /// Leaves the form; while the key is being created, stops that, if it can still be stopped.
  public void cancel() {
    if (creating.get()) {
      if (creation != null && creation.cancel()) {
        creating.set(false);
      }
      return;
    }
    navigator.go(
        switch (method) {
          case FROM_KEY_STORE -> new Destination.KeyStores();
          case FROM_KEYS -> new Destination.Keys();
        });
  }

  /// Asks before something that was entered is lost. A creation that is under way goes on, and is
  /// told of wherever the user is.
  boolean mayLeave() {
    var entered = draft.get();
    var nothingEntered =
        entered.xksKeyId().equals(begun.xksKeyId())
            && entered.alias().isEmpty()
            && entered.description().isEmpty()
            && entered.tags().isEmpty()
            && entered.access().equals(begun.access())
            && entered.editedPolicy().isEmpty();
    return nothingEntered
        || ended
        || creating.get()
        || dialogs.confirm(
            "Leave this form?", "No KMS key was created. What you entered is not kept.", "Leave");
  }

  @Override
  public void close() {
    scope.close();
  }

  private void show(Step next) {
    switch (next) {
      case ADMINISTRATORS, USERS, POLICY -> loadPrincipals();
      case CONFIGURATION, KEY_STORE, EXTERNAL_KEY, LABELS, TAGS, REVIEW -> {}
    }
    step.set(next);
  }

  /// What keeps a step from being done.
  private Optional<String> problem(Step of) {
    if (!(surroundings.get() instanceof Loadable.Ready<Surroundings>(var ready))) {
      return Optional.empty();
    }
    var entered = draft.get();
    return switch (of) {
      case CONFIGURATION ->
          method == Method.FROM_KEY_STORE
              ? notConnected().or(() -> entered.problem(of))
              : entered.problem(of);
      case KEY_STORE -> entered.problem(of).or(this::notConnected);
      case LABELS -> entered.problem(of).or(() -> taken(entered.alias(), ready));
      case POLICY ->
          policyFindings().stream()
              .filter(PolicyFinding::refused)
              .map(PolicyFinding::text)
              .findFirst();
      case REVIEW ->
          steps.stream()
              .filter(earlier -> earlier != Step.REVIEW)
              .flatMap(earlier ->
                  problem(earlier).map(problem -> earlier.title() + ": " + problem).stream())
              .findFirst();
      case EXTERNAL_KEY, TAGS, ADMINISTRATORS, USERS -> entered.problem(of);
    };
  }

  private Optional<String> notConnected() {
    return store().filter(store -> store.connectionState().usable()).isPresent()
        ? Optional.empty()
        : Optional.of("Connect the key store to go on.");
  }

  private static Optional<String> taken(String alias, Surroundings known) {
    return Optional.ofNullable(known.aliases().get("alias/" + alias))
        .map(keyId -> "alias/" + alias + " is the alias of " + keyId + " already.");
  }

  private void finish() {
    if (problem(Step.REVIEW).or(this::unanswered).isPresent()) {
      return;
    }
    createProblem.set(null);
    var plan = plan();
    creation =
        tasks
            .named("Creating the KMS key")
            .on(Job.AWS_CREATE, context -> services.creation().create(plan, context::commit))
            .in(scope)
            .busy(creating)
            .committed(committed)
            .onSuccess(this::ended)
            .onProblem(this::refused)
            .start();
  }

  /// The user may have left the form meanwhile: what is unfinished is told all the same.
  private void ended(Outcome outcome) {
    ended = true;
    switch (outcome) {
      case Outcome.Done(var created) -> {
        if (!scope.closed()
            && created.stage() instanceof org.xksworkbench.app.creation.Stage.Finished finished) {
          navigator.go(new Destination.KeyDetail(finished.keyId()));
        }
      }
      case Outcome.Left(var left, var cause) -> {
        if (scope.closed()) {
          dialogs.show(unfinished(left.plan(), Problems.of(cause)));
        } else {
          navigator.go(new Destination.UnfinishedKeys());
        }
      }
    }
  }

  private static Problem unfinished(KeyPlan plan, Problem cause) {
    return new Problem(
        cause.kind(),
        "The creation of " + plan.alias() + " did not come to its end",
        List.of(cause.headline() + "."),
        "Open Customer managed keys: it is named there, with a way to finish or to undo it.",
        cause.technicalDetail(),
        cause.code(),
        cause.requestId());
  }

  private void refused(Problem problem) {
    if (scope.closed()) {
      dialogs.show(problem);
    } else {
      createProblem.set(problem);
    }
  }

  private Set<String> knownPrincipals() {
    return principals.get() instanceof Loadable.Ready<List<IamPrincipal>>(var known)
        ? known.stream().map(IamPrincipal::arn).collect(Collectors.toSet())
        : Set.of();
  }

  private static List<String> with(List<String> arns, String arn, boolean wanted) {
    var others = arns.stream().filter(other -> !other.equals(arn));
    return (wanted
            ? java.util.stream.Stream.concat(others, java.util.stream.Stream.of(arn))
            : others)
        .toList();
  }

  private Surroundings fetch(Optional<String> wanted) {
    var kms = services.kms();
    var stores = kms.keyStores();
    if (wanted.isPresent() && stores.stream().noneMatch(s -> s.id().equals(wanted.get()))) {
      // Says by AWS's own error that it does not exist.
      var _ = kms.keyStore(wanted.get());
    }
    return new Surroundings(
        stores.stream().sorted(Comparator.comparing(ExternalKeyStore::name)).toList(),
        kms.callerIdentity(),
        kms.aliases());
  }

  private void refreshStores() {
    tasks
        .named("Reading the key stores")
        .on(Job.AWS_CALL, _ -> services.kms().keyStores())
        .in(scope)
        .latest("stores")
        .onSuccess(fetched -> {
          if (surroundings.get() instanceof Loadable.Ready<Surroundings>(var ready)) {
            surroundings.set(
                new Loadable.Ready<>(
                    ready.with(
                        fetched.stream()
                            .sorted(Comparator.comparing(ExternalKeyStore::name))
                            .toList())));
            followTransitions();
          }
        })
        .onProblem(connectProblem::set)
        .start();
  }

  /// Asks again while AWS KMS is changing a state.
  private void followTransitions() {
    if (surroundings.get() instanceof Loadable.Ready<Surroundings>(var ready)
        && ready.stores().stream().anyMatch(store -> store.connectionState().transitional())) {
      tasks.after(POLL_INTERVAL.multipliedBy(2), scope, this::refreshStores);
    }
  }

  private ExternalKeyStore connectAndWait(String keyStoreId, TaskContext context)
      throws InterruptedException {
    var kms = services.kms();
    if (kms.keyStore(keyStoreId).connectionState() instanceof ConnectionState.Failed) {
      kms.perform(new KmsChange.DisconnectCustomKeyStore(keyStoreId));
      var _ = await(keyStoreId, context);
    }
    kms.perform(new KmsChange.ConnectCustomKeyStore(keyStoreId));
    return await(keyStoreId, context);
  }

  private ExternalKeyStore await(String keyStoreId, TaskContext context)
      throws InterruptedException {
    var now = services.kms().keyStore(keyStoreId);
    while (now.connectionState().transitional()) {
      Thread.sleep(POLL_INTERVAL);
      context.signOfLife();
      now = services.kms().keyStore(keyStoreId);
    }
    return now;
  }

  /// Which external keys of the key store are in use; nothing of the token yet.
  private Candidates readUsed(String storeId, Consumer<KeyCensus.Progress> progress)
      throws InterruptedException {
    var used = services.census().inStore(storeId, progress);
    var names = namesByKeyId(services.kms().aliases());
    var usedBy =
        used.keyIds().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, key -> names.getOrDefault(key.getValue(), key.getValue())));
    return new Candidates(false, List.of(), usedBy, used.unknown());
  }

  private Candidates withToken(Candidates used) {
    var session = services.hsm().session();
    if (session.isEmpty()) {
      return used;
    }
    var choices =
        session.get().secretKeys().stream()
            .filter(key -> !services.proxy().healthKey().equals(Optional.of(key.label())))
            .map(key ->
                new ExternalKeyChoice(key, ExternalKeyFitness.of(key), used.usedBy(key.label())))
            .sorted(
                Comparator.comparing((ExternalKeyChoice choice) -> !choice.selectable())
                    .thenComparing(choice -> choice.key().label()))
            .toList();
    return new Candidates(true, choices, used.usedBy(), used.unknownKeys());
  }

  private static Map<String, String> namesByKeyId(Map<String, String> aliases) {
    return aliases.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getValue,
                Map.Entry::getKey,
                (one, other) -> one.compareTo(other) < 0 ? one : other));
  }
}
