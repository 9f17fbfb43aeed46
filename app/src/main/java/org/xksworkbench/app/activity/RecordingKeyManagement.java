package org.xksworkbench.app.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.Answer;
import org.xksworkbench.app.kms.CallerIdentity;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyStoreUpdate;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.kms.NewKey;
import org.xksworkbench.app.kms.NewKeyStore;
import org.xksworkbench.bridge.guard.ReadOnlyException;

/// Writes every call that changes something or uses a key to the activity log, whatever came of it.
public final class RecordingKeyManagement implements KeyManagement {

  private final KeyManagement kms;
  private final ActivityLog log;
  private final Supplier<String> who;

  /// @param who ARN of the caller, or the profile while that is not known
  public RecordingKeyManagement(KeyManagement kms, ActivityLog log, Supplier<String> who) {
    this.kms = kms;
    this.log = log;
    this.who = who;
  }

  @Override
  public Answer<@Nullable Void> connect(String customKeyStoreId) {
    return recorded("ConnectCustomKeyStore", customKeyStoreId, () -> kms.connect(customKeyStoreId));
  }

  @Override
  public Answer<@Nullable Void> disconnect(String customKeyStoreId) {
    return recorded(
        "DisconnectCustomKeyStore", customKeyStoreId, () -> kms.disconnect(customKeyStoreId));
  }

  @Override
  public Answer<String> createKeyStore(NewKeyStore store) {
    return recorded("CreateCustomKeyStore", store.name(), () -> kms.createKeyStore(store));
  }

  @Override
  public Answer<@Nullable Void> updateKeyStore(String customKeyStoreId, KeyStoreUpdate update) {
    return recorded(
        "UpdateCustomKeyStore",
        customKeyStoreId,
        () -> kms.updateKeyStore(customKeyStoreId, update));
  }

  @Override
  public Answer<@Nullable Void> deleteKeyStore(String customKeyStoreId) {
    return recorded(
        "DeleteCustomKeyStore", customKeyStoreId, () -> kms.deleteKeyStore(customKeyStoreId));
  }

  @Override
  public Answer<KmsKey> createKey(NewKey key) {
    return recorded(
        "CreateKey", key.customKeyStoreId() + " " + key.xksKeyId(), () -> kms.createKey(key));
  }

  @Override
  public Answer<@Nullable Void> createAlias(String aliasName, String keyId) {
    return recorded(
        "CreateAlias", aliasName + " " + keyId, () -> kms.createAlias(aliasName, keyId));
  }

  @Override
  public Answer<@Nullable Void> updateAlias(String aliasName, String keyId) {
    return recorded(
        "UpdateAlias", aliasName + " " + keyId, () -> kms.updateAlias(aliasName, keyId));
  }

  @Override
  public Answer<@Nullable Void> deleteAlias(String aliasName) {
    return recorded("DeleteAlias", aliasName, () -> kms.deleteAlias(aliasName));
  }

  @Override
  public Answer<@Nullable Void> enableKey(String keyId) {
    return recorded("EnableKey", keyId, () -> kms.enableKey(keyId));
  }

  @Override
  public Answer<@Nullable Void> disableKey(String keyId) {
    return recorded("DisableKey", keyId, () -> kms.disableKey(keyId));
  }

  @Override
  public Answer<@Nullable Void> updateDescription(String keyId, String description) {
    return recorded("UpdateKeyDescription", keyId, () -> kms.updateDescription(keyId, description));
  }

  @Override
  public Answer<Instant> scheduleDeletion(String keyId, int pendingWindowInDays) {
    return recorded(
        "ScheduleKeyDeletion", keyId, () -> kms.scheduleDeletion(keyId, pendingWindowInDays));
  }

  @Override
  public Answer<@Nullable Void> cancelDeletion(String keyId) {
    return recorded("CancelKeyDeletion", keyId, () -> kms.cancelDeletion(keyId));
  }

  @Override
  public Answer<@Nullable Void> tag(String keyId, Map<String, String> tags) {
    return recorded("TagResource", keyId, () -> kms.tag(keyId, tags));
  }

  @Override
  public Answer<@Nullable Void> untag(String keyId, Collection<String> tagKeys) {
    return recorded("UntagResource", keyId, () -> kms.untag(keyId, tagKeys));
  }

  @Override
  public Answer<@Nullable Void> putKeyPolicy(String keyId, String policy) {
    return recorded("PutKeyPolicy", keyId, () -> kms.putKeyPolicy(keyId, policy));
  }

  @Override
  public Answer<byte[]> encrypt(
      String keyId, byte[] plaintext, Map<String, String> encryptionContext) {
    return recorded("Encrypt", keyId, () -> kms.encrypt(keyId, plaintext, encryptionContext));
  }

  @Override
  public Answer<byte[]> decrypt(
      String keyId, byte[] ciphertext, Map<String, String> encryptionContext) {
    return recorded("Decrypt", keyId, () -> kms.decrypt(keyId, ciphertext, encryptionContext));
  }

  @Override
  public KmsEndpoint endpoint() {
    return kms.endpoint();
  }

  @Override
  public CallerIdentity callerIdentity() {
    return kms.callerIdentity();
  }

  @Override
  public List<ExternalKeyStore> keyStores() {
    return kms.keyStores();
  }

  @Override
  public ExternalKeyStore keyStore(String customKeyStoreId) {
    return kms.keyStore(customKeyStoreId);
  }

  @Override
  public KmsKey key(String keyId) {
    return kms.key(keyId);
  }

  @Override
  public List<String> keyIds() {
    return kms.keyIds();
  }

  @Override
  public List<KmsKey> keys() {
    return kms.keys();
  }

  @Override
  public Map<String, String> aliases() {
    return kms.aliases();
  }

  @Override
  public String keyPolicy(String keyId) {
    return kms.keyPolicy(keyId);
  }

  @Override
  public Map<String, String> tags(String keyId) {
    return kms.tags(keyId);
  }

  @Override
  public void close() {
    kms.close();
  }

  private <T extends @Nullable Object> Answer<T> recorded(
      String operation, String target, Supplier<Answer<T>> call) {
    var at = Instant.now();
    var started = System.nanoTime();
    try {
      var answer = call.get();
      record(at, started, operation, target, answer.requestId(), "done");
      return answer;
    } catch (KmsException e) {
      var outcome = e.code().isEmpty() ? e.kind().name() : e.code();
      record(at, started, operation, target, e.requestId(), outcome);
      throw e;
    } catch (ReadOnlyException e) {
      record(at, started, operation, target, "", ReadOnlyException.CODE);
      throw e;
    }
  }

  private void record(
      Instant at, long started, String operation, String target, String requestId, String outcome) {
    log.add(
        new ActivityEntry(
            at,
            who.get(),
            operation,
            target,
            requestId,
            outcome,
            Duration.ofNanos(System.nanoTime() - started)));
  }
}
