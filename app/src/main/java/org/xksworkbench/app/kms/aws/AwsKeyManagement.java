package org.xksworkbench.app.kms.aws;

import static org.xksworkbench.app.kms.aws.KmsFailures.translated;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.Answer;
import org.xksworkbench.app.kms.CallerIdentity;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyStoreUpdate;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.kms.NewKey;
import org.xksworkbench.app.kms.NewKeyStore;
import org.xksworkbench.app.kms.ProxyCredential;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.XksProxyAuthenticationCredentialType;
import software.amazon.awssdk.services.kms.model.XksProxyConnectivityType;
import software.amazon.awssdk.services.sts.StsClient;

/// The port to AWS KMS on the AWS SDK.
public final class AwsKeyManagement implements KeyManagement {

  private static final Duration CREATE_TIMEOUT = Duration.ofSeconds(60);

  /// The most that ListKeys takes.
  private static final int KEYS_PER_PAGE = 1000;

  private final KmsClient kms;
  private final StsClient sts;
  private final ClientSettings settings;
  private final KmsEndpoint endpoint;

  /// For what must not be done twice: if its answer is lost, asking again could do it again.
  private final KmsClient once;

  private AwsKeyManagement(
      KmsClient kms, KmsClient once, StsClient sts, KmsEndpoint endpoint, ClientSettings settings) {
    this.settings = settings;
    this.kms = kms;
    this.once = once;
    this.sts = sts;
    this.endpoint = endpoint;
  }

  /// Makes the clients; no request is sent yet.
  ///
  /// @throws KmsException if the AWS configuration of the profile cannot be read
  public static AwsKeyManagement open(AwsConnection connection) {
    return translated(() -> open(ClientSettings.of(connection)));
  }

  static AwsKeyManagement open(ClientSettings settings) {
    return translated(() -> settings.building(() -> make(settings)));
  }

  private static AwsKeyManagement make(ClientSettings settings) {
    var kms = settings.apply(KmsClient.builder()).build();
    var once =
        settings
            .apply(KmsClient.builder())
            .overrideConfiguration(
                settings.override().toBuilder()
                    .apiCallTimeout(CREATE_TIMEOUT)
                    .retryStrategy(retry -> retry.maxAttempts(1))
                    .build())
            .build();
    var sts = settings.apply(StsClient.builder()).build();
    var uri =
        ResolvedEndpoint.of(
            settings.common(KmsClient.builder()),
            settings.override().toBuilder().executionInterceptors(List.of()).build());
    return new AwsKeyManagement(
        kms, once, sts, new KmsEndpoint(uri, settings.region().id()), settings);
  }

  @Override
  public KmsEndpoint endpoint() {
    return endpoint;
  }

  @Override
  public CallerIdentity callerIdentity() {
    return translated(() -> {
      var identity = sts.getCallerIdentity();
      return new CallerIdentity(
          identity.account(),
          identity.arn(),
          settings.credentials().resolveCredentials().expirationTime(),
          settings.skew().ahead());
    });
  }

  @Override
  public List<ExternalKeyStore> keyStores() {
    return translated(() ->
        kms.describeCustomKeyStoresPaginator().customKeyStores().stream()
            .filter(entry -> entry.customKeyStoreType() == CustomKeyStoreType.EXTERNAL_KEY_STORE)
            .map(AwsKeyManagement::keyStore)
            .toList());
  }

  @Override
  public ExternalKeyStore keyStore(String customKeyStoreId) {
    return translated(() ->
        keyStore(
            kms.describeCustomKeyStores(r -> r.customKeyStoreId(customKeyStoreId))
                .customKeyStores()
                .getFirst()));
  }

  @Override
  public Answer<@Nullable Void> connect(String customKeyStoreId) {
    return done(() -> kms.connectCustomKeyStore(r -> r.customKeyStoreId(customKeyStoreId)));
  }

  @Override
  public Answer<@Nullable Void> disconnect(String customKeyStoreId) {
    return done(() -> kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(customKeyStoreId)));
  }

  @Override
  public Answer<String> createKeyStore(NewKeyStore store) {
    return translated(() -> {
      var response =
          once.createCustomKeyStore(r ->
              r.customKeyStoreName(store.name())
                  .customKeyStoreType(CustomKeyStoreType.EXTERNAL_KEY_STORE)
                  .xksProxyConnectivity(connectivity(store.connectivity()))
                  .xksProxyUriEndpoint(store.uriEndpoint())
                  .xksProxyUriPath(store.uriPath())
                  .xksProxyAuthenticationCredential(credential(store.credential()))
                  .xksProxyVpcEndpointServiceName(store.vpcEndpointServiceName().orElse(null))
                  .xksProxyVpcEndpointServiceOwner(store.vpcEndpointServiceOwner().orElse(null)));
      return new Answer<>(response.customKeyStoreId(), requestId(response));
    });
  }

  @Override
  public Answer<@Nullable Void> updateKeyStore(String customKeyStoreId, KeyStoreUpdate update) {
    return done(() ->
        once.updateCustomKeyStore(r ->
            r.customKeyStoreId(customKeyStoreId)
                .newCustomKeyStoreName(update.newName().orElse(null))
                .xksProxyConnectivity(
                    update.connectivity().map(AwsKeyManagement::connectivity).orElse(null))
                .xksProxyUriEndpoint(update.uriEndpoint().orElse(null))
                .xksProxyUriPath(update.uriPath().orElse(null))
                .xksProxyAuthenticationCredential(
                    update.credential().map(AwsKeyManagement::credential).orElse(null))
                .xksProxyVpcEndpointServiceName(update.vpcEndpointServiceName().orElse(null))
                .xksProxyVpcEndpointServiceOwner(update.vpcEndpointServiceOwner().orElse(null))));
  }

  @Override
  public Answer<@Nullable Void> deleteKeyStore(String customKeyStoreId) {
    return done(() -> once.deleteCustomKeyStore(r -> r.customKeyStoreId(customKeyStoreId)));
  }

  @Override
  public Answer<KmsKey> createKey(NewKey key) {
    return translated(() -> {
      var response =
          once.createKey(r ->
              r.origin(OriginType.EXTERNAL_KEY_STORE)
                  .customKeyStoreId(key.customKeyStoreId())
                  .xksKeyId(key.xksKeyId())
                  .description(key.description())
                  .policy(key.policy().orElse(null))
                  .tags(tags(key.tags())));
      return new Answer<>(key(response.keyMetadata()), requestId(response));
    });
  }

  @Override
  public Answer<@Nullable Void> createAlias(String aliasName, String keyId) {
    return done(() -> kms.createAlias(r -> r.aliasName(aliasName).targetKeyId(keyId)));
  }

  @Override
  public Answer<@Nullable Void> updateAlias(String aliasName, String keyId) {
    return done(() -> kms.updateAlias(r -> r.aliasName(aliasName).targetKeyId(keyId)));
  }

  @Override
  public Answer<@Nullable Void> deleteAlias(String aliasName) {
    return done(() -> kms.deleteAlias(r -> r.aliasName(aliasName)));
  }

  @Override
  public Answer<@Nullable Void> enableKey(String keyId) {
    return done(() -> kms.enableKey(r -> r.keyId(keyId)));
  }

  @Override
  public Answer<@Nullable Void> disableKey(String keyId) {
    return done(() -> kms.disableKey(r -> r.keyId(keyId)));
  }

  @Override
  public Answer<@Nullable Void> updateDescription(String keyId, String description) {
    return done(() -> kms.updateKeyDescription(r -> r.keyId(keyId).description(description)));
  }

  @Override
  public Answer<Instant> scheduleDeletion(String keyId, int pendingWindowInDays) {
    return translated(() -> {
      var response =
          once.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(pendingWindowInDays));
      return new Answer<>(response.deletionDate(), requestId(response));
    });
  }

  @Override
  public Answer<@Nullable Void> cancelDeletion(String keyId) {
    return done(() -> once.cancelKeyDeletion(r -> r.keyId(keyId)));
  }

  @Override
  public Answer<@Nullable Void> tag(String keyId, Map<String, String> tags) {
    return done(() -> kms.tagResource(r -> r.keyId(keyId).tags(tags(tags))));
  }

  @Override
  public Answer<@Nullable Void> untag(String keyId, Collection<String> tagKeys) {
    return done(() -> kms.untagResource(r -> r.keyId(keyId).tagKeys(tagKeys)));
  }

  @Override
  public Answer<@Nullable Void> putKeyPolicy(String keyId, String policy) {
    return done(() -> kms.putKeyPolicy(r -> r.keyId(keyId).policyName("default").policy(policy)));
  }

  @Override
  public KmsKey key(String keyId) {
    return translated(() -> key(kms.describeKey(r -> r.keyId(keyId)).keyMetadata()));
  }

  @Override
  public List<String> keyIds() {
    return translated(() ->
        kms.listKeysPaginator(r -> r.limit(KEYS_PER_PAGE)).keys().stream()
            .map(KeyListEntry::keyId)
            .toList());
  }

  @Override
  public List<KmsKey> keys() {
    return translated(() ->
        keyIds().stream()
            .map(id -> kms.describeKey(r -> r.keyId(id)).keyMetadata())
            .map(AwsKeyManagement::key)
            .toList());
  }

  @Override
  public Map<String, String> aliases() {
    return translated(() -> {
      var aliases = new HashMap<String, String>();
      for (AliasListEntry alias : kms.listAliasesPaginator().aliases()) {
        if (alias.targetKeyId() != null) {
          aliases.put(alias.aliasName(), alias.targetKeyId());
        }
      }
      return aliases;
    });
  }

  @Override
  public String keyPolicy(String keyId) {
    return translated(() -> kms.getKeyPolicy(r -> r.keyId(keyId).policyName("default")).policy());
  }

  @Override
  public Map<String, String> tags(String keyId) {
    return translated(() -> {
      var tags = new HashMap<String, String>();
      kms.listResourceTagsPaginator(r -> r.keyId(keyId))
          .tags()
          .forEach(tag -> tags.put(tag.tagKey(), tag.tagValue()));
      return tags;
    });
  }

  @Override
  public Answer<byte[]> encrypt(
      String keyId, byte[] plaintext, Map<String, String> encryptionContext) {
    return translated(() -> {
      var response =
          kms.encrypt(r ->
              r.keyId(keyId)
                  .plaintext(SdkBytes.fromByteArray(plaintext))
                  .encryptionContext(encryptionContext));
      return new Answer<>(response.ciphertextBlob().asByteArray(), requestId(response));
    });
  }

  @Override
  public Answer<byte[]> decrypt(
      String keyId, byte[] ciphertext, Map<String, String> encryptionContext) {
    return translated(() -> {
      var response =
          kms.decrypt(r ->
              r.keyId(keyId)
                  .ciphertextBlob(SdkBytes.fromByteArray(ciphertext))
                  .encryptionContext(encryptionContext));
      return new Answer<>(response.plaintext().asByteArray(), requestId(response));
    });
  }

  @Override
  public void close() {
    kms.close();
    once.close();
    sts.close();
  }

  @SuppressWarnings("NullAway") // does not see that the type argument is nullable
  private static Answer<@Nullable Void> done(Supplier<? extends AwsResponse> call) {
    return translated(() -> new Answer<@Nullable Void>(null, requestId(call.get())));
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(tag -> Tag.builder().tagKey(tag.getKey()).tagValue(tag.getValue()).build())
        .toList();
  }

  private static String requestId(AwsResponse response) {
    return Objects.requireNonNullElse(response.responseMetadata().requestId(), "");
  }

  private static XksProxyConnectivityType connectivity(Connectivity connectivity) {
    return switch (connectivity) {
      case PUBLIC_ENDPOINT -> XksProxyConnectivityType.PUBLIC_ENDPOINT;
      case VPC_ENDPOINT_SERVICE -> XksProxyConnectivityType.VPC_ENDPOINT_SERVICE;
    };
  }

  /// The SDK takes the secret as a string only.
  private static XksProxyAuthenticationCredentialType credential(ProxyCredential credential) {
    return XksProxyAuthenticationCredentialType.builder()
        .accessKeyId(credential.accessKeyId())
        .rawSecretAccessKey(new String(credential.rawSecretAccessKey()))
        .build();
  }

  private static ExternalKeyStore keyStore(CustomKeyStoresListEntry entry) {
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
        KmsException.Kind.REFUSED,
        "UnknownValue",
        "AWS KMS told a " + what + " that this version does not know: " + value,
        "",
        null);
  }

  private static KmsKey key(KeyMetadata metadata) {
    return new KmsKey(
        metadata.keyId(),
        metadata.arn(),
        Objects.requireNonNullElse(metadata.awsAccountId(), ""),
        Objects.requireNonNullElse(metadata.description(), ""),
        metadata.keyStateAsString(),
        metadata.keySpecAsString(),
        metadata.keyUsageAsString(),
        metadata.originAsString(),
        Boolean.TRUE.equals(metadata.multiRegion()),
        metadata.keyManager() != KeyManagerType.AWS,
        metadata.creationDate(),
        Optional.ofNullable(metadata.customKeyStoreId()),
        Optional.ofNullable(metadata.xksKeyConfiguration()).map(xks -> xks.id()),
        Optional.ofNullable(metadata.deletionDate()));
  }
}
