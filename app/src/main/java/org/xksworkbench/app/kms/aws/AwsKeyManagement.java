package org.xksworkbench.app.kms.aws;

import static org.xksworkbench.app.kms.aws.KmsFailures.translate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xksworkbench.app.kms.CallerIdentity;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsAnswer;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.kms.LastUse;
import org.xksworkbench.app.kms.aws.client.ClientFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.sts.StsClient;

/// The port to AWS KMS on the AWS SDK.
public final class AwsKeyManagement implements KeyManagement {

  /// The most that ListKeys takes.
  private static final int KEYS_PER_PAGE = 1000;

  private final KmsClient kms;
  private final StsClient sts;
  private final ClientFactory clients;
  private final KmsEndpoint endpoint;
  private final KmsClient once;
  private final AwsChanges changes;

  private AwsKeyManagement(
      KmsClient kms, KmsClient once, StsClient sts, KmsEndpoint endpoint, ClientFactory clients) {
    this.clients = clients;
    this.kms = kms;
    this.once = once;
    this.sts = sts;
    this.endpoint = endpoint;
    this.changes = new AwsChanges(kms, once);
  }

  /// Makes the clients; no request is sent yet.
  ///
  /// @throws KmsException if profile, proxy or CA bundle cannot be used
  public static AwsKeyManagement open(AwsConnection connection) {
    return translate(() -> open(AwsClientAssembly.of(connection)));
  }

  /// @param clients closed with it
  static AwsKeyManagement open(ClientFactory clients) {
    return translate(() ->
        new AwsKeyManagement(
            clients.kms(),
            clients.kmsOnce(),
            clients.sts(),
            new KmsEndpoint(clients.kmsEndpoint(), clients.region().id()),
            clients));
  }

  @Override
  public KmsEndpoint endpoint() {
    return endpoint;
  }

  @Override
  public CallerIdentity callerIdentity() {
    return translate(() -> {
      var identity = sts.getCallerIdentity();
      return new CallerIdentity(
          identity.account(),
          identity.arn(),
          clients.credentials().resolveCredentials().expirationTime(),
          clients.clockAhead());
    });
  }

  @Override
  public List<ExternalKeyStore> keyStores() {
    return translate(() ->
        kms.describeCustomKeyStoresPaginator().customKeyStores().stream()
            .filter(entry -> entry.customKeyStoreType() == CustomKeyStoreType.EXTERNAL_KEY_STORE)
            .map(KmsAnswers::keyStore)
            .toList());
  }

  @Override
  public ExternalKeyStore keyStore(String customKeyStoreId) {
    return translate(() ->
        KmsAnswers.keyStore(
            kms.describeCustomKeyStores(r -> r.customKeyStoreId(customKeyStoreId))
                .customKeyStores()
                .getFirst()));
  }

  @Override
  public <T> KmsAnswer<T> perform(KmsChange<T> change) {
    return translate(() -> changes.send(change));
  }

  @Override
  public KmsKey key(String keyId) {
    return translate(() -> KmsAnswers.key(kms.describeKey(r -> r.keyId(keyId)).keyMetadata()));
  }

  @Override
  public List<String> keyIds() {
    return translate(() ->
        kms.listKeysPaginator(r -> r.limit(KEYS_PER_PAGE)).keys().stream()
            .map(KeyListEntry::keyId)
            .toList());
  }

  @Override
  public Map<String, String> aliases() {
    return translate(() -> {
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
    return translate(() -> kms.getKeyPolicy(r -> r.keyId(keyId).policyName("default")).policy());
  }

  @Override
  public Map<String, String> tags(String keyId) {
    return translate(() -> {
      var tags = new HashMap<String, String>();
      kms.listResourceTagsPaginator(r -> r.keyId(keyId))
          .tags()
          .forEach(tag -> tags.put(tag.tagKey(), tag.tagValue()));
      return tags;
    });
  }

  @Override
  public LastUse lastUse(String keyId) {
    return translate(() -> {
      try {
        return KmsAnswers.lastUse(kms.getKeyLastUsage(r -> r.keyId(keyId)));
      } catch (AwsServiceException e) {
        return KmsFailures.whyNotKnown(e).map(LastUse.NotKnown::new).orElseThrow(() -> e);
      }
    });
  }

  @Override
  public KmsAnswer<byte[]> encrypt(
      String keyId, byte[] plaintext, Map<String, String> encryptionContext) {
    return translate(() -> {
      var response =
          kms.encrypt(r ->
              r.keyId(keyId)
                  .plaintext(SdkBytes.fromByteArray(plaintext))
                  .encryptionContext(encryptionContext));
      return new KmsAnswer<>(
          response.ciphertextBlob().asByteArray(), KmsAnswers.requestId(response));
    });
  }

  @Override
  public KmsAnswer<byte[]> decrypt(
      String keyId, byte[] ciphertext, Map<String, String> encryptionContext) {
    return translate(() -> {
      var response =
          kms.decrypt(r ->
              r.keyId(keyId)
                  .ciphertextBlob(SdkBytes.fromByteArray(ciphertext))
                  .encryptionContext(encryptionContext));
      return new KmsAnswer<>(response.plaintext().asByteArray(), KmsAnswers.requestId(response));
    });
  }

  @Override
  public void close() {
    kms.close();
    once.close();
    sts.close();
    clients.close();
  }
}
