package org.xksworkbench.bridge.localkms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.xks.client.Outcome;
import org.xksworkbench.bridge.xks.client.ProxyAddress;
import org.xksworkbench.bridge.xks.client.XksClient;

/// The custom key store operations, and the work that goes on behind them.
final class CustomKeyStores {

  private static final Logger LOG = LoggerFactory.getLogger(CustomKeyStores.class);

  // AWS KMS API Reference, parameters of CreateCustomKeyStore.
  private static final Pattern NAME = Pattern.compile("(?s).{1,256}");
  private static final Pattern ID = Pattern.compile("(?s).{1,64}");
  private static final Pattern URI_ENDPOINT =
      Pattern.compile("(?=.{10,128}$)https://[a-zA-Z0-9.-]+");
  private static final Pattern URI_PATH =
      Pattern.compile("(?=.{10,128}$)(/[a-zA-Z0-9/_-]+)?/kms/xks/v\\d{1,2}");
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("[A-Z2-7]{20,30}");
  private static final Pattern SECRET = Pattern.compile("[a-zA-Z0-9/+=]{43,64}");
  private static final Pattern CONNECTIVITY =
      Pattern.compile("PUBLIC_ENDPOINT|VPC_ENDPOINT_SERVICE");
  private static final Pattern VPC_SERVICE =
      Pattern.compile("(com|eu)\\.amazonaws\\.vpce\\.([a-z]+-){2,3}\\d+\\.vpce-svc-[0-9a-z]+");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  private static final int ID_BYTES = 9;
  private static final int PAGE_LIMIT = 1000;

  private final Map<String, CustomKeyStore> stores = new LinkedHashMap<>();
  private final XksClient client;
  private final ScheduledExecutorService scheduler;
  private final Duration connectDelay;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  CustomKeyStores(
      XksClient client, ScheduledExecutorService scheduler, Duration connectDelay, Clock clock) {
    this.client = client;
    this.scheduler = scheduler;
    this.connectDelay = connectDelay;
    this.clock = clock;
  }

  ObjectNode create(Parameters parameters, String requestId) {
    var name = parameters.required("CustomKeyStoreName", NAME);
    if (!parameters.text("CustomKeyStoreType").equals(Optional.of("EXTERNAL_KEY_STORE"))) {
      throw new KmsFault(
          "UnsupportedOperationException",
          "The local KMS has external key stores only; set CustomKeyStoreType.");
    }
    var connectivity = parameters.required("XksProxyConnectivity", CONNECTIVITY);
    var credential = new Parameters(parameters.body().path("XksProxyAuthenticationCredential"));
    var proxy =
        new ProxyAddress(
            parameters.required("XksProxyUriEndpoint", URI_ENDPOINT),
            parameters.required("XksProxyUriPath", URI_PATH),
            credential.required("AccessKeyId", ACCESS_KEY_ID),
            credential.required("RawSecretAccessKey", SECRET));
    var vpcService = parameters.text("XksProxyVpcEndpointServiceName", VPC_SERVICE);
    var vpc = connectivity.equals("VPC_ENDPOINT_SERVICE");
    if (vpc != vpcService.isPresent()) {
      throw Parameters.invalid(
          "'xksProxyVpcEndpointServiceName' goes with the connectivity VPC_ENDPOINT_SERVICE.");
    }
    checkUnique(name, connectivity, proxy);
    if (!vpc) {
      var outcome = health(proxy, "CreateCustomKeyStore", requestId);
      if (!(outcome instanceof Outcome.Answered)) {
        LOG.info("CreateCustomKeyStore {}: {}", name, outcome);
        throw ProxyFaults.onStore(outcome);
      }
    }
    var store =
        new CustomKeyStore(
            "cks-" + hexId(),
            name,
            connectivity,
            proxy,
            vpcService,
            parameters.text("XksProxyVpcEndpointServiceOwner", ACCOUNT),
            new Connection.Disconnected(),
            clock.instant());
    synchronized (this) {
      checkUnique(name, connectivity, proxy);
      stores.put(store.id(), store);
    }
    return answer().put("CustomKeyStoreId", store.id());
  }

  ObjectNode describe(Parameters parameters) {
    var id = parameters.text("CustomKeyStoreId", ID);
    var name = parameters.text("CustomKeyStoreName", NAME);
    if (id.isPresent() && name.isPresent()) {
      throw Parameters.invalid("Give 'customKeyStoreId' or 'customKeyStoreName', not both.");
    }
    var found =
        snapshot().stream()
            .filter(store -> id.isEmpty() || id.get().equals(store.id()))
            .filter(store -> name.isEmpty() || name.get().equals(store.name()))
            .toList();
    if (found.isEmpty() && (id.isPresent() || name.isPresent())) {
      throw notFound();
    }
    var answer = answer();
    Page.write(
        answer, "CustomKeyStores", found, parameters, PAGE_LIMIT, PAGE_LIMIT, this::writeEntry);
    return answer;
  }

  ObjectNode connect(Parameters parameters, String requestId) {
    var id = parameters.required("CustomKeyStoreId", ID);
    synchronized (this) {
      var store = get(id);
      var next = store.connection().connect();
      if (next.equals(store.connection())) {
        return answer();
      }
      stores.put(id, store.with(next));
    }
    after(connectDelay, () -> finishConnect(id, requestId));
    return answer();
  }

  ObjectNode disconnect(Parameters parameters) {
    var id = parameters.required("CustomKeyStoreId", ID);
    synchronized (this) {
      var store = get(id);
      stores.put(id, store.with(store.connection().disconnect()));
    }
    after(
        connectDelay,
        () -> settle(id, new Connection.Disconnecting(), new Connection.Disconnected()));
    return answer();
  }

  /// Connects and waits for the outcome.
  void connectNow(String id, String requestId) {
    synchronized (this) {
      var store = get(id);
      stores.put(id, store.with(store.connection().connect()));
    }
    finishConnect(id, requestId);
  }

  /// Disconnects at once.
  synchronized void disconnectNow(String id) {
    stores.put(id, get(id).with(new Connection.Disconnected()));
  }

  ObjectNode delete(Parameters parameters, boolean hasKeys) {
    var id = parameters.required("CustomKeyStoreId", ID);
    synchronized (this) {
      var store = get(id);
      if (!(store.connection() instanceof Connection.Disconnected)) {
        throw new KmsFault(
            "CustomKeyStoreInvalidStateException", "The key store must be disconnected first.");
      }
      if (hasKeys) {
        throw new KmsFault("CustomKeyStoreHasCMKsException", "The key store still has KMS keys.");
      }
      stores.remove(id);
    }
    return answer();
  }

  synchronized CustomKeyStore get(String id) {
    var store = stores.get(id);
    if (store == null) {
      throw notFound();
    }
    return store;
  }

  private synchronized List<CustomKeyStore> snapshot() {
    return List.copyOf(stores.values());
  }

  private void finishConnect(String id, String requestId) {
    var outcome = health(get(id).proxy(), "ConnectCustomKeyStore", requestId);
    settle(id, new Connection.Connecting(), connectionAfter(outcome));
    LOG.info("ConnectCustomKeyStore {}: {}", id, get(id).connection().wireName());
  }

  private static Connection connectionAfter(Outcome outcome) {
    if (!(outcome instanceof Outcome.Answered(var health))) {
      return new Connection.Failed(ProxyFaults.onConnect(outcome));
    }
    var fleet = health.path("ekmFleetDetails");
    if (!fleet.isArray() || fleet.isEmpty() || health.path("xksProxyFleetSize").asInt() < 1) {
      return new Connection.Failed("XKS_PROXY_INVALID_RESPONSE");
    }
    for (var ekm : fleet) {
      if (!ekm.path("healthStatus").asText().equals("UNAVAILABLE")) {
        return new Connection.Connected();
      }
    }
    return new Connection.Failed("XKS_PROXY_NOT_REACHABLE");
  }

  /// Ends a transition, unless something else happened to the key store meanwhile.
  private synchronized void settle(String id, Connection from, Connection to) {
    var store = stores.get(id);
    if (store != null && store.connection().equals(from)) {
      stores.put(id, store.with(to));
    }
  }

  private void after(Duration delay, Runnable work) {
    var _ =
        scheduler.schedule(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                LOG.error("Work behind a custom key store operation failed", e);
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private Outcome health(ProxyAddress proxy, String kmsOperation, String requestId) {
    var body = answer();
    body.putObject("requestMetadata")
        .put("kmsRequestId", requestId)
        .put("kmsOperation", kmsOperation);
    return client.post(proxy, "/health", body);
  }

  /// Unique are the name, and endpoint and path together; an endpoint is either public or not.
  private synchronized void checkUnique(String name, String connectivity, ProxyAddress proxy) {
    for (var other : stores.values()) {
      if (other.name().equals(name)) {
        throw new KmsFault(
            "CustomKeyStoreNameInUseException", "Another key store has the name " + name + ".");
      }
      if (!other.proxy().uriEndpoint().equals(proxy.uriEndpoint())) {
        continue;
      }
      if (!other.connectivity().equals(connectivity)) {
        throw new KmsFault(
            "XksProxyUriEndpointInUseException",
            "Another key store uses the endpoint with another connectivity.");
      }
      if (other.proxy().uriPath().equals(proxy.uriPath())) {
        throw new KmsFault(
            "XksProxyUriInUseException", "Another key store uses this endpoint and path.");
      }
    }
  }

  private void writeEntry(ObjectNode entry, CustomKeyStore store) {
    entry
        .put("CustomKeyStoreId", store.id())
        .put("CustomKeyStoreName", store.name())
        .put("CustomKeyStoreType", "EXTERNAL_KEY_STORE")
        .put("ConnectionState", store.connection().wireName())
        .put("CreationDate", store.created().toEpochMilli() / 1000.0);
    if (store.connection() instanceof Connection.Failed(var errorCode)) {
      entry.put("ConnectionErrorCode", errorCode);
    }
    var configuration =
        entry
            .putObject("XksProxyConfiguration")
            .put("Connectivity", store.connectivity())
            .put("AccessKeyId", store.proxy().accessKeyId())
            .put("UriEndpoint", store.proxy().uriEndpoint())
            .put("UriPath", store.proxy().uriPath());
    store
        .vpcEndpointServiceName()
        .ifPresent(service -> configuration.put("VpcEndpointServiceName", service));
    store
        .vpcEndpointServiceOwner()
        .ifPresent(owner -> configuration.put("VpcEndpointServiceOwner", owner));
  }

  private String hexId() {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes).substring(1);
  }

  private static ObjectNode answer() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static KmsFault notFound() {
    return new KmsFault("CustomKeyStoreNotFoundException", "There is no such key store.");
  }
}
