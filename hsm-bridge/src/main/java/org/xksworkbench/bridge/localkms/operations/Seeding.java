package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.localkms.seed.Seed;
import org.xksworkbench.bridge.localkms.state.ProxyConnectivity;
import org.xksworkbench.bridge.localkms.wire.Api;
import org.xksworkbench.bridge.localkms.wire.Dispatcher;

/// Makes what a seed describes, without the delays of connecting.
public final class Seeding {

  private static final Logger LOG = LoggerFactory.getLogger(Seeding.class);

  private final Dispatcher dispatcher;
  private final Api kms;
  private final Connector connector;

  public Seeding(Dispatcher dispatcher, Api kms, Connector connector) {
    this.dispatcher = dispatcher;
    this.kms = kms;
    this.connector = connector;
  }

  public void sow(Seed seed) {
    seed.stores().forEach(this::sow);
    seed.keys().forEach(key -> sow(AnswerParts.empty(), key));
  }

  private void sow(Seed.Store store) {
    var create =
        AnswerParts.empty()
            .put("CustomKeyStoreName", store.name())
            .put("CustomKeyStoreType", "EXTERNAL_KEY_STORE")
            .put(
                "XksProxyConnectivity",
                store.vpcEndpointServiceName().isPresent()
                    ? ProxyConnectivity.VPC
                    : ProxyConnectivity.PUBLIC)
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
    if (store.leftAs() != Seed.LeftAs.NEW) {
      connector.connectNow(id);
    }
    store
        .keys()
        .forEach(external ->
            sow(
                AnswerParts.empty()
                    .put("Origin", "EXTERNAL_KEY_STORE")
                    .put("CustomKeyStoreId", id)
                    .put("XksKeyId", external.xksKeyId()),
                external.key()));
    if (store.leftAs() == Seed.LeftAs.DISCONNECTED) {
      connector.disconnectNow(id);
    }
    LOG.info("Seeded the key store {} with {} key(s)", store.name(), store.keys().size());
  }

  private void sow(ObjectNode create, Seed.Key key) {
    create.put("Description", key.description());
    var tags = create.putArray("Tags");
    key.tags()
        .forEach((name, value) -> tags.addObject().put("TagKey", name).put("TagValue", value));
    var keyId = perform("CreateKey", create).path("KeyMetadata").path("KeyId").asText();
    key.alias()
        .ifPresent(alias -> {
          var _ =
              perform(
                  "CreateAlias",
                  AnswerParts.empty().put("AliasName", alias).put("TargetKeyId", keyId));
        });
  }

  private ObjectNode perform(String operation, ObjectNode parameters) {
    return dispatcher.perform(kms, operation, parameters);
  }
}
