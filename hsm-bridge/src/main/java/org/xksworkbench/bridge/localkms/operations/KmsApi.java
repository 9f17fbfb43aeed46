package org.xksworkbench.bridge.localkms.operations;

import static org.xksworkbench.bridge.localkms.wire.Operation.reading;
import static org.xksworkbench.bridge.localkms.wire.Operation.writing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.account.IamPrincipals;
import org.xksworkbench.bridge.localkms.account.LastUsages;
import org.xksworkbench.bridge.localkms.faults.Faults;
import org.xksworkbench.bridge.localkms.proxy.ProxyCalls;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.Api;
import org.xksworkbench.bridge.localkms.wire.Operation;

/// Every operation of AWS KMS that the stand-in knows.
public final class KmsApi {

  private KmsApi() {}

  /// The operations on the keys and key stores of one account in one Region.
  ///
  /// @param quotas of its key stores are counted here, those of its operations by
  ///   [RequestQuotas#admit]
  public static Api of(
      Account account,
      Vault vault,
      ProxyCalls proxies,
      Connector connector,
      IamPrincipals principals,
      LastUsages lastUsages,
      Optional<RequestQuotas> quotas,
      Faults faults) {
    var finder = new KeyFinder(account);
    var keys = new KeyOperations(vault, finder, account, lastUsages);
    var tags = new TagOperations(vault, finder);
    var check = new PolicyCheck(account, arn -> principals.isValid(account, arn));
    var policies = new KeyPolicyOperations(vault, finder, account, check);
    var grants = new GrantOperations(vault, finder, account, principals);
    var stores = new CustomKeyStoreOperations(account, vault, proxies, faults, connector);
    var creation = new CreateKeyOperation(vault, keys, tags, policies, proxies, account);
    var aliases = new AliasOperations(vault, finder, account);
    var cryptography =
        new CryptographicOperations(vault, finder, grants, new Layers(vault, proxies, quotas));
    var rotations = new RotationOperations(vault, finder);
    var refused = new RefusedOperations(vault, finder);
    var operations = new ArrayList<Operation>();
    operations.addAll(
        List.of(
            writing("CreateCustomKeyStore", KmsShapes.CREATE_STORE, stores::create),
            reading("DescribeCustomKeyStores", KmsShapes.DESCRIBE_STORES, stores::describe),
            writing("ConnectCustomKeyStore", KmsShapes.STORE, stores::connect),
            writing("DisconnectCustomKeyStore", KmsShapes.STORE, stores::disconnect),
            writing("UpdateCustomKeyStore", KmsShapes.UPDATE_STORE, stores::update),
            writing("DeleteCustomKeyStore", KmsShapes.STORE, stores::delete),
            writing("CreateKey", KmsShapes.CREATE_KEY, creation::create),
            reading("DescribeKey", KmsShapes.DESCRIBE_KEY, keys::describe),
            reading("GetKeyLastUsage", KmsShapes.KEY, keys::lastUsage),
            reading("ListKeys", KmsShapes.LIST_KEYS, keys::list),
            writing("EnableKey", KmsShapes.KEY, keys::enable),
            writing("DisableKey", KmsShapes.KEY, keys::disable),
            writing("UpdateKeyDescription", KmsShapes.UPDATE_DESCRIPTION, keys::updateDescription),
            writing("ScheduleKeyDeletion", KmsShapes.SCHEDULE_DELETION, keys::scheduleDeletion),
            writing("CancelKeyDeletion", KmsShapes.KEY, keys::cancelDeletion),
            writing("EnableKeyRotation", KmsShapes.ENABLE_ROTATION, rotations::enable),
            writing("DisableKeyRotation", KmsShapes.KEY, rotations::disable),
            writing("RotateKeyOnDemand", KmsShapes.KEY, rotations::rotate),
            reading("GetKeyRotationStatus", KmsShapes.KEY, rotations::status),
            reading("ListKeyRotations", KmsShapes.LIST_ROTATIONS, rotations::list),
            writing("CreateAlias", KmsShapes.ALIAS_OF_KEY, aliases::create),
            writing("UpdateAlias", KmsShapes.ALIAS_OF_KEY, aliases::update),
            writing("DeleteAlias", KmsShapes.ALIAS, aliases::delete),
            reading("ListAliases", KmsShapes.LIST_ALIASES, aliases::list),
            writing("TagResource", KmsShapes.TAG, tags::tag),
            writing("UntagResource", KmsShapes.UNTAG, tags::untag),
            reading("ListResourceTags", KmsShapes.LIST_OF_KEY, tags::list),
            reading("GetKeyPolicy", KmsShapes.GET_POLICY, policies::get),
            writing("PutKeyPolicy", KmsShapes.PUT_POLICY, policies::put),
            reading("ListKeyPolicies", KmsShapes.LIST_OF_KEY, policies::list),
            writing("CreateGrant", KmsShapes.CREATE_GRANT, grants::create),
            reading("ListGrants", KmsShapes.LIST_GRANTS, grants::list),
            reading("ListRetirableGrants", KmsShapes.LIST_RETIRABLE_GRANTS, grants::listRetirable),
            writing("RevokeGrant", KmsShapes.REVOKE_GRANT, grants::revoke),
            writing("RetireGrant", KmsShapes.RETIRE_GRANT, grants::retire),
            reading("Encrypt", KmsShapes.ENCRYPT, cryptography::encrypt),
            reading("Decrypt", KmsShapes.DECRYPT, cryptography::decrypt),
            reading("ReEncrypt", KmsShapes.RE_ENCRYPT, cryptography::reEncrypt),
            reading("GenerateDataKey", KmsShapes.GENERATE_DATA_KEY, cryptography::generateDataKey),
            reading(
                "GenerateDataKeyWithoutPlaintext",
                KmsShapes.GENERATE_DATA_KEY,
                cryptography::generateDataKeyWithoutPlaintext),
            reading("GenerateRandom", KmsShapes.GENERATE_RANDOM, cryptography::generateRandom)));
    operations.addAll(refused.all());
    return Api.of(
        "kms.amazonaws.com",
        new Api.ApiProtocol.JsonApi("TrentService"),
        operations.stream().map(operation -> faulty(operation, faults)).toList());
  }

  private static Operation faulty(Operation operation, Faults faults) {
    return new Operation(
        operation.name(),
        operation.readOnly(),
        operation.input(),
        call -> {
          faults.strikeOperation(operation.name());
          return operation.handler().perform(call);
        });
  }
}
