package org.xksworkbench.app.kms;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;

/// An operation of AWS KMS that changes something, as a value: it is performed, guarded, recorded,
/// noted on disk, and written as a command, each in one place. Each record has the name of the
/// operation. What replaces something carries what was read, for [StillAsRead].
///
/// @param <T> what AWS KMS answers
public sealed interface KmsChange<T> extends KmsCall {

  /// What it is done to, for people; no secret.
  String target();

  /// What AWS KMS answers.
  Class<T> result();

  @Override
  default String operation() {
    return getClass().getSimpleName();
  }

  /// A change of which AWS KMS tells nothing but that it is done.
  sealed interface Plain extends KmsChange<Done> {

    @Override
    default Class<Done> result() {
      return Done.class;
    }
  }

  /// Starts to connect a key store. AWS KMS works on after the answer: ask
  /// [KeyManagement#keyStore(String)] until the state is no longer CONNECTING.
  record ConnectCustomKeyStore(String customKeyStoreId) implements Plain {

    @Override
    public String target() {
      return customKeyStoreId;
    }
  }

  /// Starts to disconnect a key store.
  record DisconnectCustomKeyStore(String customKeyStoreId) implements Plain {

    @Override
    public String target() {
      return customKeyStoreId;
    }
  }

  /// Creates an external key store, DISCONNECTED; answers its custom key store ID. With a public
  /// endpoint AWS KMS asks the proxy for its health first and refuses if that fails.
  ///
  /// @param uriEndpoint such as `https://xks.example.com`
  /// @param uriPath such as `/example/kms/xks/v1`
  /// @param vpcEndpointServiceName only with [Connectivity#VPC_ENDPOINT_SERVICE]
  /// @param vpcEndpointServiceOwner account of 12 digits; without it, the caller's
  record CreateCustomKeyStore(
      String name,
      Connectivity connectivity,
      String uriEndpoint,
      String uriPath,
      ProxyCredential credential,
      Optional<String> vpcEndpointServiceName,
      Optional<String> vpcEndpointServiceOwner)
      implements KmsChange<String> {

    @Override
    public String target() {
      return name;
    }

    @Override
    public Class<String> result() {
      return String.class;
    }
  }

  /// Changes an external key store; what is empty stays. AWS KMS asks the proxy for its health with
  /// the new values first and refuses if that fails; it can take 5 minutes until they are in use
  /// everywhere. While the key store is connected AWS KMS takes name, URI path and credential only;
  /// with any other state but DISCONNECTED it takes nothing.
  ///
  /// @param read the key store that the change was made from
  record UpdateCustomKeyStore(
      ExternalKeyStore read,
      Optional<String> newName,
      Optional<Connectivity> connectivity,
      Optional<String> uriEndpoint,
      Optional<String> uriPath,
      Optional<ProxyCredential> credential,
      Optional<String> vpcEndpointServiceName,
      Optional<String> vpcEndpointServiceOwner)
      implements Plain {

    /// Another credential and nothing else.
    public static UpdateCustomKeyStore ofCredential(
        ExternalKeyStore read, ProxyCredential credential) {
      return new UpdateCustomKeyStore(
          read,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(credential),
          Optional.empty(),
          Optional.empty());
    }

    public String customKeyStoreId() {
      return read.id();
    }

    public boolean changesNothing() {
      return newName.isEmpty()
          && connectivity.isEmpty()
          && uriEndpoint.isEmpty()
          && uriPath.isEmpty()
          && credential.isEmpty()
          && vpcEndpointServiceName.isEmpty()
          && vpcEndpointServiceOwner.isEmpty();
    }

    @Override
    public String target() {
      return read.id();
    }
  }

  /// Deletes a disconnected key store without KMS keys. Proxy and HSM stay untouched.
  record DeleteCustomKeyStore(String customKeyStoreId) implements Plain {

    @Override
    public String target() {
      return customKeyStoreId;
    }
  }

  /// Creates a KMS key in an external key store. The other values are required to be
  /// SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, EXTERNAL_KEY_STORE and single-Region.
  ///
  /// @param xksKeyId the ID by which the external key store proxy knows the external key; permanent
  /// @param description may be empty; appears in clear in CloudTrail
  /// @param policy the key policy, JSON; without one AWS KMS gives the key its default policy
  /// @param tags tag key to tag value; appear in clear in CloudTrail
  record CreateKey(
      String customKeyStoreId,
      String xksKeyId,
      String description,
      Optional<String> policy,
      Map<String, String> tags)
      implements KmsChange<KmsKey> {

    public CreateKey {
      tags = Map.copyOf(tags);
    }

    /// A key with the default policy of AWS KMS and no tags.
    public CreateKey(String customKeyStoreId, String xksKeyId, String description) {
      this(customKeyStoreId, xksKeyId, description, Optional.empty(), Map.of());
    }

    @Override
    public String target() {
      return customKeyStoreId + " " + xksKeyId;
    }

    @Override
    public Class<KmsKey> result() {
      return KmsKey.class;
    }
  }

  /// @param aliasName with its `alias/` prefix
  record CreateAlias(String aliasName, String keyId) implements Plain {

    @Override
    public String target() {
      return aliasName + " " + keyId;
    }
  }

  /// Lets an alias name another key.
  ///
  /// @param aliasName with its `alias/` prefix
  /// @param readKeyId the key that it named when the change was made
  record UpdateAlias(String aliasName, String keyId, String readKeyId) implements Plain {

    @Override
    public String target() {
      return aliasName + " " + keyId;
    }
  }

  /// Deletes an alias; the key stays.
  ///
  /// @param aliasName with its `alias/` prefix
  /// @param readKeyId the key that it named when the change was made
  record DeleteAlias(String aliasName, String readKeyId) implements Plain {

    @Override
    public String target() {
      return aliasName;
    }
  }

  /// Lets a disabled key be used again.
  record EnableKey(String keyId) implements Plain {

    @Override
    public String target() {
      return keyId;
    }
  }

  /// Keeps a key from being used.
  record DisableKey(String keyId) implements Plain {

    @Override
    public String target() {
      return keyId;
    }
  }

  /// @param description at most 8192 characters; appears in clear in CloudTrail
  record UpdateKeyDescription(String keyId, String description) implements Plain {

    @Override
    public String target() {
      return keyId;
    }
  }

  /// Puts a key into the state PendingDeletion; answers when AWS KMS deletes it. The external key
  /// stays untouched.
  ///
  /// @param pendingWindowInDays 7 to 30
  record ScheduleKeyDeletion(String keyId, int pendingWindowInDays) implements KmsChange<Instant> {

    @Override
    public String target() {
      return keyId;
    }

    @Override
    public Class<Instant> result() {
      return Instant.class;
    }
  }

  /// Takes a key out of the state PendingDeletion; it is Disabled then.
  record CancelKeyDeletion(String keyId) implements Plain {

    @Override
    public String target() {
      return keyId;
    }
  }

  /// Adds tags, or gives those with the same tag key another value.
  record TagResource(String keyId, Map<String, String> tags) implements Plain {

    public TagResource {
      tags = Map.copyOf(tags);
    }

    @Override
    public String target() {
      return keyId;
    }
  }

  /// Takes tags away.
  record UntagResource(String keyId, List<String> tagKeys) implements Plain {

    public UntagResource {
      tagKeys = List.copyOf(tagKeys);
    }

    @Override
    public String target() {
      return keyId;
    }
  }

  /// Replaces the key policy (policy name `default`). The check that somebody can still change the
  /// policy afterwards is not bypassed.
  ///
  /// @param policy JSON, at most 32 KB
  /// @param read the policy that it was made from; empty where that may not be read
  record PutKeyPolicy(String keyId, String policy, Optional<String> read) implements Plain {

    @Override
    public String target() {
      return keyId;
    }
  }
}
