package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.app.policy.KeyPolicyCheck;
import org.xksworkbench.app.policy.PolicyFinding;
import org.xksworkbench.app.ui.task.Loadable;

/// The key policy: made of the choices, until it is edited by hand.
public final class PolicyStepViewModel {

  private final FormEntries entries;
  private final KeyStoreStepViewModel keyStore;
  private final PrincipalsViewModel principals;

  PolicyStepViewModel(
      FormEntries entries, KeyStoreStepViewModel keyStore, PrincipalsViewModel principals) {
    this.entries = entries;
    this.keyStore = keyStore;
    this.principals = principals;
  }

  ReadOnlyObjectProperty<CreateKeyDraft> draft() {
    return entries.draft();
  }

  ReadOnlyObjectProperty<Loadable<List<IamPrincipal>>> principals() {
    return principals.principals();
  }

  /// The policy that the choices make.
  String generated() {
    return keyStore
        .surroundingsNow()
        .map(known -> entries.now().access().policy(known.partition(), known.caller().account()))
        .orElse("");
  }

  /// The policy that the key will have.
  String policy() {
    return entries.now().editedPolicy().orElseGet(this::generated);
  }

  void edit(String text) {
    var edited = text.equals(generated()) ? Optional.<String>empty() : Optional.of(text);
    if (!edited.equals(entries.now().editedPolicy())) {
      entries.edit(entered -> entered.withEditedPolicy(edited));
    }
  }

  /// Drops what was edited.
  void regenerate() {
    entries.edit(entered -> entered.withEditedPolicy(Optional.empty()));
  }

  List<PolicyFinding> findings() {
    return keyStore
        .surroundingsNow()
        .map(known -> KeyPolicyCheck.of(policy(), known.caller().account(), principals.arns()))
        .orElse(List.of());
  }

  /// Whether administrators and users in the policy are those that were chosen.
  boolean followsChoices() {
    return entries.now().editedPolicy().isEmpty()
        || KeyAccess.of(policy()).equals(KeyAccess.of(generated()));
  }
}
