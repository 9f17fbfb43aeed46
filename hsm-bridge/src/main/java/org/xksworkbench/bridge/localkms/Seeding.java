package org.xksworkbench.bridge.localkms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes what a seed describes, without the delays of connecting.
final class Seeding {

  private static final Logger LOG = LoggerFactory.getLogger(Seeding.class);

  private final Operations operations;
  private final CustomKeyStores stores;

  Seeding(Operations operations, CustomKeyStores stores) {
    this.operations = operations;
    this.stores = stores;
  }

  void sow(Seed seed) {
    seed.stores().forEach(this::sow);
  }

  private void sow(Seed.Store store) {
    var create = JsonNodeFactory.instance.objectNode();
    create
        .put("CustomKeyStoreName", store.name())
        .put("CustomKeyStoreType", "EXTERNAL_KEY_STORE")
        .put(
            "XksProxyConnectivity",
            store.vpcEndpointServiceName().isPresent() ? "VPC_ENDPOINT_SERVICE" : "PUBLIC_ENDPOINT")
        .put("XksProxyUriEndpoint", store.proxy().uriEndpoint())
        .put("XksProxyUriPath", store.proxy().uriPath());
    store
        .vpcEndpointServiceName()
        .ifPresent(name -> create.put("XksProxyVpcEndpointServiceName", name));
    create
        .putObject("XksProxyAuthenticationCredential")
        .put("AccessKeyId", store.proxy().accessKeyId())
        .put("RawSecretAccessKey", store.proxy().secretAccessKey());
    var id = perform("CreateCustomKeyStore", create).path("CustomKeyStoreId").asText();
    stores.connectNow(id, UUID.randomUUID().toString());
    LOG.info("Seeded the key store {}: {}", store.name(), stores.get(id).connection().wireName());
    store.keys().forEach(key -> sow(id, key));
    if (store.leftAs() == Seed.LeftAs.DISCONNECTED) {
      stores.disconnectNow(id);
    }
  }

  private void sow(String storeId, Seed.Key key) {
    var create =
        JsonNodeFactory.instance
            .objectNode()
            .put("Origin", "EXTERNAL_KEY_STORE")
            .put("CustomKeyStoreId", storeId)
            .put("XksKeyId", key.xksKeyId())
            .put("Description", key.description());
    var keyId = perform("CreateKey", create).path("KeyMetadata").path("KeyId").asText();
    var _ =
        perform(
            "CreateAlias",
            JsonNodeFactory.instance
                .objectNode()
                .put("AliasName", key.alias())
                .put("TargetKeyId", keyId));
  }

  private ObjectNode perform(String operation, ObjectNode parameters) {
    return operations.perform(operation, new Parameters(parameters), UUID.randomUUID().toString());
  }
}
