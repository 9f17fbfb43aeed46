package org.xksworkbench.app.ui.screen.keydetail;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KmsKey;

/// All that AWS KMS tells of a key.
///
/// @param store the external key store that it is in
public record KeyDetails(
    KmsKey key,
    List<String> aliases,
    Optional<ExternalKeyStore> store,
    String policy,
    Map<String, String> tags) {

  public KeyDetails {
    aliases = List.copyOf(aliases);
    tags = Map.copyOf(tags);
  }

  /// First alias, or the key ID.
  public String name() {
    return aliases.isEmpty() ? key.keyId() : aliases.getFirst();
  }
}
