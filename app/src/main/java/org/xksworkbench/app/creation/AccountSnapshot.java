package org.xksworkbench.app.creation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.app.kms.CallerIdentity;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;

/// What was in account and Region before a KMS key was created.
///
/// @param stores by name
/// @param aliases alias name to key ID
public record AccountSnapshot(
    List<ExternalKeyStore> stores, CallerIdentity caller, Map<String, String> aliases) {

  public AccountSnapshot {
    stores = stores.stream().sorted(Comparator.comparing(ExternalKeyStore::name)).toList();
    aliases = Map.copyOf(aliases);
  }

  /// Blocks.
  ///
  /// @param wanted the key store to create the key in, where one was chosen
  /// @throws org.xksworkbench.app.kms.KmsException AWS's own error if the wanted key store does not
  ///   exist, too
  public static AccountSnapshot read(KeyManagement kms, Optional<String> wanted) {
    var stores = kms.keyStores();
    if (wanted.isPresent() && stores.stream().noneMatch(s -> s.id().equals(wanted.get()))) {
      var _ = kms.keyStore(wanted.get());
    }
    return new AccountSnapshot(stores, kms.callerIdentity(), kms.aliases());
  }

  public Optional<ExternalKeyStore> store(String id) {
    return stores.stream().filter(store -> store.id().equals(id)).findFirst();
  }

  /// Such as `aws` or `aws-cn`, from the ARN of the caller.
  public String partition() {
    var parts = caller.arn().split(":", 3);
    return parts.length == 3 ? parts[1] : "aws";
  }

  public AccountSnapshot with(List<ExternalKeyStore> fetched) {
    return new AccountSnapshot(fetched, caller, aliases);
  }
}
