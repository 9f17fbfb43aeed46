package org.xksworkbench.app.ui.screen.keydetail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.AwsCommands;
import org.xksworkbench.app.creation.Creation;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyEvent;
import org.xksworkbench.app.kms.KeyEvents;
import org.xksworkbench.app.kms.KeyInputs;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.policy.KeyPolicyCheck;
import org.xksworkbench.app.policy.PolicyFinding;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Problems;
import org.xksworkbench.app.proxy.ExternalKeyStatus;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Fetched;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Reads a key, changes what can be changed of it, asks the proxy for the external key where it is
/// ours, and proves the loop.
public final class KeyDetailViewModel implements AutoCloseable {

  /// A proxy that was slow once is asked again: it keeps to AWS's budget of 250 ms a request.
  private static final int PROXY_TRIES = 4;

  private static final Duration PROXY_PAUSE = Duration.ofSeconds(1);

  private final String keyId;
  private final KeyManagement kms;
  private final KeyEvents events;
  private final KeyCreation creation;
  private final AwsCommands commands;
  private final OwnProxy proxy;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final TaskScope scope;

  private final Fetched<KeyDetails> details = new Fetched<>();
  private final ReadOnlyObjectWrapper<@Nullable Loadable<ExternalKeyStatus>> externalKey =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Proof> proof = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> proofProblem =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> changeProblem =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Loadable<Optional<KeyEvent>>> creationEvent =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper changed = new ReadOnlyStringWrapper("");
  private final BooleanProperty proving = new SimpleBooleanProperty();
  private final BooleanProperty changing = new SimpleBooleanProperty();
  private final KeyDeletion deletion = new KeyDeletion();

  public KeyDetailViewModel(
      String keyId,
      KeyManagement kms,
      KeyEvents events,
      KeyCreation creation,
      AwsCommands commands,
      OwnProxy proxy,
      Tasks tasks,
      Dialogs dialogs) {
    this.keyId = keyId;
    this.kms = kms;
    this.events = events;
    this.creation = creation;
    this.commands = commands;
    this.proxy = proxy;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.scope = tasks.scope();
  }

  public ReadOnlyObjectProperty<Loadable<KeyDetails>> details() {
    return details.getReadOnlyProperty();
  }

  /// What the proxy says of the external key; null where the proxy is not ours.
  public ReadOnlyObjectProperty<@Nullable Loadable<ExternalKeyStatus>> externalKey() {
    return externalKey.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Proof> proof() {
    return proof.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Problem> proofProblem() {
    return proofProblem.getReadOnlyProperty();
  }

  /// What the last change met.
  public ReadOnlyObjectProperty<@Nullable Problem> changeProblem() {
    return changeProblem.getReadOnlyProperty();
  }

  /// What was changed last, a sentence; empty if nothing was.
  public ReadOnlyStringProperty changed() {
    return changed.getReadOnlyProperty();
  }

  /// The CreateKey event of CloudTrail; null until it is asked for.
  public ReadOnlyObjectProperty<@Nullable Loadable<Optional<KeyEvent>>> creationEvent() {
    return creationEvent.getReadOnlyProperty();
  }

  public BooleanProperty proving() {
    return proving;
  }

  public BooleanProperty changing() {
    return changing;
  }

  public KeyDeletion deletion() {
    return deletion;
  }

  public void load() {
    tasks
        .named("Reading the KMS key")
        .on(Job.AWS_CALL, _ -> fetch())
        .in(scope)
        .latest("details")
        .onSuccess(this::show)
        .onProblem(details::failed)
        .start();
  }

  /// Reads the key as others have left it; what was to be changed is entered again.
  public void reload() {
    changeProblem.set(null);
    load();
  }

  /// Encrypts and decrypts through KMS, proxy and HSM. Changes nothing.
  public void prove() {
    proofProblem.set(null);
    var own = ownStore().isPresent();
    tasks
        .named("Proving the round trip")
        .on(Job.AWS_CALL, _ -> new RoundTrip(kms, proxy).prove(keyId, own))
        .in(scope)
        .busy(proving)
        .onSuccess(proof::set)
        .onProblem(problem -> {
          proof.set(null);
          proofProblem.set(problem);
        })
        .start();
  }

  /// Asks CloudTrail for the event of the key's creation.
  public void askCloudTrail() {
    ready()
        .ifPresent(known -> {
          creationEvent.set(new Loadable.Loading<>());
          tasks
              .named("Asking AWS CloudTrail")
              .on(Job.AWS_LIST, _ -> events.creationOf(known.key()))
              .in(scope)
              .latest("event")
              .onSuccess(event -> creationEvent.set(new Loadable.Ready<>(event)))
              .onProblem(problem -> creationEvent.set(new Loadable.Failed<>(problem)))
              .start();
        });
  }

  public boolean canEnable() {
    return ready().filter(known -> known.key().keyState() == KeyState.Known.DISABLED).isPresent();
  }

  public boolean canDisable() {
    return ready()
        .filter(known ->
            known.key().keyState() == KeyState.Known.ENABLED
                || known.key().keyState() == KeyState.Known.UNAVAILABLE)
        .isPresent();
  }

  /// Whether the key waits for its deletion; then AWS KMS takes no other change.
  public boolean pendingDeletion() {
    return ready().filter(known -> known.key().pendingDeletion()).isPresent();
  }

  public void enable() {
    ready()
        .ifPresent(known ->
            change(
                "Enabling the KMS key",
                "The key is enabled.",
                new KmsChange.EnableKey(known.key().keyId())));
  }

  public void disable() {
    ready()
        .filter(known ->
            dialogs.confirm(
                "Disable " + known.name() + "?",
                "As long as %s is disabled, nothing can be encrypted or decrypted under it. It can be enabled again at any time."
                    .formatted(known.where()),
                "Disable"))
        .ifPresent(known ->
            change(
                "Disabling the KMS key",
                "The key is disabled.",
                new KmsChange.DisableKey(known.key().keyId())));
  }

  /// @return what is wrong with it; empty if it is being saved
  public Optional<String> saveDescription(String description) {
    var problem = KeyInputs.descriptionProblem(description);
    if (problem.isEmpty()) {
      ready()
          .ifPresent(known ->
              change(
                  "Changing the description",
                  "The description is changed.",
                  new KmsChange.UpdateKeyDescription(known.key().keyId(), description)));
    }
    return problem;
  }

  /// Schedules the deletion that was confirmed.
  public void scheduleDeletion() {
    if (!deletion.isConfirmed()) {
      return;
    }
    var days = deletion.days().get();
    ready()
        .ifPresent(known ->
            change(
                "Scheduling the deletion",
                "The deletion is scheduled.",
                new KmsChange.ScheduleKeyDeletion(known.key().keyId(), days)));
  }

  public void cancelDeletion() {
    ready()
        .ifPresent(known ->
            change(
                "Cancelling the deletion",
                "The deletion is cancelled. The key is disabled; enable it to use it again.",
                new KmsChange.CancelKeyDeletion(known.key().keyId())));
  }

  /// Makes the tags of the key those.
  ///
  /// @return what is wrong with them; empty if they are being saved
  public Optional<String> saveTags(List<KeyInputs.Tag> wanted) {
    var problem = KeyInputs.tagsProblem(wanted);
    if (problem.isPresent()
        || !(ready().map(KeyDetails::tags).orElse(null)
            instanceof Loadable.Ready<Map<String, String>>(var now))) {
      return problem;
    }
    var set = new HashMap<String, String>();
    wanted.stream()
        .filter(tag -> !tag.value().equals(now.get(tag.key())))
        .forEach(tag -> set.put(tag.key(), tag.value()));
    var gone =
        now.keySet().stream()
            .filter(key -> wanted.stream().noneMatch(tag -> tag.key().equals(key)))
            .toList();
    if (!set.isEmpty() || !gone.isEmpty()) {
      ready()
          .ifPresent(known ->
              change(
                  "Changing the tags",
                  "The tags are changed.",
                  changesOfTags(known.key().keyId(), set, gone)));
    }
    return Optional.empty();
  }

  /// @param alias with or without its `alias/` prefix
  /// @return what is wrong with it; empty if it is being created
  public Optional<String> addAlias(String alias) {
    var stripped = alias.strip();
    var name = stripped.startsWith("alias/") ? stripped.substring("alias/".length()) : stripped;
    var problem = KeyInputs.aliasProblem(name);
    if (problem.isEmpty()) {
      ready()
          .ifPresent(known ->
              change(
                  "Creating the alias",
                  "alias/" + name + " is created.",
                  new KmsChange.CreateAlias("alias/" + name, known.key().keyId())));
    }
    return problem;
  }

  /// @param alias with its prefix
  public void removeAlias(String alias) {
    ready()
        .filter(known ->
            dialogs.confirm(
                "Delete " + alias + "?",
                "Programs that use the alias no longer find %s. The key and what was encrypted under it stay."
                    .formatted(known.where()),
                "Delete the alias"))
        .ifPresent(known ->
            change(
                "Deleting the alias",
                alias + " is deleted; the key stays.",
                new KmsChange.DeleteAlias(alias, known.key().keyId())));
  }

  public List<PolicyFinding> policyFindings(String policy) {
    return ready()
        .map(known -> KeyPolicyCheck.of(policy, known.key().accountId(), Set.of()))
        .orElse(List.of());
  }

  /// Replaces the policy, unless a finding says that AWS KMS would refuse it.
  public void savePolicy(String policy) {
    if (policyFindings(policy).stream().anyMatch(PolicyFinding::refused)) {
      return;
    }
    ready()
        .ifPresent(known ->
            change(
                "Changing the key policy",
                "The key policy is changed.",
                new KmsChange.PutKeyPolicy(known.key().keyId(), policy, known.readPolicy())));
  }

  /// Commands of the AWS CLI that make such a key; empty for keys that are in no external key
  /// store.
  public Optional<String> commandsToCreate() {
    return ready()
        .flatMap(known ->
            known.key().xksKeyId().map(xksKeyId -> commands.creating(plan(known, xksKeyId))));
  }

  public String commandToScheduleDeletion() {
    return ready()
        .map(known ->
            commands.of(
                new KmsChange.ScheduleKeyDeletion(known.key().keyId(), deletion.days().get())))
        .orElse("");
  }

  @Override
  public void close() {
    scope.close();
  }

  /// Asks the proxy again.
  public void askProxy() {
    askProxy(PROXY_TRIES);
  }

  private void askProxy(int tries) {
    var store = ownStore();
    var xksKeyId = ready().flatMap(known -> known.key().xksKeyId());
    if (store.isEmpty() || xksKeyId.isEmpty()) {
      externalKey.set(null);
      return;
    }
    externalKey.set(new Loadable.Loading<>());
    tasks
        .named("Asking the XKS proxy")
        .on(Job.PROXY_CALL, _ -> proxy.keyMetadata(store.get().proxy(), xksKeyId.get()))
        .in(scope)
        .latest("external key")
        .onSuccess(status -> externalKey.set(new Loadable.Ready<>(status)))
        .onProblem(problem -> {
          externalKey.set(new Loadable.Failed<>(problem));
          if (tries > 1 && problem.code().equals("DependencyTimeoutException")) {
            tasks.after(PROXY_PAUSE, scope, () -> askProxy(tries - 1));
          }
        })
        .start();
  }

  private Optional<KeyDetails> ready() {
    return details.value();
  }

  private void show(KeyDetails fetched) {
    details.ready(fetched);
    askProxy();
  }

  /// Changes something, then reads the key again. What was entered stays if it fails.
  private void change(String name, String done, KmsChange<?> change) {
    change(name, done, List.of(change));
  }

  private void change(String name, String done, List<KmsChange<?>> changes) {
    changeProblem.set(null);
    changed.set("");
    tasks
        .named(name)
        .on(
            Job.AWS_CALL,
            context -> {
              context.commit();
              var requestId = "";
              for (var change : changes) {
                requestId = kms.perform(change).requestId();
              }
              return requestId;
            })
        .in(scope)
        .busy(changing)
        .onSuccess(requestId -> {
          changed.set(done + " Request ID " + requestId);
          deletion.reset();
          load();
        })
        .onProblem(changeProblem::set)
        .start();
  }

  private static List<KmsChange<?>> changesOfTags(
      String key, Map<String, String> set, List<String> gone) {
    var changes = new ArrayList<KmsChange<?>>();
    if (!gone.isEmpty()) {
      changes.add(new KmsChange.UntagResource(key, gone));
    }
    if (!set.isEmpty()) {
      changes.add(new KmsChange.TagResource(key, set));
    }
    return changes;
  }

  private Optional<ExternalKeyStore> ownStore() {
    return ready().flatMap(known -> known.store().filter(store -> proxy.serves(store.proxy())));
  }

  private static KeyPlan plan(KeyDetails known, String xksKeyId) {
    return new KeyPlan(
        known.key().customKeyStoreId().orElse(""),
        known.store().map(ExternalKeyStore::name).orElse(""),
        xksKeyId,
        known.aliases().isEmpty() ? "alias/" : known.aliases().getFirst(),
        known.key().description(),
        known.tags() instanceof Loadable.Ready<Map<String, String>>(var tags) ? tags : Map.of(),
        known.policy() instanceof Loadable.Ready<String>(var policy) ? policy : "");
  }

  private KeyDetails fetch() {
    var key = kms.key(keyId);
    var aliases =
        kms.aliases().entrySet().stream()
            .filter(alias -> alias.getValue().equals(key.keyId()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return new KeyDetails(
        key,
        aliases,
        store(key),
        partly(() -> kms.keyPolicy(key.keyId())),
        partly(() -> kms.tags(key.keyId())),
        creationOf(key));
  }

  private Optional<ExternalKeyStore> store(KmsKey key) {
    return key.external() ? key.customKeyStoreId().map(kms::keyStore) : Optional.empty();
  }

  private Optional<Creation> creationOf(KmsKey key) {
    return creation.of(key.keyId());
  }

  private static <T> Loadable<T> partly(Supplier<T> read) {
    try {
      return new Loadable.Ready<>(read.get());
    } catch (KmsException e) {
      return new Loadable.Failed<>(Problems.of(e));
    }
  }
}
