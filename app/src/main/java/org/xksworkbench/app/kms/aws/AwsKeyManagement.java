package org.xksworkbench.app.kms.aws;

import static org.xksworkbench.app.kms.aws.KmsFailures.translated;

import java.net.URI;
import java.time.Duration;
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
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.kms.NewKey;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.sts.StsClient;

/// The port to AWS KMS on the AWS SDK.
public final class AwsKeyManagement implements KeyManagement {

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration CREATE_TIMEOUT = Duration.ofSeconds(60);

  /// Signs requests to the local KMS, which does not look at it.
  private static final AwsCredentialsProvider NO_CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("LOCALKMSNOTAWS", "local"));

  private final KmsClient kms;
  private final StsClient sts;
  private final KmsEndpoint endpoint;

  /// For what must not be done twice: if its answer is lost, asking again could do it again.
  private final KmsClient once;

  private AwsKeyManagement(KmsClient kms, KmsClient once, StsClient sts, KmsEndpoint endpoint) {
    this.kms = kms;
    this.once = once;
    this.sts = sts;
    this.endpoint = endpoint;
  }

  /// Makes the clients; no request is sent yet.
  ///
  /// @throws KmsException if the AWS configuration of the profile cannot be read
  public static AwsKeyManagement open(AwsConnection connection) {
    return translated(() ->
        switch (connection) {
          case AwsConnection.LocalKms(var uri, var region) ->
              AwsFiles.unread(() -> openLocal(uri, Region.of(region)));
          case AwsConnection.Aws(var profile, var region) -> openAws(profile, Region.of(region));
        });
  }

  private static AwsKeyManagement openLocal(URI uri, Region region) {
    var nothing = ProfileFile.aggregator().build();
    var override =
        ClientOverrideConfiguration.builder()
            .apiCallTimeout(CALL_TIMEOUT)
            .defaultProfileFile(nothing)
            .defaultProfileName("none")
            .build();
    var sts =
        StsClient.builder()
            .endpointOverride(uri)
            .region(region)
            .fipsEnabled(false)
            .dualstackEnabled(false)
            .credentialsProvider(NO_CREDENTIALS)
            .overrideConfiguration(override)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    return clients(
        () ->
            KmsClient.builder()
                .endpointOverride(uri)
                .region(region)
                .fipsEnabled(false)
                .dualstackEnabled(false)
                .credentialsProvider(NO_CREDENTIALS),
        override,
        List.of(),
        sts,
        region);
  }

  private static AwsKeyManagement openAws(String profile, Region region) {
    var credentials = ProfileCredentialsProvider.create(profile);
    var override =
        ClientOverrideConfiguration.builder()
            .apiCallTimeout(CALL_TIMEOUT)
            .defaultProfileName(profile)
            .build();
    List<ExecutionInterceptor> guards = List.of(new EndpointGuard());
    var sts =
        StsClient.builder()
            .region(region)
            .credentialsProvider(credentials)
            .overrideConfiguration(override.toBuilder().executionInterceptors(guards).build())
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    return clients(
        () -> KmsClient.builder().region(region).credentialsProvider(credentials),
        override,
        guards,
        sts,
        region);
  }

  private static AwsKeyManagement clients(
      Supplier<KmsClientBuilder> common,
      ClientOverrideConfiguration override,
      List<ExecutionInterceptor> guards,
      StsClient sts,
      Region region) {
    var guarded = override.toBuilder().executionInterceptors(guards).build();
    var kms =
        common
            .get()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(guarded)
            .build();
    var once =
        common
            .get()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                guarded.toBuilder()
                    .apiCallTimeout(CREATE_TIMEOUT)
                    .retryStrategy(retry -> retry.maxAttempts(1))
                    .build())
            .build();
    var uri = ResolvedEndpoint.of(common.get(), override);
    return new AwsKeyManagement(kms, once, sts, new KmsEndpoint(uri, region.id()));
  }

  @Override
  public KmsEndpoint endpoint() {
    return endpoint;
  }

  @Override
  public CallerIdentity callerIdentity() {
    return translated(() -> {
      var identity = sts.getCallerIdentity();
      return new CallerIdentity(identity.account(), identity.arn());
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
  public Answer<KmsKey> createKey(NewKey key) {
    return translated(() -> {
      var response =
          once.createKey(r ->
              r.origin(OriginType.EXTERNAL_KEY_STORE)
                  .customKeyStoreId(key.customKeyStoreId())
                  .xksKeyId(key.xksKeyId())
                  .description(key.description()));
      return new Answer<>(key(response.keyMetadata()), requestId(response));
    });
  }

  @Override
  public Answer<@Nullable Void> createAlias(String aliasName, String keyId) {
    return done(() -> kms.createAlias(r -> r.aliasName(aliasName).targetKeyId(keyId)));
  }

  @Override
  public KmsKey key(String keyId) {
    return translated(() -> key(kms.describeKey(r -> r.keyId(keyId)).keyMetadata()));
  }

  @Override
  public List<KmsKey> keys() {
    return translated(() ->
        kms.listKeysPaginator().keys().stream()
            .map(entry -> kms.describeKey(r -> r.keyId(entry.keyId())).keyMetadata())
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

  private static String requestId(AwsResponse response) {
    return Objects.requireNonNullElse(response.responseMetadata().requestId(), "");
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
        metadata.creationDate(),
        Optional.ofNullable(metadata.customKeyStoreId()),
        Optional.ofNullable(metadata.xksKeyConfiguration()).map(xks -> xks.id()));
  }
}
