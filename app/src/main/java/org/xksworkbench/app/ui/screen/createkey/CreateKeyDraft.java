package org.xksworkbench.app.ui.screen.createkey;

import java.util.Optional;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;

/// What the user entered so far.
///
/// @param alias without its `alias/` prefix
public record CreateKeyDraft(
    boolean acknowledged, String xksKeyId, String alias, String description) {

  /// AliasName of CreateAlias (AWS KMS API Reference): 1 to 256 characters with the prefix.
  private static final Pattern ALIAS = Pattern.compile("[a-zA-Z0-9:/_-]{1,250}");

  private static final int DESCRIPTION_LIMIT = 8192;

  public static CreateKeyDraft empty() {
    return new CreateKeyDraft(false, "", "", "");
  }

  /// What keeps this step from being done; empty if nothing does.
  public Optional<String> problem(Step step) {
    return switch (step) {
      case CONFIGURATION ->
          acknowledged ? Optional.empty() : Optional.of("Tick the acknowledgement to go on.");
      case EXTERNAL_KEY -> externalKeyProblem();
      case LABELS -> aliasProblem().or(this::descriptionProblem);
      case REVIEW ->
          problem(Step.CONFIGURATION)
              .or(() -> problem(Step.EXTERNAL_KEY))
              .or(() -> problem(Step.LABELS));
    };
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

  private Optional<String> aliasProblem() {
    if (alias.isEmpty()) {
      return Optional.of("An alias is required.");
    }
    if (alias.startsWith("aws/")) {
      return Optional.of("Aliases that begin with aws/ are kept for AWS.");
    }
    return ALIAS.matcher(alias).matches()
        ? Optional.empty()
        : Optional.of(
            "An alias has up to 250 letters, digits, slashes, colons, hyphens and underscores.");
  }

  private Optional<String> descriptionProblem() {
    return description.length() <= DESCRIPTION_LIMIT
        ? Optional.empty()
        : Optional.of("A description has at most " + DESCRIPTION_LIMIT + " characters.");
  }

  public CreateKeyDraft withAcknowledged(boolean value) {
    return new CreateKeyDraft(value, xksKeyId, alias, description);
  }

  public CreateKeyDraft withXksKeyId(String value) {
    return new CreateKeyDraft(acknowledged, value.strip(), alias, description);
  }

  public CreateKeyDraft withAlias(String value) {
    var name = value.strip();
    return new CreateKeyDraft(
        acknowledged,
        xksKeyId,
        name.startsWith("alias/") ? name.substring("alias/".length()) : name,
        description);
  }

  public CreateKeyDraft withDescription(String value) {
    return new CreateKeyDraft(acknowledged, xksKeyId, alias, value);
  }
}
