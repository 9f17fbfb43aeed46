package org.xksworkbench.app.ui.screen.createkey;

import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.xksworkbench.app.ui.navigation.Destination;

/// What the user entered so far, for all steps to read and change.
final class FormEntries {

  private final Method method;
  private final CreateKeyDraft begun;
  private final ReadOnlyObjectWrapper<CreateKeyDraft> draft;

  /// @param start may name the key store and the external key
  FormEntries(Destination.CreateKey start) {
    method = start.customKeyStoreId().isPresent() ? Method.FROM_KEY_STORE : Method.FROM_KEYS;
    var empty = CreateKeyDraft.empty();
    var stored = start.customKeyStoreId().map(empty::withKeyStoreId).orElse(empty);
    begun = start.xksKeyId().map(stored::withXksKeyId).orElse(stored);
    draft = new ReadOnlyObjectWrapper<>(begun);
  }

  Method method() {
    return method;
  }

  ReadOnlyObjectProperty<CreateKeyDraft> draft() {
    return draft.getReadOnlyProperty();
  }

  CreateKeyDraft now() {
    return draft.get();
  }

  void edit(UnaryOperator<CreateKeyDraft> change) {
    draft.set(change.apply(draft.get()));
  }

  /// Whether nothing would be lost. A key store and a tick are chosen again quickly.
  boolean untouched() {
    var entered = now();
    return entered.xksKeyId().equals(begun.xksKeyId())
        && entered.alias().isEmpty()
        && entered.description().isEmpty()
        && entered.tags().isEmpty()
        && entered.access().equals(begun.access())
        && entered.editedPolicy().isEmpty();
  }
}
