package org.xksworkbench.app.kms;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What people call KMS keys: by the first of their aliases, in the order of the alphabet.
///
/// @param byKeyId key ID to alias, with its `alias/` prefix
public record KeyNames(Map<String, String> byKeyId) {

  /// Nobody said.
  public static final KeyNames NONE = new KeyNames(Map.of());

  public KeyNames {
    byKeyId = Map.copyOf(byKeyId);
  }

  /// @param aliases as [KeyManagement#aliases] tells them
  public static KeyNames of(Map<String, String> aliases) {
    return new KeyNames(
        aliases.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getValue,
                    Map.Entry::getKey,
                    (one, other) -> one.compareTo(other) < 0 ? one : other)));
  }

  /// Empty for a key without an alias.
  public Optional<String> alias(String keyId) {
    return Optional.ofNullable(byKeyId.get(keyId));
  }

  /// The alias; the key ID where there is none.
  public String name(String keyId) {
    return byKeyId.getOrDefault(keyId, keyId);
  }
}
