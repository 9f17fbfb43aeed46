package org.xksworkbench.app.externalkey;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the token and AWS KMS offer for one key store.
///
/// @param loggedIn whether a token could be read
/// @param choices keys of the token, fit ones first
/// @param usedBy external key ID to the KMS key of this key store that it belongs to, alias or key
///   ID
/// @param elsewhere external key ID to the KMS keys of other key stores that it belongs to
/// @param unknownKeys how many KMS keys of the account could not be described
public record Candidates(
    boolean loggedIn,
    List<ExternalKeyChoice> choices,
    Map<String, String> usedBy,
    Map<String, List<String>> elsewhere,
    int unknownKeys) {

  public Candidates {
    choices = List.copyOf(choices);
    usedBy = Map.copyOf(usedBy);
    elsewhere = Map.copyOf(elsewhere);
  }

  /// KMS keys of other key stores that use it.
  public List<String> elsewhere(String xksKeyId) {
    return elsewhere.getOrDefault(xksKeyId, List.of());
  }

  public Optional<String> usedBy(String xksKeyId) {
    return Optional.ofNullable(usedBy.get(xksKeyId));
  }

  public Optional<ExternalKeyChoice> choice(String xksKeyId) {
    return choices.stream().filter(choice -> choice.key().label().equals(xksKeyId)).findFirst();
  }
}
