package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.faults.Faults;
import org.xksworkbench.bridge.localkms.proxy.ProxyCallException;
import org.xksworkbench.bridge.localkms.proxy.ProxyCalls;
import org.xksworkbench.bridge.localkms.state.ConnectFailure;
import org.xksworkbench.bridge.localkms.state.CustomKeyStore;
import org.xksworkbench.bridge.localkms.state.KmsState;
import org.xksworkbench.bridge.localkms.state.ProxyConnectivity;
import org.xksworkbench.bridge.localkms.state.StoreConnection;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.Parameters;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;
import org.xksworkbench.bridge.xks.client.ProxyAddress;

/// The custom key store operations. Only external key stores exist here.
final class CustomKeyStoreOperations {

  /// Quota of an account and Region.
  static final int LIMIT = 10;

  private static final ListPage PAGE = new ListPage("CustomKeyStores", 1000, 1000);
  private static final int ID_BYTES = 9;

  private final Account account;
  private final Vault vault;
  private final ProxyCalls proxies;
  private final Faults faults;
  private final Connector connector;
  private final SecureRandom random = new SecureRandom();

  CustomKeyStoreOperations(
      Account account, Vault vault, ProxyCalls proxies, Faults faults, Connector connector) {
    this.account = account;
    this.vault = vault;
    this.proxies = proxies;
    this.faults = faults;
    this.connector = connector;
  }

  ObjectNode create(Call call) {
    var parameters = call.parameters();
    var name = parameters.require("CustomKeyStoreName");
    call.note("customKeyStoreName", name);
    if (!parameters.text("CustomKeyStoreType").equals(Optional.of("EXTERNAL_KEY_STORE"))) {
      throw noCluster(parameters);
    }
    for (var other : List.of("CloudHsmClusterId", "KeyStorePassword", "TrustAnchorCertificate")) {
      if (parameters.has(other)) {
        throw ServiceFault.invalid("%s goes with the type AWS_CLOUDHSM only.".formatted(other));
      }
    }
    var credential =
        parameters
            .structure("XksProxyAuthenticationCredential")
            .orElseThrow(() -> missing("XksProxyAuthenticationCredential"));
    var store =
        new CustomKeyStore(
            newId(),
            name,
            connectivity(parameters, require(parameters, "XksProxyConnectivity")),
            new ProxyAddress(
                require(parameters, "XksProxyUriEndpoint"),
                require(parameters, "XksProxyUriPath"),
                credential.require("AccessKeyId"),
                credential.require("RawSecretAccessKey")),
            new StoreConnection.StoreDisconnected(),
            vault.instant());
    requireRoomFor(vault.now(), store);
    requireVpcEndpointService(store);
    if (store.connectivity() instanceof ProxyConnectivity.PublicEndpoint) {
      requireHealthy(store, call);
    }
    vault.change(state -> {
      requireRoomFor(state, store);
      return state.with(store);
    });
    call.note("customKeyStoreId", store.id());
    return AnswerParts.empty().put("CustomKeyStoreId", store.id());
  }

  ObjectNode describe(Call call) {
    var parameters = call.parameters();
    var id = parameters.text("CustomKeyStoreId");
    var name = parameters.text("CustomKeyStoreName");
    if (id.isPresent() && name.isPresent()) {
      throw ServiceFault.invalid("Give CustomKeyStoreId or CustomKeyStoreName, not both.");
    }
    var found =
        vault.now().stores().values().stream()
            .filter(store -> id.isEmpty() || id.get().equals(store.id()))
            .filter(store -> name.isEmpty() || name.get().equals(store.name()))
            .toList();
    if (found.isEmpty() && (id.isPresent() || name.isPresent())) {
      throw KmsState.noStore(id.or(() -> name).orElseThrow());
    }
    var answer = AnswerParts.empty();
    PAGE.write(answer, found, parameters, CustomKeyStoreOperations::writeEntry);
    return answer;
  }

  ObjectNode connect(Call call) {
    connector.connect(noteStore(call), call.requestId());
    return AnswerParts.empty();
  }

  ObjectNode disconnect(Call call) {
    connector.disconnect(noteStore(call));
    return AnswerParts.empty();
  }

  ObjectNode update(Call call) {
    var parameters = call.parameters();
    var id = noteStore(call);
    if (parameters.has("CloudHsmClusterId") || parameters.has("KeyStorePassword")) {
      throw ServiceFault.of(
          "CustomKeyStoreInvalidStateException",
          "%s is an EXTERNAL_KEY_STORE; it has neither a cluster nor a key store password."
              .formatted(id));
    }
    var before = vault.now().store(id);
    var changed = change(before, parameters);
    requireRoomFor(vault.now(), changed);
    requireVpcEndpointService(changed);
    // The proxy of a VPC endpoint service cannot be reached before AWS KMS has connected to it.
    var reachable =
        changed.connectivity() instanceof ProxyConnectivity.PublicEndpoint || changed.connected();
    if (reachable && !changed.proxy().equals(before.proxy())) {
      requireHealthy(changed, call);
    }
    vault.change(state -> {
      var latest = change(state.store(id), parameters);
      requireRoomFor(state, latest);
      return state.with(latest);
    });
    return AnswerParts.empty();
  }

  ObjectNode delete(Call call) {
    var id = noteStore(call);
    vault.change(state -> {
      var store = state.store(id);
      store.connection().requireDeletable();
      var keys = state.keysIn(id).size();
      if (keys > 0) {
        throw ServiceFault.of(
            "CustomKeyStoreHasCMKsException",
            ("The custom key store %s still has %d KMS key(s); a key that is pending deletion"
                    + " counts until it is deleted.")
                .formatted(id, keys));
      }
      return state.withoutStore(id);
    });
    return AnswerParts.empty();
  }

  private String noteStore(Call call) {
    var id = call.parameters().require("CustomKeyStoreId");
    var store = vault.now().store(id);
    call.note("customKeyStoreId", id);
    call.note("customKeyStoreName", store.name());
    return id;
  }

  /// The key store as the parameters of an update want it, if its connection permits that.
  private static CustomKeyStore change(CustomKeyStore store, Parameters parameters) {
    var proxy = store.proxy();
    var credential = parameters.structure("XksProxyAuthenticationCredential");
    var wanted = parameters.text("XksProxyConnectivity").orElse(store.connectivity().wireName());
    var movesTo = !wanted.equals(store.connectivity().wireName());
    if (movesTo && parameters.text("XksProxyUriEndpoint").isEmpty()) {
      throw ServiceFault.invalid(
          "XksProxyUriEndpoint is required when XksProxyConnectivity changes.");
    }
    var connectivity = store.connectivity();
    if (movesTo
        || parameters.has("XksProxyVpcEndpointServiceName")
        || parameters.has("XksProxyVpcEndpointServiceOwner")) {
      connectivity = connectivity(parameters, wanted, store.connectivity());
    }
    var changed =
        new CustomKeyStore(
            store.id(),
            parameters.text("NewCustomKeyStoreName").orElse(store.name()),
            connectivity,
            new ProxyAddress(
                parameters.text("XksProxyUriEndpoint").orElse(proxy.uriEndpoint()),
                parameters.text("XksProxyUriPath").orElse(proxy.uriPath()),
                credential.map(c -> c.require("AccessKeyId")).orElse(proxy.accessKeyId()),
                credential
                    .map(c -> c.require("RawSecretAccessKey"))
                    .orElse(proxy.secretAccessKey())),
            store.connection(),
            store.created());
    store
        .connection()
        .requireUpdatable(
            connectivity.equals(store.connectivity())
                && changed.proxy().uriEndpoint().equals(proxy.uriEndpoint()));
    return changed;
  }

  private static ProxyConnectivity connectivity(Parameters parameters, String wanted) {
    return connectivity(parameters, wanted, new ProxyConnectivity.PublicEndpoint());
  }

  /// @param before what holds for a service whose name or owner is not given
  private static ProxyConnectivity connectivity(
      Parameters parameters, String wanted, ProxyConnectivity before) {
    var name = parameters.text("XksProxyVpcEndpointServiceName");
    var owner = parameters.text("XksProxyVpcEndpointServiceOwner");
    if (wanted.equals(ProxyConnectivity.PUBLIC)) {
      if (name.isPresent() || owner.isPresent()) {
        throw ServiceFault.invalid(
            "XksProxyVpcEndpointServiceName and XksProxyVpcEndpointServiceOwner go with the"
                + " connectivity VPC_ENDPOINT_SERVICE only.");
      }
      return new ProxyConnectivity.PublicEndpoint();
    }
    if (before instanceof ProxyConnectivity.VpcEndpointService(var oldName, var oldOwner)) {
      return new ProxyConnectivity.VpcEndpointService(
          name.orElse(oldName), name.isPresent() ? owner : owner.or(() -> oldOwner));
    }
    return new ProxyConnectivity.VpcEndpointService(
        name.orElseThrow(() -> missing("XksProxyVpcEndpointServiceName")), owner);
  }

  /// The quota and the rules of uniqueness: of the name; of endpoint and path together; an endpoint
  /// is either public or private; a private endpoint, and its service, belong to one key store.
  private static void requireRoomFor(KmsState state, CustomKeyStore store) {
    var others =
        state.stores().values().stream().filter(other -> !other.id().equals(store.id())).toList();
    if (others.size() >= LIMIT) {
      throw ServiceFault.of(
          "LimitExceededException",
          "An account has at most %d custom key stores in a Region.".formatted(LIMIT));
    }
    for (var other : others) {
      if (other.name().equals(store.name())) {
        throw ServiceFault.of(
            "CustomKeyStoreNameInUseException",
            "The custom key store %s has the name %s already.".formatted(other.id(), store.name()));
      }
      requireEndpointFree(store, other);
    }
  }

  private static void requireEndpointFree(CustomKeyStore store, CustomKeyStore other) {
    if (store.connectivity() instanceof ProxyConnectivity.VpcEndpointService(var name, _)
        && other.connectivity() instanceof ProxyConnectivity.VpcEndpointService(var used, _)
        && name.equals(used)) {
      throw ServiceFault.of(
          "XksProxyVpcEndpointServiceInUseException",
          "The custom key store %s uses the VPC endpoint service %s already."
              .formatted(other.id(), name));
    }
    if (!other.proxy().uriEndpoint().equals(store.proxy().uriEndpoint())) {
      return;
    }
    if (other.proxy().uriPath().equals(store.proxy().uriPath())) {
      throw ServiceFault.of(
          "XksProxyUriInUseException",
          "The custom key store %s uses this endpoint and this path already."
              .formatted(other.id()));
    }
    if (!(store.connectivity() instanceof ProxyConnectivity.PublicEndpoint)
        || !(other.connectivity() instanceof ProxyConnectivity.PublicEndpoint)) {
      throw ServiceFault.of(
          "XksProxyUriEndpointInUseException",
          "The custom key store %s uses the endpoint %s already; only public endpoints can be shared."
              .formatted(other.id(), store.proxy().uriEndpoint()));
    }
  }

  /// There is no VPC here: the service is taken to be there and right, unless a fault says
  /// otherwise.
  private void requireVpcEndpointService(CustomKeyStore store) {
    if (!(store.connectivity() instanceof ProxyConnectivity.VpcEndpointService(var name, _))) {
      return;
    }
    if (!name.contains(".vpce." + account.region() + ".")) {
      throw ServiceFault.of(
          "XksProxyVpcEndpointServiceNotFoundException",
          "AWS KMS does not find the VPC endpoint service %s in the Region %s."
              .formatted(name, account.region()));
    }
    var fault = faults.ofConnect(store.id(), store.name());
    if (fault.equals(Optional.of(ConnectFailure.XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND))) {
      throw ServiceFault.of(
          "XksProxyVpcEndpointServiceNotFoundException",
          "AWS KMS does not find the VPC endpoint service %s.".formatted(name));
    }
    if (fault.equals(Optional.of(ConnectFailure.XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION))) {
      throw ServiceFault.of(
          "XksProxyVpcEndpointServiceInvalidConfigurationException",
          "The VPC endpoint service %s does not meet the requirements of AWS KMS.".formatted(name));
    }
  }

  private void requireHealthy(CustomKeyStore store, Call call) {
    try {
      proxies.health(store, call.operation().name(), call.requestId(), call::noteProxied);
    } catch (ProxyCallException e) {
      throw e.onStore();
    }
  }

  private static void writeEntry(ObjectNode entry, CustomKeyStore store) {
    entry
        .put("CustomKeyStoreId", store.id())
        .put("CustomKeyStoreName", store.name())
        .put("ConnectionState", store.connection().wireName())
        .put("CreationDate", AnswerParts.seconds(store.created()))
        .put("CustomKeyStoreType", "EXTERNAL_KEY_STORE");
    if (store.connection() instanceof StoreConnection.StoreConnectFailed(var errorCode)) {
      entry.put("ConnectionErrorCode", errorCode.name());
    }
    var configuration =
        entry
            .putObject("XksProxyConfiguration")
            .put("Connectivity", store.connectivity().wireName())
            .put("AccessKeyId", store.proxy().accessKeyId())
            .put("UriEndpoint", store.proxy().uriEndpoint())
            .put("UriPath", store.proxy().uriPath());
    if (store.connectivity() instanceof ProxyConnectivity.VpcEndpointService(var name, var owner)) {
      configuration.put("VpcEndpointServiceName", name);
      owner.ifPresent(account -> configuration.put("VpcEndpointServiceOwner", account));
    }
  }

  /// AWS_CLOUDHSM is what AWS KMS takes if no type is given.
  private static ServiceFault noCluster(Parameters parameters) {
    var named = List.of("CloudHsmClusterId", "KeyStorePassword", "TrustAnchorCertificate");
    return named.stream()
        .filter(name -> !parameters.has(name))
        .findFirst()
        .map(name ->
            ServiceFault.invalid(
                name
                    + " is required for a key store of the type AWS_CLOUDHSM, which is the default;"
                    + " set CustomKeyStoreType to EXTERNAL_KEY_STORE for an external key store."))
        .orElseGet(() ->
            ServiceFault.of(
                "CloudHsmClusterNotFoundException",
                "There is no AWS CloudHSM in the local KMS, only external key stores."));
  }

  private static String require(Parameters parameters, String name) {
    return parameters.text(name).orElseThrow(() -> missing(name));
  }

  private static ServiceFault missing(String name) {
    return ServiceFault.invalid(
        "%s is required for a key store of the type EXTERNAL_KEY_STORE.".formatted(name));
  }

  /// `cks-` and 17 hexadecimal digits.
  private String newId() {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return "cks-" + HexFormat.of().formatHex(bytes).substring(1);
  }
}
