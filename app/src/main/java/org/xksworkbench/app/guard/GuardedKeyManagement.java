package org.xksworkbench.app.guard;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.Answer;
import org.xksworkbench.app.kms.CallerIdentity;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyStoreUpdate;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.kms.NewKey;
import org.xksworkbench.app.kms.NewKeyStore;
import org.xksworkbench.bridge.guard.ChangeLock;

/// Sends what would change something only while the profile is unlocked. Reading is always allowed,
/// and so are Encrypt and Decrypt: they change nothing, and prove that a key works.
public final class GuardedKeyManagement implements KeyManagement {

  private final KeyManagement kms;
  private final ChangeLock lock;

  public GuardedKeyManagement(KeyManagement kms, ChangeLock lock) {
    this.kms = kms;
    this.lock = lock;
  }

  @Override
  public Answer<@Nullable Void> connect(String customKeyStoreId) {
    lock.requireUnlocked("ConnectCustomKeyStore");
    return kms.connect(customKeyStoreId);
  }

  @Override
  public Answer<@Nullable Void> disconnect(String customKeyStoreId) {
    lock.requireUnlocked("DisconnectCustomKeyStore");
    return kms.disconnect(customKeyStoreId);
  }

  @Override
  public Answer<String> createKeyStore(NewKeyStore store) {
    lock.requireUnlocked("CreateCustomKeyStore");
    return kms.createKeyStore(store);
  }

  @Override
  public Answer<@Nullable Void> updateKeyStore(String customKeyStoreId, KeyStoreUpdate update) {
    lock.requireUnlocked("UpdateCustomKeyStore");
    return kms.updateKeyStore(customKeyStoreId, update);
  }

  @Override
  public Answer<@Nullable Void> deleteKeyStore(String customKeyStoreId) {
    lock.requireUnlocked("DeleteCustomKeyStore");
    return kms.deleteKeyStore(customKeyStoreId);
  }

  @Override
  public Answer<KmsKey> createKey(NewKey key) {
    lock.requireUnlocked("CreateKey");
    return kms.createKey(key);
  }

  @Override
  public Answer<@Nullable Void> createAlias(String aliasName, String keyId) {
    lock.requireUnlocked("CreateAlias");
    return kms.createAlias(aliasName, keyId);
  }

  @Override
  public Answer<@Nullable Void> updateAlias(String aliasName, String keyId) {
    lock.requireUnlocked("UpdateAlias");
    return kms.updateAlias(aliasName, keyId);
  }

  @Override
  public Answer<@Nullable Void> deleteAlias(String aliasName) {
    lock.requireUnlocked("DeleteAlias");
    return kms.deleteAlias(aliasName);
  }

  @Override
  public Answer<@Nullable Void> enableKey(String keyId) {
    lock.requireUnlocked("EnableKey");
    return kms.enableKey(keyId);
  }

  @Override
  public Answer<@Nullable Void> disableKey(String keyId) {
    lock.requireUnlocked("DisableKey");
    return kms.disableKey(keyId);
  }

  @Override
  public Answer<@Nullable Void> updateDescription(String keyId, String description) {
    lock.requireUnlocked("UpdateKeyDescription");
    return kms.updateDescription(keyId, description);
  }

  @Override
  public Answer<Instant> scheduleDeletion(String keyId, int pendingWindowInDays) {
    lock.requireUnlocked("ScheduleKeyDeletion");
    return kms.scheduleDeletion(keyId, pendingWindowInDays);
  }

  @Override
  public Answer<@Nullable Void> cancelDeletion(String keyId) {
    lock.requireUnlocked("CancelKeyDeletion");
    return kms.cancelDeletion(keyId);
  }

  @Override
  public Answer<@Nullable Void> tag(String keyId, Map<String, String> tags) {
    lock.requireUnlocked("TagResource");
    return kms.tag(keyId, tags);
  }

  @Override
  public Answer<@Nullable Void> untag(String keyId, Collection<String> tagKeys) {
    lock.requireUnlocked("UntagResource");
    return kms.untag(keyId, tagKeys);
  }

  @Override
  public Answer<@Nullable Void> putKeyPolicy(String keyId, String policy) {
    lock.requireUnlocked("PutKeyPolicy");
    return kms.putKeyPolicy(keyId, policy);
  }

  @Override
  public Answer<byte[]> encrypt(
      String keyId, byte[] plaintext, Map<String, String> encryptionContext) {
    return kms.encrypt(keyId, plaintext, encryptionContext);
  }

  @Override
  public Answer<byte[]> decrypt(
      String keyId, byte[] ciphertext, Map<String, String> encryptionContext) {
    return kms.decrypt(keyId, ciphertext, encryptionContext);
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
}
