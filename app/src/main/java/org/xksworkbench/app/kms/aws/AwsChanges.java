package org.xksworkbench.app.kms.aws;

import static org.xksworkbench.app.kms.aws.KmsAnswers.requestId;

import java.util.List;
import java.util.Map;
import org.xksworkbench.app.kms.Done;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.KmsAnswer;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.ProxyCredential;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.XksProxyAuthenticationCredentialType;
import software.amazon.awssdk.services.kms.model.XksProxyConnectivityType;

/// Each change as a request of the SDK.
final class AwsChanges {

  private final KmsClient kms;
  private final KmsClient once;

  /// @param kms asks again where an answer is lost
  /// @param once does not
  AwsChanges(KmsClient kms, KmsClient once) {
    this.kms = kms;
    this.once = once;
  }

  <T> KmsAnswer<T> send(KmsChange<T> change) {
    var answer = answer(change);
    return new KmsAnswer<>(change.result().cast(answer.value()), answer.requestId());
  }

  private KmsAnswer<?> answer(KmsChange<?> change) {
    return switch (change) {
      case KmsChange.ConnectCustomKeyStore(var id) ->
          doneAnswer(kms.connectCustomKeyStore(r -> r.customKeyStoreId(id)));
      case KmsChange.DisconnectCustomKeyStore(var id) ->
          doneAnswer(kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(id)));
      case KmsChange.CreateCustomKeyStore store -> create(store);
      case KmsChange.UpdateCustomKeyStore update -> update(update);
      case KmsChange.DeleteCustomKeyStore(var id) ->
          doneAnswer(once.deleteCustomKeyStore(r -> r.customKeyStoreId(id)));
      case KmsChange.CreateKey key -> create(key);
      case KmsChange.CreateAlias(var alias, var keyId) ->
          doneAnswer(kms.createAlias(r -> r.aliasName(alias).targetKeyId(keyId)));
      case KmsChange.UpdateAlias(var alias, var keyId, _) ->
          doneAnswer(kms.updateAlias(r -> r.aliasName(alias).targetKeyId(keyId)));
      case KmsChange.DeleteAlias(var alias, _) ->
          doneAnswer(kms.deleteAlias(r -> r.aliasName(alias)));
      case KmsChange.EnableKey(var keyId) -> doneAnswer(kms.enableKey(r -> r.keyId(keyId)));
      case KmsChange.DisableKey(var keyId) -> doneAnswer(kms.disableKey(r -> r.keyId(keyId)));
      case KmsChange.UpdateKeyDescription(var keyId, var description) ->
          doneAnswer(kms.updateKeyDescription(r -> r.keyId(keyId).description(description)));
      case KmsChange.ScheduleKeyDeletion(var keyId, var days) -> {
        var response = once.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(days));
        yield new KmsAnswer<>(response.deletionDate(), requestId(response));
      }
      case KmsChange.CancelKeyDeletion(var keyId) ->
          doneAnswer(once.cancelKeyDeletion(r -> r.keyId(keyId)));
      case KmsChange.TagResource(var keyId, var tags) ->
          doneAnswer(kms.tagResource(r -> r.keyId(keyId).tags(tags(tags))));
      case KmsChange.UntagResource(var keyId, var tagKeys) ->
          doneAnswer(kms.untagResource(r -> r.keyId(keyId).tagKeys(tagKeys)));
      case KmsChange.PutKeyPolicy(var keyId, var policy, _) ->
          doneAnswer(kms.putKeyPolicy(r -> r.keyId(keyId).policyName("default").policy(policy)));
    };
  }

  private KmsAnswer<?> create(KmsChange.CreateCustomKeyStore store) {
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
    return new KmsAnswer<>(response.customKeyStoreId(), requestId(response));
  }

  private KmsAnswer<?> update(KmsChange.UpdateCustomKeyStore update) {
    return doneAnswer(
        once.updateCustomKeyStore(r ->
            r.customKeyStoreId(update.customKeyStoreId())
                .newCustomKeyStoreName(update.newName().orElse(null))
                .xksProxyConnectivity(
                    update.connectivity().map(AwsChanges::connectivity).orElse(null))
                .xksProxyUriEndpoint(update.uriEndpoint().orElse(null))
                .xksProxyUriPath(update.uriPath().orElse(null))
                .xksProxyAuthenticationCredential(
                    update.credential().map(AwsChanges::credential).orElse(null))
                .xksProxyVpcEndpointServiceName(update.vpcEndpointServiceName().orElse(null))
                .xksProxyVpcEndpointServiceOwner(update.vpcEndpointServiceOwner().orElse(null))));
  }

  private KmsAnswer<?> create(KmsChange.CreateKey key) {
    var response =
        once.createKey(r ->
            r.origin(OriginType.EXTERNAL_KEY_STORE)
                .customKeyStoreId(key.customKeyStoreId())
                .xksKeyId(key.xksKeyId())
                .description(key.description())
                .policy(key.policy().orElse(null))
                .tags(tags(key.tags())));
    return new KmsAnswer<>(KmsAnswers.key(response.keyMetadata()), requestId(response));
  }

  private static KmsAnswer<Done> doneAnswer(AwsResponse response) {
    return new KmsAnswer<>(Done.DONE, requestId(response));
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(tag -> Tag.builder().tagKey(tag.getKey()).tagValue(tag.getValue()).build())
        .toList();
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
}
