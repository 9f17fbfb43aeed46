package org.xksworkbench.app.kms;

import java.util.List;
import java.util.Map;

/// AWS KMS in one account and Region, or the local stand-in for it. What changes something is a
/// value, [KmsChange]; questions are methods. Every call blocks, may be interrupted, and throws
/// [KmsException].
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

  /// Has AWS KMS do it.
  <T> KmsAnswer<T> perform(KmsChange<T> change);

  /// @param keyId key ID, key ARN, alias name or alias ARN (DescribeKey)
  KmsKey key(String keyId);

  /// The IDs of all KMS keys of the account and Region (ListKeys, every page).
  List<String> keyIds();

  /// All aliases (ListAliases, every page): alias name to key ID.
  Map<String, String> aliases();

  /// The key policy, JSON (GetKeyPolicy, policy name `default`).
  String keyPolicy(String keyId);

  /// Tags of a key (ListResourceTags, every page).
  Map<String, String> tags(String keyId);

  /// When the key was last used (GetKeyLastUsage, five a second for each account and Region). That
  /// the caller may not ask, or that the operation is not there, is an answer.
  ///
  /// @param keyId key ID or key ARN; no alias
  LastUse lastUse(String keyId);

  /// @param plaintext 1 to 4096 bytes
  /// @return the ciphertext blob
  KmsAnswer<byte[]> encrypt(String keyId, byte[] plaintext, Map<String, String> encryptionContext);

  KmsAnswer<byte[]> decrypt(String keyId, byte[] ciphertext, Map<String, String> encryptionContext);

  @Override
  void close();
}
