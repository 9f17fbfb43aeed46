package org.xksworkbench.bridge.localkms.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.state.Alias;
import org.xksworkbench.bridge.localkms.state.ConnectFailure;
import org.xksworkbench.bridge.localkms.state.CustomKeyStore;
import org.xksworkbench.bridge.localkms.state.Grant;
import org.xksworkbench.bridge.localkms.state.KeyMaterials;
import org.xksworkbench.bridge.localkms.state.KeyStatus;
import org.xksworkbench.bridge.localkms.state.KmsState;
import org.xksworkbench.bridge.localkms.state.ProxyConnectivity;
import org.xksworkbench.bridge.localkms.state.StoreConnection;
import org.xksworkbench.bridge.localkms.state.StoredKey;
import org.xksworkbench.bridge.xks.client.ProxyAddress;

/// The state as JSON, format 2: a list of accounts in Regions. Format 1 was a single one, and is
/// read too. Reading is strict: whatever is missing or of another form is an
/// IllegalArgumentException that says what.
final class StateJson {

  private static final int FORMAT = 2;
  private static final int OF_ONE = 1;
  private static final String MARK =
      "Demo data of the local KMS of XKS Workbench, not AWS. It holds key material and credentials"
          + " in the clear.";

  private StateJson() {}

  static ObjectNode write(Map<Account, KmsState> states) {
    var root = JsonNodeFactory.instance.objectNode().put("about", MARK).put("format", FORMAT);
    var array = root.putArray("states");
    states.forEach((account, state) -> array.add(write(state, account)));
    return root;
  }

  private static ObjectNode write(KmsState state, Account account) {
    var root =
        JsonNodeFactory.instance
            .objectNode()
            .put("account", account.id())
            .put("region", account.region());
    var stores = root.putArray("customKeyStores");
    state.stores().values().forEach(store -> write(stores.addObject(), store));
    var keys = root.putArray("keys");
    state.keys().values().forEach(key -> write(keys.addObject(), key));
    var aliases = root.putArray("aliases");
    state
        .aliases()
        .values()
        .forEach(alias ->
            aliases
                .addObject()
                .put("name", alias.name())
                .put("keyId", alias.keyId().toString())
                .put("created", alias.created().toString())
                .put("updated", alias.updated().toString()));
    var grants = root.putArray("grants");
    state.grants().values().forEach(grant -> write(grants.addObject(), grant));
    return root;
  }

  static Map<Account, KmsState> read(ObjectNode root) {
    var states = new LinkedHashMap<Account, KmsState>();
    var format = root.path("format").asInt();
    switch (format) {
      case OF_ONE -> states.put(account(root), read(root, account(root)));
      case FORMAT ->
          array(root, "states").forEach(one -> states.put(account(one), read(one, account(one))));
      default ->
          throw new IllegalArgumentException(
              format > FORMAT
                  ? "a newer version of this program wrote it (format " + format + ")"
                  : "its format is not " + FORMAT);
    }
    return states;
  }

  private static Account account(JsonNode node) {
    return new Account(text(node, "account"), text(node, "region"));
  }

  private static KmsState read(JsonNode root, Account account) {
    var state = KmsState.EMPTY;
    for (var store : array(root, "customKeyStores")) {
      state = state.with(store(store));
    }
    for (var node : array(root, "keys")) {
      var key = key(node, account);
      require(
          key.external().isEmpty()
              || state.stores().containsKey(key.external().get().customKeyStoreId()),
          "the key " + key.id() + " is in a key store that is not there");
      state = state.with(key);
    }
    for (var node : array(root, "aliases")) {
      state =
          state.with(
              new Alias(
                  text(node, "name"),
                  keyId(node, state),
                  instant(node, "created"),
                  instant(node, "updated")));
    }
    for (var node : array(root, "grants")) {
      require(node.path("entry").isObject(), "a grant lacks its entry");
      state =
          state.with(
              new Grant(
                  text(node, "id"),
                  tokens(node),
                  keyId(node, state),
                  (ObjectNode) node.path("entry")));
    }
    return state;
  }

  private static void write(ObjectNode node, Grant grant) {
    node.put("id", grant.id()).put("keyId", grant.keyId().toString()).set("entry", grant.entry());
    var tokens = node.putArray("tokens");
    grant.tokens().forEach(tokens::add);
  }

  private static List<String> tokens(JsonNode node) {
    var tokens = new ArrayList<String>();
    optional(node, "token").ifPresent(tokens::add);
    if (!tokens.isEmpty()) {
      return tokens;
    }
    array(node, "tokens").forEach(token -> tokens.add(token.asText()));
    return tokens;
  }

  private static void write(ObjectNode node, CustomKeyStore store) {
    node.put("id", store.id())
        .put("name", store.name())
        .put("created", store.created().toString())
        .put("connection", store.connection().wireName());
    if (store.connection() instanceof StoreConnection.StoreConnectFailed(var code)) {
      node.put("connectionErrorCode", code.name());
    }
    node.put("uriEndpoint", store.proxy().uriEndpoint())
        .put("uriPath", store.proxy().uriPath())
        .put("accessKeyId", store.proxy().accessKeyId())
        .put("secretAccessKey", store.proxy().secretAccessKey());
    if (store.connectivity() instanceof ProxyConnectivity.VpcEndpointService(var name, var owner)) {
      node.put("vpcEndpointServiceName", name);
      owner.ifPresent(account -> node.put("vpcEndpointServiceOwner", account));
    }
  }

  private static CustomKeyStore store(JsonNode node) {
    return new CustomKeyStore(
        text(node, "id"),
        text(node, "name"),
        node.has("vpcEndpointServiceName")
            ? new ProxyConnectivity.VpcEndpointService(
                text(node, "vpcEndpointServiceName"), optional(node, "vpcEndpointServiceOwner"))
            : new ProxyConnectivity.PublicEndpoint(),
        new ProxyAddress(
            text(node, "uriEndpoint"),
            text(node, "uriPath"),
            text(node, "accessKeyId"),
            text(node, "secretAccessKey")),
        connection(node),
        instant(node, "created"));
  }

  private static StoreConnection connection(JsonNode node) {
    var name = text(node, "connection");
    return switch (name) {
      case "DISCONNECTED" -> new StoreConnection.StoreDisconnected();
      case "CONNECTING" -> new StoreConnection.StoreConnecting();
      case "CONNECTED" -> new StoreConnection.StoreConnected();
      case "DISCONNECTING" -> new StoreConnection.StoreDisconnecting();
      case "FAILED" ->
          new StoreConnection.StoreConnectFailed(
              Arrays.stream(ConnectFailure.values())
                  .filter(code -> code.name().equals(text(node, "connectionErrorCode")))
                  .findFirst()
                  .orElseThrow(() -> wrong("connectionErrorCode")));
      default -> throw wrong("connection");
    };
  }

  private static void write(ObjectNode node, StoredKey key) {
    node.put("id", key.id().toString())
        .put("description", key.description())
        .put("policy", key.policy())
        .put("created", key.created().toString())
        .put("material", base64(key.materials().first()));
    key.materials()
        .schedule()
        .ifPresent(schedule ->
            node.put("rotationPeriodInDays", schedule.periodInDays())
                .put("nextRotation", schedule.next().toString()));
    if (!key.materials().rotations().isEmpty()) {
      var rotations = node.putArray("rotations");
      key.materials()
          .rotations()
          .forEach(rotation ->
              rotations
                  .addObject()
                  .put("date", rotation.date().toString())
                  .put("onDemand", rotation.onDemand())
                  .put("material", base64(rotation.material())));
    }
    key.external()
        .ifPresent(external ->
            node.put("customKeyStoreId", external.customKeyStoreId())
                .put("xksKeyId", external.xksKeyId()));
    switch (key.status()) {
      case KeyStatus.Enabled _ -> node.put("status", "Enabled");
      case KeyStatus.Disabled _ -> node.put("status", "Disabled");
      case KeyStatus.PendingDeletion(var due, var window) ->
          node.put("status", "PendingDeletion")
              .put("deletionDate", due.toString())
              .put("pendingWindowInDays", window);
    }
    var tags = node.putObject("tags");
    key.tags().forEach(tags::put);
  }

  private static StoredKey key(JsonNode node, Account account) {
    var id = uuid(node, "id");
    var tags = new HashMap<String, String>();
    require(node.path("tags").isObject(), "the key " + id + " lacks its tags");
    node.path("tags").properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
    return new StoredKey(
        id,
        account.keyArn(id),
        text(node, "description"),
        text(node, "policy"),
        node.has("customKeyStoreId")
            ? Optional.of(
                new StoredKey.External(text(node, "customKeyStoreId"), text(node, "xksKeyId")))
            : Optional.empty(),
        tags,
        status(node),
        materials(node),
        instant(node, "created"));
  }

  private static KeyStatus status(JsonNode node) {
    return switch (text(node, "status")) {
      case "Enabled" -> new KeyStatus.Enabled();
      case "Disabled" -> new KeyStatus.Disabled();
      case "PendingDeletion" ->
          new KeyStatus.PendingDeletion(
              instant(node, "deletionDate"), node.path("pendingWindowInDays").asInt());
      default -> throw wrong("status");
    };
  }

  /// Files of before there was rotation have the first material alone.
  private static KeyMaterials materials(JsonNode node) {
    var rotations = new ArrayList<KeyMaterials.Rotation>();
    node.path("rotations")
        .forEach(rotation ->
            rotations.add(
                new KeyMaterials.Rotation(
                    material(rotation),
                    instant(rotation, "date"),
                    rotation.path("onDemand").asBoolean())));
    return new KeyMaterials(
        material(node),
        rotations,
        node.has("nextRotation")
            ? Optional.of(new KeyMaterials.Schedule(period(node), instant(node, "nextRotation")))
            : Optional.empty());
  }

  private static int period(JsonNode node) {
    var days = node.path("rotationPeriodInDays").asInt();
    require(days > 0, "a key that rotates lacks its rotationPeriodInDays");
    return days;
  }

  private static String base64(SecretKey material) {
    return Base64.getEncoder().encodeToString(material.getEncoded());
  }

  private static SecretKey material(JsonNode node) {
    try {
      var bytes = Base64.getDecoder().decode(text(node, "material"));
      require(bytes.length == 32, "the material of a key has not 32 bytes");
      return new SecretKeySpec(bytes, "AES");
    } catch (IllegalArgumentException e) {
      // The message of the decoder would tell what it read.
      throw wrong("material");
    }
  }

  private static UUID keyId(JsonNode node, KmsState state) {
    var id = uuid(node, "keyId");
    require(state.keys().containsKey(id), "the key " + id + " is not there");
    return id;
  }

  private static UUID uuid(JsonNode node, String field) {
    try {
      return UUID.fromString(text(node, field));
    } catch (IllegalArgumentException e) {
      throw wrong(field);
    }
  }

  private static Instant instant(JsonNode node, String field) {
    try {
      return Instant.parse(text(node, field));
    } catch (DateTimeException e) {
      throw wrong(field);
    }
  }

  private static JsonNode array(JsonNode node, String field) {
    require(node.path(field).isArray(), "it lacks '" + field + "'");
    return node.path(field);
  }

  private static String text(JsonNode node, String field) {
    return optional(node, field).orElseThrow(() -> wrong(field));
  }

  private static Optional<String> optional(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue());
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static IllegalArgumentException wrong(String field) {
    return new IllegalArgumentException("it has no, or a wrong, '" + field + "'");
  }
}
