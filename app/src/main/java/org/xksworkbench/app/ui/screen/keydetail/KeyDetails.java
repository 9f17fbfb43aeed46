package org.xksworkbench.app.ui.screen.keydetail;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.app.creation.Creation;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.ui.task.Loadable;

/// All that AWS KMS tells of a key. Not everybody who may describe a key may read its policy or
/// tags.
///
/// @param store the external key store that it is in
/// @param creation how it was made, if that was from here
public record KeyDetails(
    KmsKey key,
    List<String> aliases,
    Optional<ExternalKeyStore> store,
    Loadable<String> policy,
    Loadable<Map<String, String>> tags,
    Optional<Creation> creation) {

  public KeyDetails {
    aliases = List.copyOf(aliases);
  }

  /// First alias, or the key ID.
  public String name() {
    return aliases.isEmpty() ? key.keyId() : aliases.getFirst();
  }

  /// The key policy, where it may be read.
  Optional<String> readPolicy() {
    return policy instanceof Loadable.Ready<String>(var read)
        ? Optional.of(read)
        : Optional.empty();
  }

  /// The aliases, key, account and Region, for questions before something is done to it.
  String where() {
    var arn = key.arn().split(":", 6);
    var where =
        "key %s of account %s in %s"
            .formatted(key.keyId(), key.accountId(), arn.length == 6 ? arn[3] : "its Region");
    return aliases.isEmpty() ? where : "%s (%s)".formatted(String.join(", ", aliases), where);
  }
}
