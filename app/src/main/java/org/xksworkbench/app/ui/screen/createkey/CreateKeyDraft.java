package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.xksworkbench.app.kms.KeyInputs;
import org.xksworkbench.app.policy.KeyAccess;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;

/// What the user entered so far.
///
/// @param keyStoreId empty while none is chosen
/// @param alias without its `alias/` prefix
/// @param access who may do what; the key policy is made of it
/// @param editedPolicy the key policy, where the user wrote it by hand
public record CreateKeyDraft(
    KeyConfiguration configuration,
    boolean acknowledged,
    Optional<String> keyStoreId,
    String xksKeyId,
    String alias,
    String description,
    List<KeyInputs.Tag> tags,
    KeyAccess access,
    Optional<String> editedPolicy) {

  public CreateKeyDraft {
    tags = List.copyOf(tags);
  }

  public static CreateKeyDraft empty() {
    return new CreateKeyDraft(
        KeyConfiguration.required(),
        false,
        Optional.empty(),
        "",
        "",
        "",
        List.of(),
        KeyAccess.ofAccountOnly(),
        Optional.empty());
  }

  /// What keeps this step from being done, as far as the entries alone tell; empty if nothing does.
  public Optional<String> problem(Step step) {
    return switch (step) {
      case CONFIGURATION ->
          configuration
              .problem()
              .or(() ->
                  acknowledged
                      ? Optional.empty()
                      : Optional.of("Tick the acknowledgement to go on."));
      case KEY_STORE ->
          keyStoreId.isPresent() ? Optional.empty() : Optional.of("Choose a key store.");
      case EXTERNAL_KEY -> externalKeyProblem();
      case LABELS ->
          KeyInputs.aliasProblem(alias).or(() -> KeyInputs.descriptionProblem(description));
      case TAGS -> KeyInputs.tagsProblem(tags);
      case USERS -> accountsProblem();
      case ADMINISTRATORS, POLICY, REVIEW -> Optional.empty();
    };
  }

  public Map<String, String> tagMap() {
    return tags.stream()
        .collect(Collectors.toMap(KeyInputs.Tag::key, KeyInputs.Tag::value, (first, _) -> first));
  }

  private Optional<String> externalKeyProblem() {
    if (xksKeyId.isEmpty()) {
      return Optional.of("Choose a key of the HSM, or type the ID of an external key.");
    }
    return ExternalKeyFitness.isLegalXksKeyId(xksKeyId)
        ? Optional.empty()
        : Optional.of(
            "An external key ID has 1 to 128 letters, digits, dots, hyphens and underscores.");
  }

  private Optional<String> accountsProblem() {
    var accounts = access.otherAccounts();
    if (!accounts.stream().allMatch(KeyAccess::isAccountId)) {
      return Optional.of("An AWS account ID has 12 digits.");
    }
    return accounts.stream().distinct().count() == accounts.size()
        ? Optional.empty()
        : Optional.of("An AWS account ID is there twice.");
  }

  public CreateKeyDraft withConfiguration(KeyConfiguration value) {
    return new CreateKeyDraft(
        value, acknowledged, keyStoreId, xksKeyId, alias, description, tags, access, editedPolicy);
  }

  public CreateKeyDraft withAcknowledged(boolean value) {
    return new CreateKeyDraft(
        configuration, value, keyStoreId, xksKeyId, alias, description, tags, access, editedPolicy);
  }

  public CreateKeyDraft withKeyStoreId(String value) {
    return new CreateKeyDraft(
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

  public CreateKeyDraft withXksKeyId(String value) {
    return new CreateKeyDraft(
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

  public CreateKeyDraft withAlias(String value) {
    var name = value.strip();
    return new CreateKeyDraft(
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

  public CreateKeyDraft withDescription(String value) {
    return new CreateKeyDraft(
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

  public CreateKeyDraft withTags(List<KeyInputs.Tag> value) {
    return new CreateKeyDraft(
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

  public CreateKeyDraft withAccess(UnaryOperator<KeyAccess> change) {
    return new CreateKeyDraft(
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

  public CreateKeyDraft withEditedPolicy(Optional<String> value) {
    return new CreateKeyDraft(
        configuration, acknowledged, keyStoreId, xksKeyId, alias, description, tags, access, value);
  }
}
