package org.xksworkbench.app.kms.aws;

import java.util.Objects;
import java.util.Optional;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.KeyOrigin;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.kms.LastUse;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.GetKeyLastUsageResponse;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/// What the SDK answers as values of the port.
final class KmsAnswers {

  private KmsAnswers() {}

  static String requestId(AwsResponse response) {
    return Objects.requireNonNullElse(response.responseMetadata().requestId(), "");
  }

  static ExternalKeyStore keyStore(CustomKeyStoresListEntry entry) {
    var proxy = entry.xksProxyConfiguration();
    return new ExternalKeyStore(
        entry.customKeyStoreId(),
        entry.customKeyStoreName(),
        connectionState(entry),
        new XksProxyConfiguration(
            switch (proxy.connectivity()) {
              case PUBLIC_ENDPOINT -> Connectivity.PUBLIC_ENDPOINT;
              case VPC_ENDPOINT_SERVICE -> Connectivity.VPC_ENDPOINT_SERVICE;
              case UNKNOWN_TO_SDK_VERSION ->
                  throw unknown("connectivity", proxy.connectivityAsString());
            },
            proxy.uriEndpoint(),
            proxy.uriPath(),
            Objects.requireNonNullElse(proxy.accessKeyId(), ""),
            Optional.ofNullable(proxy.vpcEndpointServiceName()),
            Optional.ofNullable(proxy.vpcEndpointServiceOwner())),
        entry.creationDate());
  }

  private static ConnectionState connectionState(CustomKeyStoresListEntry entry) {
    return switch (entry.connectionState()) {
      case CONNECTED -> new ConnectionState.Connected();
      case CONNECTING -> new ConnectionState.Connecting();
      case DISCONNECTED -> new ConnectionState.Disconnected();
      case DISCONNECTING -> new ConnectionState.Disconnecting();
      case FAILED ->
          new ConnectionState.Failed(
              Objects.requireNonNullElse(entry.connectionErrorCodeAsString(), "UNKNOWN"));
      case UNKNOWN_TO_SDK_VERSION ->
          throw unknown("connection state", entry.connectionStateAsString());
    };
  }

  private static KmsException unknown(String what, String value) {
    return new KmsException(
        KmsException.KmsFailureKind.REFUSED,
        "UnknownValue",
        "AWS KMS told a " + what + " that this version does not know: " + value,
        "",
        null);
  }

  /// An empty `KeyLastUsage` says that the key was never used only where its whole life was
  /// tracked.
  static LastUse lastUse(GetKeyLastUsageResponse response) {
    var usage = response.keyLastUsage();
    if (usage != null && usage.timestamp() != null) {
      return new LastUse.Used(
          Objects.requireNonNullElse(usage.operationAsString(), "an operation"),
          usage.timestamp(),
          Objects.requireNonNullElse(usage.cloudTrailEventId(), ""),
          Objects.requireNonNullElse(usage.kmsRequestId(), ""));
    }
    var tracked = response.trackingStartDate();
    var created = response.keyCreationDate();
    if (tracked == null || created == null) {
      throw unknown("last use", response.toString());
    }
    return created.isBefore(tracked) ? new LastUse.NotSince(tracked) : new LastUse.NeverUsed();
  }

  static KmsKey key(KeyMetadata metadata) {
    return new KmsKey(
        metadata.keyId(),
        metadata.arn(),
        Objects.requireNonNullElse(metadata.awsAccountId(), ""),
        Objects.requireNonNullElse(metadata.description(), ""),
        KeyState.of(Objects.requireNonNullElse(metadata.keyStateAsString(), "")),
        metadata.keySpecAsString(),
        metadata.keyUsageAsString(),
        KeyOrigin.of(Objects.requireNonNullElse(metadata.originAsString(), "")),
        Boolean.TRUE.equals(metadata.multiRegion()),
        metadata.keyManager() != KeyManagerType.AWS,
        metadata.creationDate(),
        Optional.ofNullable(metadata.customKeyStoreId()),
        Optional.ofNullable(metadata.xksKeyConfiguration()).map(xks -> xks.id()),
        Optional.ofNullable(metadata.deletionDate()));
  }
}
