package org.xksworkbench.app.ui.screen.createkey;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.xksworkbench.app.kms.KeyInputs;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;

/// What the user entered so far, for all steps to read and change.
final class FormEntries {

  private static final Words WORDS = Words.of(FormEntries.class);

  /// The two ways of AWS's page "Create a KMS key in external key stores".
  enum Method {
    /// Method 1: what is required is set, the key store is filled in and can still be changed.
    FROM_KEY_STORE,
    /// Method 2: from the list of keys, everything is chosen by hand.
    FROM_KEYS;

    List<Step> steps() {
      return Arrays.stream(Step.values())
          .filter(step -> step != Step.KEY_STORE || this == FROM_KEYS)
          .toList();
    }
  }

  /// Steps of the form, in order.
  enum Step {
    CONFIGURATION("step.configuration"),
    /// Only where the form was not started in a key store.
    KEY_STORE("step.key-store"),
    EXTERNAL_KEY("step.external-key"),
    LABELS("step.labels"),
    TAGS("step.tags"),
    ADMINISTRATORS("step.administrators"),
    USERS("step.users"),
    POLICY("step.policy"),
    REVIEW("step.review");

    private final String title;

    Step(String title) {
      this.title = title;
    }

    String title() {
      return WORDS.text(title);
    }
  }

  private final Method method;
  private final KeyDraft begun;
  private final ReadOnlyObjectWrapper<KeyDraft> draft;

  /// @param start may name the key store and the external key
  FormEntries(Destination.CreateKeyScreen start) {
    method = start.customKeyStoreId().isPresent() ? Method.FROM_KEY_STORE : Method.FROM_KEYS;
    var empty = KeyDraft.empty();
    var stored = start.customKeyStoreId().map(empty::withKeyStoreId).orElse(empty);
    begun = start.xksKeyId().map(stored::withXksKeyId).orElse(stored);
    draft = new ReadOnlyObjectWrapper<>(begun);
  }

  Method method() {
    return method;
  }

  ReadOnlyObjectProperty<KeyDraft> draft() {
    return draft.getReadOnlyProperty();
  }

  KeyDraft now() {
    return draft.get();
  }

  void edit(UnaryOperator<KeyDraft> change) {
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

  private static Optional<String> unless(boolean done, String obstacle) {
    return done ? Optional.empty() : Optional.of(WORDS.text(obstacle));
  }

  /// What was entered.
  ///
  /// @param keyStoreId empty while none is chosen
  /// @param alias without its `alias/` prefix
  /// @param access who may do what; the key policy is made of it
  /// @param editedPolicy the key policy, where the user wrote it by hand
  record KeyDraft(
      Configuration configuration,
      boolean acknowledged,
      Optional<String> keyStoreId,
      String xksKeyId,
      String alias,
      String description,
      List<KeyInputs.Tag> tags,
      KeyAccess access,
      Optional<String> editedPolicy) {

    KeyDraft {
      tags = List.copyOf(tags);
    }

    static KeyDraft empty() {
      return new KeyDraft(
          Configuration.requiredByKeyStores(),
          false,
          Optional.empty(),
          "",
          "",
          "",
          List.of(),
          KeyAccess.ofAccountOnly(),
          Optional.empty());
    }

    /// What keeps this step from being done, as far as the entries alone tell; empty if nothing
    /// does.
    Optional<String> problem(Step step) {
      return switch (step) {
        case CONFIGURATION ->
            configuration.problem().or(() -> unless(acknowledged, "obstacle.acknowledge"));
        case KEY_STORE -> unless(keyStoreId.isPresent(), "obstacle.key-store");
        case EXTERNAL_KEY -> externalKeyProblem();
        case LABELS ->
            KeyInputs.aliasProblem(alias).or(() -> KeyInputs.descriptionProblem(description));
        case TAGS -> KeyInputs.tagsProblem(tags);
        case USERS -> accountsProblem();
        case ADMINISTRATORS, POLICY, REVIEW -> Optional.empty();
      };
    }

    Map<String, String> tagMap() {
      return tags.stream()
          .collect(Collectors.toMap(KeyInputs.Tag::key, KeyInputs.Tag::value, (first, _) -> first));
    }

    private Optional<String> externalKeyProblem() {
      return unless(!xksKeyId.isEmpty(), "obstacle.external-key")
          .or(() ->
              unless(ExternalKeyFitness.isLegalXksKeyId(xksKeyId), "obstacle.external-key-id"));
    }

    private Optional<String> accountsProblem() {
      var accounts = access.otherAccounts();
      return unless(accounts.stream().allMatch(KeyAccess::isAccountId), "obstacle.account-id")
          .or(() ->
              unless(
                  accounts.stream().distinct().count() == accounts.size(),
                  "obstacle.account-twice"));
    }

    KeyDraft withConfiguration(Configuration value) {
      return new KeyDraft(
          value,
          acknowledged,
          keyStoreId,
          xksKeyId,
          alias,
          description,
          tags,
          access,
          editedPolicy);
    }

    KeyDraft withAcknowledged(boolean value) {
      return new KeyDraft(
          configuration,
          value,
          keyStoreId,
          xksKeyId,
          alias,
          description,
          tags,
          access,
          editedPolicy);
    }

    KeyDraft withKeyStoreId(String value) {
      return new KeyDraft(
          configuration,
          acknowledged,
          Optional.of(value),
          xksKeyId,
          alias,
          description,
          tags,
          access,
          editedPolicy);
    }

    KeyDraft withXksKeyId(String value) {
      return new KeyDraft(
          configuration,
          acknowledged,
          keyStoreId,
          value.strip(),
          alias,
          description,
          tags,
          access,
          editedPolicy);
    }

    KeyDraft withAlias(String value) {
      var name = value.strip();
      return new KeyDraft(
          configuration,
          acknowledged,
          keyStoreId,
          xksKeyId,
          name.startsWith("alias/") ? name.substring("alias/".length()) : name,
          description,
          tags,
          access,
          editedPolicy);
    }

    KeyDraft withDescription(String value) {
      return new KeyDraft(
          configuration,
          acknowledged,
          keyStoreId,
          xksKeyId,
          alias,
          value,
          tags,
          access,
          editedPolicy);
    }

    KeyDraft withTags(List<KeyInputs.Tag> value) {
      return new KeyDraft(
          configuration,
          acknowledged,
          keyStoreId,
          xksKeyId,
          alias,
          description,
          value,
          access,
          editedPolicy);
    }

    KeyDraft withAccess(UnaryOperator<KeyAccess> change) {
      return new KeyDraft(
          configuration,
          acknowledged,
          keyStoreId,
          xksKeyId,
          alias,
          description,
          tags,
          change.apply(access),
          editedPolicy);
    }

    KeyDraft withEditedPolicy(Optional<String> value) {
      return new KeyDraft(
          configuration,
          acknowledged,
          keyStoreId,
          xksKeyId,
          alias,
          description,
          tags,
          access,
          value);
    }
  }

  /// Key type, key usage and origin, as the console's first page asks for them.
  record Configuration(Type type, Usage usage, Origin origin) {

    /// Asymmetric keys cannot be in a key store.
    enum Type {
      SYMMETRIC,
      ASYMMETRIC
    }

    /// HMAC keys cannot be in a key store.
    enum Usage {
      ENCRYPT_AND_DECRYPT,
      GENERATE_AND_VERIFY_MAC
    }

    /// Where the key material is from.
    enum Origin {
      AWS_KMS,
      EXTERNAL,
      AWS_CLOUDHSM,
      EXTERNAL_KEY_STORE
    }

    /// What an external key store requires.
    static Configuration requiredByKeyStores() {
      return new Configuration(
          Type.SYMMETRIC, Usage.ENCRYPT_AND_DECRYPT, Origin.EXTERNAL_KEY_STORE);
    }

    Configuration with(Type value) {
      return new Configuration(value, usage, origin);
    }

    Configuration with(Usage value) {
      return new Configuration(type, value, origin);
    }

    Configuration with(Origin value) {
      return new Configuration(type, usage, value);
    }

    Optional<String> problem() {
      return unless(type == Type.SYMMETRIC, "obstacle.type")
          .or(() -> unless(usage == Usage.ENCRYPT_AND_DECRYPT, "obstacle.usage"))
          .or(() -> unless(origin == Origin.EXTERNAL_KEY_STORE, "obstacle.origin"));
    }
  }
}
