package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.app.kms.CallerIdentity;
import org.xksworkbench.app.kms.ExternalKeyStore;

/// What is there before the key is.
///
/// @param aliases alias name to key ID
public record Surroundings(
    List<ExternalKeyStore> stores, CallerIdentity caller, Map<String, String> aliases) {

  public Surroundings {
    stores = List.copyOf(stores);
    aliases = Map.copyOf(aliases);
  }

  public Optional<ExternalKeyStore> store(String id) {
    return stores.stream().filter(store -> store.id().equals(id)).findFirst();
  }

  /// Such as `aws` or `aws-cn`, from the ARN of the caller.
  String partition() {
    var parts = caller.arn().split(":", 3);
    return parts.length == 3 ? parts[1] : "aws";
  }

  Surroundings with(List<ExternalKeyStore> fetched) {
    return new Surroundings(fetched, caller, aliases);
  }
}
