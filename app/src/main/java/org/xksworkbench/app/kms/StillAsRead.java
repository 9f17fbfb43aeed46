package org.xksworkbench.app.kms;

import java.util.Optional;
import java.util.function.Supplier;

/// Reads again, right before a change that replaces something, what it replaces, and sends it only
/// if that is still what the change was made from. AWS KMS has no conditional writes: what is left
/// is the time between two requests.
public final class StillAsRead implements KmsInterceptor {

  private final KeyManagement kms;

  /// @param kms asked for what there is now
  public StillAsRead(KeyManagement kms) {
    this.kms = kms;
  }

  @Override
  public <T> T around(KmsCall call, Supplier<T> next) {
    switch (call) {
      case KmsChange.PutKeyPolicy put ->
          put.read().ifPresent(read -> require(put, read, kms.keyPolicy(put.keyId())));
      case KmsChange.UpdateCustomKeyStore update ->
          require(update, lines(update.read()), lines(kms.keyStore(update.customKeyStoreId())));
      case KmsChange.UpdateAlias update ->
          require(update, names(update.readKeyId()), target(update.aliasName()));
      case KmsChange.DeleteAlias delete ->
          require(delete, names(delete.readKeyId()), target(delete.aliasName()));
      case KmsChange<?> _, KmsCall.KmsRead _, KmsCall.KmsUse _ -> {}
    }
    return next.get();
  }

  private static void require(KmsChange<?> change, String read, String now) {
    if (!read.equals(now)) {
      throw new ChangedMeanwhileException(change, read, now);
    }
  }

  private String target(String aliasName) {
    return Optional.ofNullable(kms.aliases().get(aliasName))
        .map(StillAsRead::names)
        .orElse("The alias does not exist.");
  }

  private static String names(String keyId) {
    return "The alias names the key " + keyId + ".";
  }

  /// What UpdateCustomKeyStore can change. The connection state changes by itself.
  private static String lines(ExternalKeyStore store) {
    var proxy = store.proxy();
    return String.join(
        "\n",
        "name " + store.name(),
        "proxy connectivity " + proxy.connectivity(),
        "proxy URI endpoint " + proxy.uriEndpoint(),
        "proxy URI path " + proxy.uriPath(),
        "access key ID " + proxy.accessKeyId(),
        "VPC endpoint service " + proxy.vpcEndpointServiceName().orElse("none"),
        "owner of the VPC endpoint service " + proxy.vpcEndpointServiceOwner().orElse("none"));
  }
}
