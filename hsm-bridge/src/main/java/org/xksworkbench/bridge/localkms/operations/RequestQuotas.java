package org.xksworkbench.bridge.localkms.operations;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.xksworkbench.bridge.localkms.state.AwsTexts;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// The request quotas of one account in one Region, with the default values of AWS (AWS KMS
/// Developer Guide, "Request quotas", as of 2026). Each is counted in seconds of the clock: what
/// comes after it in the same second is throttled.
public final class RequestQuotas {

  /// Shared by these, whatever their keys are.
  private static final Set<String> SYMMETRIC =
      Set.of(
          "Decrypt",
          "Encrypt",
          "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateMac",
          "GenerateRandom",
          "ReEncrypt",
          "VerifyMac");

  private static final int SYMMETRIC_USUAL = 10_000;
  private static final Map<String, Integer> SYMMETRIC_OF_REGION =
      Map.of(
          "us-east-2", 20_000,
          "ap-southeast-1", 20_000,
          "ap-southeast-2", 20_000,
          "ap-northeast-1", 20_000,
          "eu-central-1", 20_000,
          "eu-west-2", 20_000,
          "us-east-1", 100_000,
          "us-west-2", 100_000,
          "eu-west-1", 100_000);

  /// Of each external key store, beside the quota of the account.
  private static final int OF_STORE = 1_800;

  private static final Map<String, Integer> OF_OPERATION =
      Map.ofEntries(
          Map.entry("CancelKeyDeletion", 5),
          Map.entry("ConnectCustomKeyStore", 5),
          Map.entry("CreateAlias", 5),
          Map.entry("CreateCustomKeyStore", 5),
          Map.entry("CreateGrant", 50),
          Map.entry("CreateKey", 5),
          Map.entry("DeleteAlias", 15),
          Map.entry("DeleteCustomKeyStore", 5),
          Map.entry("DeleteImportedKeyMaterial", 15),
          Map.entry("DescribeCustomKeyStores", 5),
          Map.entry("DescribeKey", 2_000),
          Map.entry("DisableKey", 5),
          Map.entry("DisableKeyRotation", 5),
          Map.entry("DisconnectCustomKeyStore", 5),
          Map.entry("EnableKey", 5),
          Map.entry("EnableKeyRotation", 15),
          Map.entry("GetKeyLastUsage", 5),
          Map.entry("GetKeyPolicy", 1_000),
          Map.entry("GetKeyRotationStatus", 1_000),
          Map.entry("GetParametersForImport", 1),
          Map.entry("GetPublicKey", 2_000),
          Map.entry("ImportKeyMaterial", 15),
          Map.entry("ListAliases", 500),
          Map.entry("ListGrants", 100),
          Map.entry("ListKeyPolicies", 100),
          Map.entry("ListKeyRotations", 100),
          Map.entry("ListKeys", 500),
          Map.entry("ListResourceTags", 2_000),
          Map.entry("ListRetirableGrants", 100),
          Map.entry("PutKeyPolicy", 15),
          Map.entry("ReplicateKey", 5),
          Map.entry("RetireGrant", 50),
          Map.entry("RevokeGrant", 50),
          Map.entry("RotateKeyOnDemand", 5),
          Map.entry("ScheduleKeyDeletion", 15),
          Map.entry("TagResource", 10),
          Map.entry("UntagResource", 5),
          Map.entry("UpdateAlias", 5),
          Map.entry("UpdateCustomKeyStore", 5),
          Map.entry("UpdateKeyDescription", 5),
          Map.entry("UpdatePrimaryRegion", 5));

  private final int symmetric;
  private final Clock clock;
  private final Map<String, Integer> counts = new HashMap<>();
  private long second;

  public RequestQuotas(String region, Clock clock) {
    this.symmetric = SYMMETRIC_OF_REGION.getOrDefault(region, SYMMETRIC_USUAL);
    this.clock = clock;
  }

  /// Counts a request.
  ///
  /// @throws ServiceFault ThrottlingException
  public void admit(Call call) {
    var operation = call.operation().name();
    if (SYMMETRIC.contains(operation)) {
      count("symmetric", symmetric);
    } else if (OF_OPERATION.containsKey(operation)) {
      count(operation, OF_OPERATION.get(operation));
    }
  }

  /// Counts the use of a key in an external key store.
  ///
  /// @throws ServiceFault ThrottlingException
  void admitToStore(String customKeyStoreId) {
    count(customKeyStoreId, OF_STORE);
  }

  private synchronized void count(String what, int most) {
    var now = clock.instant().getEpochSecond();
    if (now != second) {
      second = now;
      counts.clear();
    }
    if (counts.merge(what, 1, Integer::sum) > most) {
      throw ServiceFault.of("ThrottlingException", AwsTexts.THROTTLED);
    }
  }
}
