package org.xksworkbench.app.kms;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// AWS KMS in one account and Region, or the local stand-in for it. Every call blocks, may be
/// interrupted, and throws [KmsException].
public interface KeyManagement extends AutoCloseable {

  /// Where requests really go, as the SDK resolved it.
  KmsEndpoint endpoint();

  /// Who asks (STS GetCallerIdentity).
  CallerIdentity callerIdentity();

  /// All external key stores (DescribeCustomKeyStores, every page). AWS CloudHSM key stores are
  /// left out.
  List<ExternalKeyStore> keyStores();

  /// @throws KmsException with code `CustomKeyStoreNotFoundException`
  ExternalKeyStore keyStore(String customKeyStoreId);

  /// Starts to connect (ConnectCustomKeyStore). AWS KMS works on after the answer: ask
  /// [#keyStore(String)] until the state is no longer CONNECTING.
  Answer<@Nullable Void> connect(String customKeyStoreId);

  /// Starts to disconnect (DisconnectCustomKeyStore).
  Answer<@Nullable Void> disconnect(String customKeyStoreId);

  /// Creates an external key store, DISCONNECTED (CreateCustomKeyStore). With a public endpoint AWS
  /// KMS asks the proxy for its health first and refuses if that fails.
  ///
  /// @return its custom key store ID
  Answer<String> createKeyStore(NewKeyStore store);

  /// Changes an external key store (UpdateCustomKeyStore). AWS KMS asks the proxy for its health
  /// with the new values first and refuses if that fails; it can take 5 minutes until they are in
  /// use everywhere.
  Answer<@Nullable Void> updateKeyStore(String customKeyStoreId, KeyStoreUpdate update);

  /// Deletes a disconnected external key store without KMS keys (DeleteCustomKeyStore). Proxy and
  /// HSM stay untouched.
  Answer<@Nullable Void> deleteKeyStore(String customKeyStoreId);

  /// Creates a symmetric single-Region KMS key with origin EXTERNAL_KEY_STORE (CreateKey). What the
  /// external key store requires is set here and is not asked.
  Answer<KmsKey> createKey(NewKey key);

  /// @param aliasName with its `alias/` prefix
  Answer<@Nullable Void> createAlias(String aliasName, String keyId);

  /// Lets an alias name another key (UpdateAlias).
  ///
  /// @param aliasName with its `alias/` prefix
  Answer<@Nullable Void> updateAlias(String aliasName, String keyId);

  /// @param aliasName with its `alias/` prefix (DeleteAlias); the key stays
  Answer<@Nullable Void> deleteAlias(String aliasName);

  /// Lets a disabled key be used again (EnableKey).
  Answer<@Nullable Void> enableKey(String keyId);

  /// Keeps a key from being used (DisableKey).
  Answer<@Nullable Void> disableKey(String keyId);

  /// @param description at most 8192 characters; appears in clear in CloudTrail
  Answer<@Nullable Void> updateDescription(String keyId, String description);

  /// Puts a key into the state PendingDeletion (ScheduleKeyDeletion). The external key stays
  /// untouched.
  ///
  /// @param pendingWindowInDays 7 to 30
  /// @return when AWS KMS deletes the key
  Answer<Instant> scheduleDeletion(String keyId, int pendingWindowInDays);

  /// Takes a key out of the state PendingDeletion; it is Disabled then (CancelKeyDeletion).
  Answer<@Nullable Void> cancelDeletion(String keyId);

  /// Adds tags, or gives those with the same tag key another value (TagResource).
  Answer<@Nullable Void> tag(String keyId, Map<String, String> tags);

  /// Takes tags away (UntagResource).
  Answer<@Nullable Void> untag(String keyId, Collection<String> tagKeys);

  /// Replaces the key policy (PutKeyPolicy, policy name `default`). The check that somebody can
  /// still change the policy afterwards is not bypassed.
  ///
  /// @param policy JSON, at most 32 KB
  Answer<@Nullable Void> putKeyPolicy(String keyId, String policy);

  /// @param keyId key ID, key ARN, alias name or alias ARN (DescribeKey)
  KmsKey key(String keyId);

  /// The IDs of all KMS keys of the account and Region (ListKeys, every page).
  List<String> keyIds();

  /// All KMS keys of the account and Region (ListKeys and DescribeKey, every page).
  List<KmsKey> keys();

  /// All aliases (ListAliases, every page): alias name to key ID.
  Map<String, String> aliases();

  /// The key policy, JSON (GetKeyPolicy, policy name `default`).
  String keyPolicy(String keyId);

  /// Tags of a key (ListResourceTags, every page).
  Map<String, String> tags(String keyId);

  /// @param plaintext 1 to 4096 bytes
  /// @return the ciphertext blob
  Answer<byte[]> encrypt(String keyId, byte[] plaintext, Map<String, String> encryptionContext);

  Answer<byte[]> decrypt(String keyId, byte[] ciphertext, Map<String, String> encryptionContext);

  @Override
  void close();
}
