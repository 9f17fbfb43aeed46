package org.xksworkbench.app.ui.screen.createkey;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.xksworkbench.app.creation.KeyPlan;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.ui.task.Loadable;

/// What will be done, and whether the key may go into use without a recorded backup. A key that can
/// never be extracted and is lost takes with it all that was encrypted under it.
public final class ReviewStepViewModel {

  private final FormEntries entries;
  private final KeyStoreStepViewModel keyStore;
  private final ExternalKeyStepViewModel externalKey;
  private final PolicyStepViewModel policy;
  private final Services services;
  private final StringProperty withoutBackup = new SimpleStringProperty("");

  ReviewStepViewModel(
      FormEntries entries,
      KeyStoreStepViewModel keyStore,
      ExternalKeyStepViewModel externalKey,
      PolicyStepViewModel policy,
      Services services) {
    this.entries = entries;
    this.keyStore = keyStore;
    this.externalKey = externalKey;
    this.policy = policy;
    this.services = services;
  }

  CreateKeyDraft draft() {
    return entries.now();
  }

  Optional<ExternalKeyStore> store() {
    return keyStore.store();
  }

  String policy() {
    return policy.policy();
  }

  /// What was found out of the external key; empty where it was not checked.
  Optional<String> checkResult() {
    return externalKey.report().get() instanceof Loadable.Ready<ExternalKeyCheck.Report>(var report)
        ? Optional.of(report.headline())
        : Optional.empty();
  }

  /// [#backupMissing] may change with them.
  ReadOnlyObjectProperty<Loadable<Candidates>> candidates() {
    return externalKey.candidates();
  }

  /// Whether the chosen external key is of the attached token and no backup of it is on record.
  boolean backupMissing() {
    var xksKeyId = draft().xksKeyId();
    return externalKey.isOnToken(xksKeyId)
        && services
            .hsm()
            .status()
            .token()
            .filter(token -> services.records().backupOf(token.label(), xksKeyId).isEmpty())
            .isPresent();
  }

  /// The external key that the user wants to use without a recorded backup; empty for none.
  StringProperty withoutBackup() {
    return withoutBackup;
  }

  /// What the user still has to say; empty for nothing.
  Optional<String> question() {
    return backupMissing() && !withoutBackup.get().equals(draft().xksKeyId())
        ? Optional.of("Say whether the key may go into use without a recorded backup.")
        : Optional.empty();
  }

  /// What will be done.
  KeyPlan plan() {
    var draft = draft();
    return new KeyPlan(
        draft.keyStoreId().orElse(""),
        store().map(ExternalKeyStore::name).orElse(""),
        draft.xksKeyId(),
        "alias/" + draft.alias(),
        draft.description(),
        draft.tagMap(),
        policy());
  }

  /// The same as commands of the AWS CLI.
  String commands() {
    return services.commands().creating(plan());
  }
}
