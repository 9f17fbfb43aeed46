package org.xksworkbench.app.ui.screen.keydetail;

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
import org.xksworkbench.app.kms.KeyInputs;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.policy.KeyPolicyCheck;
import org.xksworkbench.app.policy.PolicyFinding;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.app.ui.widget.DeletionEntry;

/// Changes what can be changed of a key, one thing at a time, and has it read again.
public final class KeyChanges {

  private final KeyManagement kms;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final TaskScope scope;
  private final Supplier<Optional<KeyDetails>> details;
  private final Runnable read;

  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");
  private final BooleanProperty changing = new SimpleBooleanProperty();
  private final DeletionEntry deletion = new DeletionEntry();

  /// @param details what is known of the key
  /// @param read has the key read again
  KeyChanges(
      KeyManagement kms,
      Tasks tasks,
      Dialogs dialogs,
      TaskScope scope,
      Supplier<Optional<KeyDetails>> details,
      Runnable read) {
    this.kms = kms;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.scope = scope;
    this.details = details;
    this.read = read;
  }

  /// What the last change met.
  public ReadOnlyObjectProperty<@Nullable Problem> problem() {
    return problem.getReadOnlyProperty();
  }

  /// What was changed last, a sentence; empty if nothing was.
  public ReadOnlyStringProperty done() {
    return done.getReadOnlyProperty();
  }

  public BooleanProperty changing() {
    return changing;
  }

  public DeletionEntry deletion() {
    return deletion;
  }

  /// Reads the key as others have left it; what was to be changed is entered again.
  public void reload() {
    problem.set(null);
    read.run();
  }

  public void enable() {
    details
        .get()
        .ifPresent(known ->
            change(
                "Enabling the KMS key",
                "The key is enabled.",
                new KmsChange.EnableKey(known.key().keyId())));
  }

  public void disable() {
    details
        .get()
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
    var wrong = KeyInputs.descriptionProblem(description);
    if (wrong.isEmpty()) {
      details
          .get()
          .ifPresent(known ->
              change(
                  "Changing the description",
                  "The description is changed.",
                  new KmsChange.UpdateKeyDescription(known.key().keyId(), description)));
    }
    return wrong;
  }

  /// Schedules the deletion that was confirmed.
  public void scheduleDeletion() {
    if (!deletion.isConfirmed()) {
      return;
    }
    var days = deletion.days().get();
    details
        .get()
        .ifPresent(known ->
            change(
                "Scheduling the deletion",
                "The deletion is scheduled.",
                new KmsChange.ScheduleKeyDeletion(known.key().keyId(), days)));
  }

  public void cancelDeletion() {
    details
        .get()
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
    var wrong = KeyInputs.tagsProblem(wanted);
    if (wrong.isPresent()
        || !(details.get().map(KeyDetails::tags).orElse(null)
            instanceof Loadable.Ready<Map<String, String>>(var now))) {
      return wrong;
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
      details
          .get()
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
    var wrong = KeyInputs.aliasProblem(name);
    if (wrong.isEmpty()) {
      details
          .get()
          .ifPresent(known ->
              change(
                  "Creating the alias",
                  "alias/" + name + " is created.",
                  new KmsChange.CreateAlias("alias/" + name, known.key().keyId())));
    }
    return wrong;
  }

  /// @param alias with its prefix
  public void removeAlias(String alias) {
    details
        .get()
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
    return details
        .get()
        .map(known -> KeyPolicyCheck.of(policy, known.key().accountId(), Set.of()))
        .orElse(List.of());
  }

  /// Replaces the policy, unless a finding says that AWS KMS would refuse it.
  public void savePolicy(String policy) {
    if (policyFindings(policy).stream().anyMatch(PolicyFinding::refused)) {
      return;
    }
    details
        .get()
        .ifPresent(known ->
            change(
                "Changing the key policy",
                "The key policy is changed.",
                new KmsChange.PutKeyPolicy(known.key().keyId(), policy, known.readPolicy())));
  }

  /// Changes something, then reads the key again. What was entered stays if it fails.
  private void change(String name, String told, KmsChange<?> change) {
    change(name, told, List.of(change));
  }

  private void change(String name, String told, List<KmsChange<?>> changes) {
    problem.set(null);
    done.set("");
    tasks
        .task(name)
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
          done.set(told + " Request ID " + requestId);
          deletion.reset();
          read.run();
        })
        .onProblem(problem::set)
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
}
