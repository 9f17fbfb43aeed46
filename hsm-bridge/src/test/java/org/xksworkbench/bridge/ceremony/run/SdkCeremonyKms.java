package org.xksworkbench.bridge.ceremony.run;

import java.net.URI;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.OriginType;

/// The ceremony's way to the local KMS, with the real AWS SDK.
public final class SdkCeremonyKms implements CeremonyKms, AutoCloseable {

  private final URI endpoint;
  private KmsClient kms;

  public SdkCeremonyKms(URI endpoint) {
    this.endpoint = endpoint;
  }

  /// Made when it is first needed: a process that is killed before it asks AWS KMS starts faster.
  public synchronized KmsClient client() {
    if (kms == null) {
      kms =
          KmsClient.builder()
              .endpointOverride(endpoint)
              .region(Region.US_EAST_1)
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
              .httpClientBuilder(UrlConnectionHttpClient.builder())
              .build();
    }
    return kms;
  }

  @Override
  public String description() {
    return "local KMS (not AWS), us-east-1";
  }

  @Override
  public boolean local() {
    return true;
  }

  @Override
  public KeyStore keyStore(String name) {
    return told(() -> {
      var entry = entry(name);
      return new KeyStore(
          entry.customKeyStoreId(), entry.customKeyStoreName(), entry.connectionStateAsString());
    });
  }

  private CustomKeyStoresListEntry entry(String name) {
    return client()
        .describeCustomKeyStores(r -> r.customKeyStoreName(name))
        .customKeyStores()
        .getFirst();
  }

  @Override
  public Optional<CeremonyKmsKey> keyOf(String keyStoreName, String xksKeyId) {
    return told(() -> {
      var store = entry(keyStoreName).customKeyStoreId();
      return client().listKeysPaginator().keys().stream()
          .map(key -> client().describeKey(r -> r.keyId(key.keyId())).keyMetadata())
          .filter(key -> store.equals(key.customKeyStoreId()))
          .filter(key -> key.xksKeyConfiguration().id().equals(xksKeyId))
          .map(this::key)
          .findFirst();
    });
  }

  @Override
  public KmsReply<CeremonyKmsKey> createKey(
      String keyStoreName, String xksKeyId, String description) {
    return told(() -> {
      var store = entry(keyStoreName).customKeyStoreId();
      var response =
          client()
              .createKey(r ->
                  r.origin(OriginType.EXTERNAL_KEY_STORE)
                      .customKeyStoreId(store)
                      .xksKeyId(xksKeyId)
                      .description(description));
      return new KmsReply<>(key(response.keyMetadata()), response.responseMetadata().requestId());
    });
  }

  @Override
  public String createAlias(String alias, String keyId) {
    return told(() ->
        client()
            .createAlias(r -> r.aliasName(alias).targetKeyId(keyId))
            .responseMetadata()
            .requestId());
  }

  @Override
  public RoundTripResult prove(String keyId) {
    return told(() -> {
      var text = new byte[32];
      new SecureRandom().nextBytes(text);
      var encrypted = client().encrypt(r -> r.keyId(keyId).plaintext(SdkBytes.fromByteArray(text)));
      var decrypted =
          client().decrypt(r -> r.keyId(keyId).ciphertextBlob(encrypted.ciphertextBlob()));
      return new RoundTripResult(
          Arrays.equals(text, decrypted.plaintext().asByteArray()),
          encrypted.responseMetadata().requestId(),
          decrypted.responseMetadata().requestId());
    });
  }

  private CeremonyKmsKey key(KeyMetadata key) {
    List<String> aliases =
        client().listAliases(r -> r.keyId(key.keyId())).aliases().stream()
            .map(AliasListEntry::aliasName)
            .toList();
    return new CeremonyKmsKey(
        key.arn(), key.keyId(), key.keyStateAsString(), key.xksKeyConfiguration().id(), aliases);
  }

  private static <T> T told(Supplier<T> call) {
    try {
      return call.get();
    } catch (software.amazon.awssdk.core.exception.SdkException e) {
      throw new CeremonyException("AWS KMS refused: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (kms != null) {
      kms.close();
    }
  }
}
