package org.xksworkbench.bridge.ceremony.run;

import java.util.List;
import java.util.Optional;

/// What a ceremony needs of AWS KMS. The application implements it; every call blocks and throws
/// [org.xksworkbench.bridge.ceremony.CeremonyException] with a sentence that names the request ID
/// where there is one.
public interface CeremonyKms {

  /// Which KMS this is, without a network call, such as `AWS KMS, us-east-1, profile payments`. A
  /// ceremony is resumed at the same one only.
  String description();

  /// Whether this is the local stand-in. Only rehearsals use it, and they use nothing else.
  boolean local();

  /// The external key store with this name (DescribeCustomKeyStores).
  KeyStore keyStore(String name);

  /// The KMS key of a key store that uses an external key, if there is one (ListKeys, DescribeKey,
  /// ListAliases).
  Optional<CeremonyKmsKey> keyOf(String keyStoreName, String xksKeyId);

  /// Creates a KMS key with origin EXTERNAL_KEY_STORE (CreateKey), and sends the request once.
  KmsReply<CeremonyKmsKey> createKey(String keyStoreName, String xksKeyId, String description);

  /// @param alias with its `alias/` prefix (CreateAlias)
  /// @return the request ID
  String createAlias(String alias, String keyId);

  /// Encrypts and decrypts random bytes under a key (Encrypt, Decrypt).
  RoundTripResult prove(String keyId);

  /// An external key store.
  ///
  /// @param connection such as `CONNECTED`
  record KeyStore(String id, String name, String connection) {}

  /// A KMS key.
  ///
  /// @param state such as `Enabled`
  /// @param aliases with their `alias/` prefix
  record CeremonyKmsKey(
      String arn, String keyId, String state, String xksKeyId, List<String> aliases) {
    public CeremonyKmsKey {
      aliases = List.copyOf(aliases);
    }
  }

  /// What AWS KMS answered, and under which request ID.
  record KmsReply<T>(T value, String requestId) {}

  /// @param same whether what came back is what was encrypted
  record RoundTripResult(boolean same, String encryptRequestId, String decryptRequestId) {}
}
