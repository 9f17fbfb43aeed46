package org.xksworkbench.bridge.localkms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.xksworkbench.bridge.xks.client.Outcome;
import org.xksworkbench.bridge.xks.client.XksClient;

/// KMS keys, aliases, policies and tags.
final class KmsKeys {

  // AWS KMS API Reference, parameters of CreateKey and CreateAlias.
  private static final Pattern XKS_KEY_ID = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
  private static final Pattern DESCRIPTION = Pattern.compile("(?s).{0,8192}");
  private static final Pattern ALIAS = Pattern.compile("(?=.{1,256}$)alias/[a-zA-Z0-9/_-]+");
  private static final Pattern KEY_ID = Pattern.compile("(?s).{1,2048}");
  private static final Pattern ANY = Pattern.compile("(?s).*");

  private static final int LIST_KEYS_LIMIT = 1000;
  private static final int LIST_LIMIT = 100;
  private static final int TAGS_LIMIT = 50;
  private static final int KEY_BYTES = 32;

  private record Alias(String name, UUID keyId, Instant created) {}

  private final String account;
  private final String region;
  private final CustomKeyStores stores;
  private final XksClient client;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<UUID, LocalKey> keys = new LinkedHashMap<>();
  private final Map<String, Alias> aliases = new TreeMap<>();

  KmsKeys(String account, String region, CustomKeyStores stores, XksClient client, Clock clock) {
    this.account = account;
    this.region = region;
    this.stores = stores;
    this.client = client;
    this.clock = clock;
  }

  ObjectNode create(Parameters parameters, String requestId) {
    var origin = parameters.text("Origin").orElse("AWS_KMS");
    var storeId = parameters.text("CustomKeyStoreId", KEY_ID);
    var xksKeyId = parameters.text("XksKeyId", XKS_KEY_ID);
    requireSymmetric(parameters);
    switch (origin) {
      case "EXTERNAL_KEY_STORE" -> {
        if (storeId.isEmpty() || xksKeyId.isEmpty()) {
          throw Parameters.invalid(
              "'customKeyStoreId' and 'xksKeyId' are required with the origin EXTERNAL_KEY_STORE.");
        }
      }
      case "AWS_KMS" -> {
        if (storeId.isPresent() || xksKeyId.isPresent()) {
          throw Parameters.invalid(
              "'customKeyStoreId' and 'xksKeyId' go with the origin EXTERNAL_KEY_STORE.");
        }
      }
      default ->
          throw new KmsFault(
              "UnsupportedOperationException",
              "The local KMS has no keys of origin " + origin + ".");
    }
    if (storeId.isPresent() && xksKeyId.isPresent()) {
      checkExternalKey(storeId.get(), xksKeyId.get(), requestId);
    }
    var id = UUID.randomUUID();
    var material = new byte[KEY_BYTES];
    random.nextBytes(material);
    var key =
        new LocalKey(
            id,
            "arn:aws:kms:%s:%s:key/%s".formatted(region, account, id),
            parameters.text("Description", DESCRIPTION).orElse(""),
            parameters.text("Policy", ANY).orElseGet(this::defaultPolicy),
            storeId,
            xksKeyId,
            tags(parameters),
            new SecretKeySpec(material, "AES"),
            clock.instant());
    synchronized (this) {
      if (storeId.isPresent() && xksKeyId.isPresent()) {
        checkUnused(storeId.get(), xksKeyId.get());
      }
      keys.put(id, key);
    }
    return metadata(key);
  }

  ObjectNode describe(Parameters parameters) {
    return metadata(find(parameters.required("KeyId", KEY_ID)));
  }

  ObjectNode list(Parameters parameters) {
    var answer = answer();
    Page.write(
        answer,
        "Keys",
        snapshot(),
        parameters,
        LIST_LIMIT,
        LIST_KEYS_LIMIT,
        (entry, key) -> entry.put("KeyId", key.id().toString()).put("KeyArn", key.arn()));
    return answer;
  }

  ObjectNode createAlias(Parameters parameters) {
    var name = parameters.required("AliasName", ALIAS);
    if (name.startsWith("alias/aws/")) {
      throw new KmsFault("NotAuthorizedException", "Aliases alias/aws/ are kept for AWS.");
    }
    var key = find(parameters.required("TargetKeyId", KEY_ID));
    synchronized (this) {
      if (aliases.containsKey(name)) {
        throw new KmsFault("AlreadyExistsException", "The alias " + name + " exists already.");
      }
      aliases.put(name, new Alias(name, key.id(), clock.instant()));
    }
    return answer();
  }

  ObjectNode listAliases(Parameters parameters) {
    var only = parameters.text("KeyId", KEY_ID).map(this::find).map(LocalKey::id);
    List<Alias> found;
    synchronized (this) {
      found =
          aliases.values().stream()
              .filter(alias -> only.isEmpty() || only.get().equals(alias.keyId()))
              .toList();
    }
    var answer = answer();
    Page.write(
        answer,
        "Aliases",
        found,
        parameters,
        TAGS_LIMIT,
        LIST_LIMIT,
        (entry, alias) ->
            entry
                .put("AliasName", alias.name())
                .put("AliasArn", "arn:aws:kms:%s:%s:%s".formatted(region, account, alias.name()))
                .put("TargetKeyId", alias.keyId().toString())
                .put("CreationDate", seconds(alias.created()))
                .put("LastUpdatedDate", seconds(alias.created())));
    return answer;
  }

  ObjectNode policy(Parameters parameters) {
    var key = find(parameters.required("KeyId", KEY_ID));
    return answer().put("Policy", key.policy()).put("PolicyName", "default");
  }

  ObjectNode tagsOf(Parameters parameters) {
    var key = find(parameters.required("KeyId", KEY_ID));
    var answer = answer();
    Page.write(
        answer,
        "Tags",
        List.copyOf(new TreeMap<>(key.tags()).entrySet()),
        parameters,
        TAGS_LIMIT,
        TAGS_LIMIT,
        (entry, tag) -> entry.put("TagKey", tag.getKey()).put("TagValue", tag.getValue()));
    return answer;
  }

  /// @param keyId key ID, key ARN, alias name or alias ARN
  synchronized LocalKey find(String keyId) {
    var prefix = "arn:aws:kms:%s:%s:".formatted(region, account);
    var name = keyId.startsWith(prefix) ? keyId.substring(prefix.length()) : keyId;
    if (name.startsWith("arn:")) {
      throw notFound(keyId);
    }
    if (name.startsWith("alias/")) {
      var alias = aliases.get(name);
      if (alias == null) {
        throw new KmsFault("NotFoundException", "The alias " + keyId + " does not exist.");
      }
      return get(alias.keyId());
    }
    try {
      return get(UUID.fromString(name.startsWith("key/") ? name.substring(4) : name));
    } catch (IllegalArgumentException e) {
      throw notFound(keyId);
    }
  }

  synchronized LocalKey get(UUID id) {
    var key = keys.get(id);
    if (key == null) {
      throw notFound(id.toString());
    }
    return key;
  }

  synchronized boolean anyIn(String storeId) {
    return keys.values().stream()
        .anyMatch(key -> key.customKeyStoreId().equals(Optional.of(storeId)));
  }

  /// Keys in a key store that is not connected are Unavailable.
  String state(LocalKey key) {
    var connected =
        key.customKeyStoreId()
            .map(id -> stores.get(id).connection() instanceof Connection.Connected)
            .orElse(true);
    return connected ? "Enabled" : "Unavailable";
  }

  private synchronized List<LocalKey> snapshot() {
    return List.copyOf(keys.values());
  }

  private static void requireSymmetric(Parameters parameters) {
    var spec = parameters.text("KeySpec").or(() -> parameters.text("CustomerMasterKeySpec"));
    if (!spec.orElse("SYMMETRIC_DEFAULT").equals("SYMMETRIC_DEFAULT")
        || !parameters.text("KeyUsage").orElse("ENCRYPT_DECRYPT").equals("ENCRYPT_DECRYPT")
        || parameters.flag("MultiRegion")) {
      throw new KmsFault(
          "UnsupportedOperationException",
          "Only symmetric single-Region keys for encryption are supported here.");
    }
  }

  /// In this order: the key store, uniqueness, then the proxy.
  private void checkExternalKey(String storeId, String xksKeyId, String requestId) {
    var store = stores.get(storeId);
    if (!(store.connection() instanceof Connection.Connected)) {
      throw new KmsFault(
          "CustomKeyStoreInvalidStateException",
          "The key store must be connected; it is " + store.connection().wireName() + ".");
    }
    checkUnused(storeId, xksKeyId);
    var body = answer();
    body.putObject("requestMetadata")
        .put("awsPrincipalArn", principal())
        .put("kmsOperation", "CreateKey")
        .put("kmsRequestId", requestId);
    var outcome = client.post(store.proxy(), "/keys/" + xksKeyId + "/metadata", body);
    if (!(outcome instanceof Outcome.Answered(var metadata))) {
      throw ProxyFaults.onCreateKey(outcome);
    }
    var usages = new java.util.TreeSet<String>();
    metadata.path("keyUsage").forEach(usage -> usages.add(usage.asText()));
    var spec = metadata.path("keySpec").asText();
    var status = metadata.path("keyStatus").asText();
    if (spec.isEmpty() || status.isEmpty() || !metadata.path("keyUsage").isArray()) {
      throw ProxyFaults.onCreateKey(new Outcome.Malformed("incomplete metadata"));
    }
    if (!spec.equals("AES_256")) {
      throw unfit("must have the key spec AES_256; it has " + spec);
    }
    if (!status.equals("ENABLED")) {
      throw unfit("must be ENABLED; it is " + status);
    }
    if (!usages.contains("ENCRYPT") || !usages.contains("DECRYPT")) {
      throw unfit("must be usable to ENCRYPT and DECRYPT; it is for " + usages);
    }
  }

  private synchronized void checkUnused(String storeId, String xksKeyId) {
    for (var key : keys.values()) {
      if (key.customKeyStoreId().equals(Optional.of(storeId))
          && key.xksKeyId().equals(Optional.of(xksKeyId))) {
        throw new KmsFault(
            "XksKeyAlreadyInUseException",
            "The external key "
                + xksKeyId
                + " belongs to the KMS key "
                + key.id()
                + " of this key store already.");
      }
    }
  }

  private ObjectNode metadata(LocalKey key) {
    var state = state(key);
    var answer = answer();
    var metadata =
        answer
            .putObject("KeyMetadata")
            .put("AWSAccountId", account)
            .put("KeyId", key.id().toString())
            .put("Arn", key.arn())
            .put("CreationDate", seconds(key.created()))
            .put("Enabled", state.equals("Enabled"))
            .put("Description", key.description())
            .put("KeyUsage", "ENCRYPT_DECRYPT")
            .put("KeyState", state)
            .put("Origin", key.xksKeyId().isPresent() ? "EXTERNAL_KEY_STORE" : "AWS_KMS")
            .put("KeyManager", "CUSTOMER")
            .put("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT")
            .put("KeySpec", "SYMMETRIC_DEFAULT")
            .put("MultiRegion", false);
    metadata.putArray("EncryptionAlgorithms").add("SYMMETRIC_DEFAULT");
    key.customKeyStoreId().ifPresent(id -> metadata.put("CustomKeyStoreId", id));
    key.xksKeyId().ifPresent(id -> metadata.putObject("XksKeyConfiguration").put("Id", id));
    return answer;
  }

  private static Map<String, String> tags(Parameters parameters) {
    var tags = new TreeMap<String, String>();
    for (var tag : parameters.body().path("Tags")) {
      var name = tag.path("TagKey").asText();
      if (name.isEmpty() || name.startsWith("aws:") || tags.containsKey(name)) {
        throw new KmsFault("TagException", "The tag key '" + name + "' is not allowed, or twice.");
      }
      tags.put(name, tag.path("TagValue").asText());
    }
    return tags;
  }

  private String defaultPolicy() {
    return """
    {
      "Version" : "2012-10-17",
      "Id" : "key-default-1",
      "Statement" : [ {
        "Sid" : "Enable IAM User Permissions",
        "Effect" : "Allow",
        "Principal" : { "AWS" : "arn:aws:iam::%s:root" },
        "Action" : "kms:*",
        "Resource" : "*"
      } ]
    }\
    """
        .formatted(account);
  }

  /// Callers are not authenticated, so all are the same.
  String principal() {
    return "arn:aws:iam::%s:user/local".formatted(account);
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  private static ObjectNode answer() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static KmsFault notFound(String keyId) {
    return new KmsFault("NotFoundException", "The key " + keyId + " does not exist.");
  }

  private static KmsFault unfit(String why) {
    return new KmsFault("XksKeyInvalidConfigurationException", "The external key " + why + ".");
  }
}
