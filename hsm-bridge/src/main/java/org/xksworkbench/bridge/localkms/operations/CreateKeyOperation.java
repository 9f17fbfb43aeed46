package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.proxy.ProxyCallException;
import org.xksworkbench.bridge.localkms.proxy.ProxyCalls;
import org.xksworkbench.bridge.localkms.state.KeyMaterials;
import org.xksworkbench.bridge.localkms.state.KeyStatus;
import org.xksworkbench.bridge.localkms.state.KmsState;
import org.xksworkbench.bridge.localkms.state.StoredKey;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.Parameters;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// CreateKey: what is asked for, then the key store, then uniqueness, then the external key.
final class CreateKeyOperation {

  /// Quota of an account and Region.
  private static final int LIMIT = 100_000;

  private final Vault vault;
  private final KeyOperations keys;
  private final TagOperations tags;
  private final KeyPolicyOperations policies;
  private final ProxyCalls proxies;
  private final Account account;
  private final SecureRandom random = new SecureRandom();

  CreateKeyOperation(
      Vault vault,
      KeyOperations keys,
      TagOperations tags,
      KeyPolicyOperations policies,
      ProxyCalls proxies,
      Account account) {
    this.vault = vault;
    this.keys = keys;
    this.tags = tags;
    this.policies = policies;
    this.proxies = proxies;
    this.account = account;
  }

  ObjectNode create(Call call) {
    var parameters = call.parameters();
    var external = external(parameters);
    requireSymmetric(parameters);
    var given = tags.tagsIn(parameters);
    var policy = policies.policyIn(parameters).orElseGet(policies::usual);
    external.ifPresent(key -> {
      call.note("customKeyStoreId", key.customKeyStoreId());
      call.note("xksKeyId", key.xksKeyId());
      requireFit(key, call);
    });
    var key = newKey(parameters.text("Description").orElse(""), policy, external, given);
    var after =
        vault.change(state -> {
          if (state.keys().size() >= LIMIT) {
            throw ServiceFault.of(
                "LimitExceededException",
                "An account has at most %d KMS keys in a Region.".formatted(LIMIT));
          }
          external.ifPresent(wanted -> {
            state.store(wanted.customKeyStoreId()).connection().requireConnected();
            requireUnused(state, wanted);
          });
          return state.with(key);
        });
    KeyFinder.note(key, call);
    return keys.metadata(after, key);
  }

  private StoredKey newKey(
      String description,
      String policy,
      Optional<StoredKey.External> external,
      java.util.Map<String, String> given) {
    var id = UUID.randomUUID();
    return new StoredKey(
        id,
        account.keyArn(id),
        description,
        policy,
        external,
        given,
        new KeyStatus.Enabled(),
        KeyMaterials.of(KeyMaterials.fresh(random)),
        vault.instant());
  }

  private Optional<StoredKey.External> external(Parameters parameters) {
    var storeId = parameters.text("CustomKeyStoreId");
    var xksKeyId = parameters.text("XksKeyId");
    var origin = parameters.text("Origin").orElse("AWS_KMS");
    return switch (origin) {
      case "EXTERNAL_KEY_STORE" ->
          Optional.of(
              new StoredKey.External(
                  storeId.orElseThrow(() -> missing("CustomKeyStoreId")),
                  xksKeyId.orElseThrow(() -> missing("XksKeyId"))));
      case "AWS_CLOUDHSM" -> {
        var store = vault.now().store(storeId.orElseThrow(() -> missing("CustomKeyStoreId")));
        throw unsupportedOperation(
            "%s is an EXTERNAL_KEY_STORE; the origin of a KMS key in it is EXTERNAL_KEY_STORE."
                .formatted(store.id()));
      }
      default -> {
        if (xksKeyId.isPresent()) {
          throw ServiceFault.invalid("XksKeyId goes with the origin EXTERNAL_KEY_STORE only.");
        }
        if (storeId.isPresent()) {
          throw ServiceFault.invalid(
              "CustomKeyStoreId goes with the origins EXTERNAL_KEY_STORE and AWS_CLOUDHSM only.");
        }
        if (!origin.equals("AWS_KMS")) {
          throw unsupportedOperation("The local KMS has no keys with imported key material.");
        }
        yield Optional.empty();
      }
    };
  }

  private static void requireSymmetric(Parameters parameters) {
    var spec = parameters.text("KeySpec");
    var oldSpec = parameters.text("CustomerMasterKeySpec");
    if (spec.isPresent() && oldSpec.isPresent()) {
      throw ServiceFault.invalid(
          "Give KeySpec or CustomerMasterKeySpec, not both; they mean the same.");
    }
    var symmetric = "SYMMETRIC_DEFAULT";
    if (!spec.or(() -> oldSpec).orElse(symmetric).equals(symmetric)) {
      throw unsupportedOperation(
          "A KMS key in an external key store has the key spec SYMMETRIC_DEFAULT; the local KMS has"
              + " no other keys either.");
    }
    if (!parameters.text("KeyUsage").orElse("ENCRYPT_DECRYPT").equals("ENCRYPT_DECRYPT")) {
      throw unsupportedOperation("The key usage of a SYMMETRIC_DEFAULT key is ENCRYPT_DECRYPT.");
    }
    if (parameters.flag("MultiRegion")) {
      throw unsupportedOperation(
          "A KMS key in a custom key store cannot be a multi-Region key; the local KMS has none.");
    }
  }

  private void requireFit(StoredKey.External wanted, Call call) {
    var state = vault.now();
    var store = state.store(wanted.customKeyStoreId());
    store.connection().requireConnected();
    requireUnused(state, wanted);
    ProxyCalls.ExternalKeyMetadata found;
    try {
      found = proxies.metadata(store, wanted.xksKeyId(), call);
    } catch (ProxyCallException e) {
      throw e.onCreateKey();
    }
    if (!found.keySpec().equals("AES_256")) {
      throw unfit(wanted, "must have the key spec AES_256; it has " + found.keySpec());
    }
    if (!found.keyStatus().equals("ENABLED")) {
      throw unfit(wanted, "must have the status ENABLED; it has " + found.keyStatus());
    }
    if (!found.keyUsage().containsAll(Set.of("ENCRYPT", "DECRYPT"))) {
      throw unfit(wanted, "must have the usage ENCRYPT and DECRYPT; it has " + found.keyUsage());
    }
  }

  /// Within its key store. A KMS key that is pending deletion still uses its external key.
  private static void requireUnused(KmsState state, StoredKey.External wanted) {
    for (var key : state.keysIn(wanted.customKeyStoreId())) {
      if (key.external().filter(wanted::equals).isPresent()) {
        throw ServiceFault.of(
            "XksKeyAlreadyInUseException",
            "The external key %s is used by the KMS key %s of this key store already."
                .formatted(wanted.xksKeyId(), key.id()));
      }
    }
  }

  private static ServiceFault unfit(StoredKey.External external, String why) {
    return ServiceFault.of(
        "XksKeyInvalidConfigurationException",
        "The external key %s %s.".formatted(external.xksKeyId(), why));
  }

  private static ServiceFault missing(String name) {
    return ServiceFault.invalid(name + " is required with this origin.");
  }

  private static ServiceFault unsupportedOperation(String message) {
    return ServiceFault.of("UnsupportedOperationException", message);
  }
}
