package org.xksworkbench.bridge.localkms;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Every operation that the stand-in knows, by its name on the wire.
final class Operations {

  private final CustomKeyStores stores;
  private final KmsKeys keys;
  private final Cryptography cryptography;
  private final String account;

  Operations(CustomKeyStores stores, KmsKeys keys, Cryptography cryptography, String account) {
    this.stores = stores;
    this.keys = keys;
    this.cryptography = cryptography;
    this.account = account;
  }

  ObjectNode perform(String operation, Parameters parameters, String requestId) {
    return switch (operation) {
      case "CreateCustomKeyStore" -> stores.create(parameters, requestId);
      case "DescribeCustomKeyStores" -> stores.describe(parameters);
      case "ConnectCustomKeyStore" -> stores.connect(parameters, requestId);
      case "DisconnectCustomKeyStore" -> stores.disconnect(parameters);
      case "DeleteCustomKeyStore" ->
          stores.delete(
              parameters, parameters.text("CustomKeyStoreId").map(keys::anyIn).orElse(false));
      case "CreateKey" -> keys.create(parameters, requestId);
      case "DescribeKey" -> keys.describe(parameters);
      case "ListKeys" -> keys.list(parameters);
      case "CreateAlias" -> keys.createAlias(parameters);
      case "ListAliases" -> keys.listAliases(parameters);
      case "GetKeyPolicy" -> keys.policy(parameters);
      case "ListResourceTags" -> keys.tagsOf(parameters);
      case "Encrypt" -> cryptography.encrypt(parameters, requestId);
      case "Decrypt" -> cryptography.decrypt(parameters, requestId);
      default ->
          throw new KmsFault(
              "UnsupportedOperationException",
              "The local KMS does not know " + operation + ". It is a stand-in, not AWS KMS.");
    };
  }

  /// STS GetCallerIdentity: callers are not authenticated, so all are the same.
  String callerIdentity(String requestId) {
    return """
    <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <GetCallerIdentityResult>
        <Arn>%s</Arn>
        <UserId>AIDALOCALLOCALLOCAL00</UserId>
        <Account>%s</Account>
      </GetCallerIdentityResult>
      <ResponseMetadata><RequestId>%s</RequestId></ResponseMetadata>
    </GetCallerIdentityResponse>
    """
        .formatted(keys.principal(), account, requestId);
  }
}
