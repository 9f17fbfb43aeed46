package org.xksworkbench.bridge.localkms.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.xksworkbench.bridge.localkms.faults.Fault;
import org.xksworkbench.bridge.localkms.faults.Faults;
import org.xksworkbench.bridge.localkms.state.CustomKeyStore;
import org.xksworkbench.bridge.localkms.state.StoredKey;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.xks.client.ProxyCallResult;
import org.xksworkbench.bridge.xks.client.XksClient;

/// The four calls to a proxy, as AWS KMS makes them, and what it demands of the answers (XKS proxy
/// API specification). The proxy is not trusted.
public final class ProxyCalls {

  public static final int METADATA_LIMIT = 20;

  private static final Set<String> HEALTH = Set.of("ACTIVE", "DEGRADED", "UNAVAILABLE");
  private static final int EKM_LIMIT = 10;
  private static final int USAGE_LIMIT = 10;
  private static final int TRIES = 2;

  private final XksClient client;
  private final Faults faults;
  private final Duration timeout;
  private final Function<Call, String> principal;

  /// What GetKeyMetadata tells.
  public record ExternalKeyMetadata(String keySpec, Set<String> keyUsage, String keyStatus) {}

  /// The outer layer.
  public record Encrypted(byte[] ciphertext, byte[] metadata, byte[] iv, byte[] tag) {}

  /// @param timeout of the client
  /// @param principal ARN of who calls, for the proxy
  public ProxyCalls(
      XksClient client, Faults faults, Duration timeout, Function<Call, String> principal) {
    this.client = client;
    this.faults = faults;
    this.timeout = timeout;
    this.principal = principal;
  }

  /// Has connections ready for what follows.
  public void warm(CustomKeyStore store) {
    client.warm(store.proxy());
  }

  /// GetHealthStatus.
  ///
  /// @param kmsOperation such as `KmsHealthCheck`, which is no public operation of AWS KMS
  /// @param traffic told what came of it
  public void health(
      CustomKeyStore store, String kmsOperation, String requestId, Consumer<String> traffic)
      throws ProxyCallException {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("requestMetadata")
        .put("kmsRequestId", requestId)
        .put("kmsOperation", kmsOperation);
    var health = send(store, "/health", "GetHealthStatus", body, traffic, "");
    for (var name : new String[] {"xksProxyVendor", "xksProxyModel", "ekmVendor"}) {
      text(health, name);
    }
    var size = health.path("xksProxyFleetSize");
    require(size.isIntegralNumber() && size.intValue() > 0, "xksProxyFleetSize");
    var fleet = health.path("ekmFleetDetails");
    require(fleet.isArray() && !fleet.isEmpty() && fleet.size() <= EKM_LIMIT, "ekmFleetDetails");
    var available = false;
    for (var ekm : fleet) {
      text(ekm, "id");
      text(ekm, "model");
      var status = text(ekm, "healthStatus");
      require(HEALTH.contains(status), "healthStatus");
      available |= !status.equals("UNAVAILABLE");
    }
    if (!available) {
      throw new ProxyCallException(ProxyError.UNHEALTHY, "every key manager is UNAVAILABLE");
    }
  }

  /// GetKeyMetadata. The KMS key does not exist yet, so its ARN is not told.
  public ExternalKeyMetadata metadata(CustomKeyStore store, String xksKeyId, Call call)
      throws ProxyCallException {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("requestMetadata")
        .put("awsPrincipalArn", principal.apply(call))
        .put("kmsOperation", "CreateKey")
        .put("kmsRequestId", call.requestId());
    var path = "/keys/" + xksKeyId + "/metadata";
    var metadata = send(store, path, "GetKeyMetadata", body, call::noteProxied, "");
    var usages = metadata.path("keyUsage");
    require(usages.isArray() && usages.size() <= USAGE_LIMIT, "keyUsage");
    var usage = new TreeSet<String>();
    for (var each : usages) {
      require(each.isTextual(), "keyUsage");
      usage.add(each.textValue());
    }
    var disabled =
        faults.ofProxy(store.id(), store.name()).stream()
            .anyMatch(fault -> strikes(fault, xksKeyId));
    return new ExternalKeyMetadata(
        text(metadata, "keySpec"), usage, disabled ? "DISABLED" : text(metadata, "keyStatus"));
  }

  public Encrypted encrypt(
      CustomKeyStore store, StoredKey key, byte[] plaintext, byte[] aad, Call call)
      throws ProxyCallException {
    var body = request(key, call);
    body.put("plaintext", base64(plaintext))
        .put("encryptionAlgorithm", "AES_GCM")
        .put("additionalAuthenticatedData", base64(aad))
        .put("ciphertextDataIntegrityValueAlgorithm", "SHA_256");
    var answer =
        send(store, path(key, "encrypt"), "Encrypt", body, call::noteProxied, xksKeyId(key));
    var ciphertext = bytes(answer, "ciphertext");
    var iv = bytes(answer, "initializationVector");
    var tag = bytes(answer, "authenticationTag");
    var metadata =
        answer.hasNonNull("ciphertextMetadata") ? bytes(answer, "ciphertextMetadata") : new byte[0];
    require(ciphertext.length == plaintext.length, "length of ciphertext");
    require(iv.length == 12 || iv.length == 16, "length of initializationVector");
    require(tag.length == 16, "length of authenticationTag");
    require(metadata.length <= METADATA_LIMIT, "length of ciphertextMetadata");
    require(
        MessageDigest.isEqual(
            bytes(answer, "ciphertextDataIntegrityValue"),
            sha256(aad, metadata, iv, ciphertext, tag)),
        "ciphertextDataIntegrityValue");
    return new Encrypted(ciphertext, metadata, iv, tag);
  }

  public byte[] decrypt(
      CustomKeyStore store, StoredKey key, Encrypted encrypted, byte[] aad, Call call)
      throws ProxyCallException {
    var body = request(key, call);
    body.put("ciphertext", base64(encrypted.ciphertext()))
        .put("encryptionAlgorithm", "AES_GCM")
        .put("additionalAuthenticatedData", base64(aad))
        .put("initializationVector", base64(encrypted.iv()))
        .put("authenticationTag", base64(encrypted.tag()));
    if (encrypted.metadata().length > 0) {
      body.put("ciphertextMetadata", base64(encrypted.metadata()));
    }
    var answer =
        send(store, path(key, "decrypt"), "Decrypt", body, call::noteProxied, xksKeyId(key));
    var plaintext = bytes(answer, "plaintext");
    require(plaintext.length == encrypted.ciphertext().length, "length of plaintext");
    return plaintext;
  }

  private ObjectNode request(StoredKey key, Call call) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("requestMetadata")
        .put("awsPrincipalArn", principal.apply(call))
        .put("kmsKeyArn", key.arn())
        .put("kmsOperation", call.operation().name())
        .put("kmsRequestId", call.requestId());
    return body;
  }

  private ObjectNode send(
      CustomKeyStore store,
      String path,
      String xksOperation,
      ObjectNode body,
      Consumer<String> traffic,
      String usedKey)
      throws ProxyCallException {
    var start = System.nanoTime();
    try {
      for (var fault : faults.ofProxy(store.id(), store.name())) {
        strike(fault, usedKey);
      }
      var answer = understand(client.post(store.proxy(), path, body));
      traffic.accept("%s 200 %d ms".formatted(xksOperation, millisecondsSince(start)));
      return answer;
    } catch (ProxyCallException e) {
      traffic.accept(
          "%s %s %d ms".formatted(xksOperation, e.getMessage(), millisecondsSince(start)));
      throw e;
    }
  }

  private void strike(Fault.OfProxy fault, String usedKey) throws ProxyCallException {
    var why = "a fault that was switched on";
    switch (fault) {
      case Fault.SlowProxy _ -> {
        // A stand-in that has more patience with real proxies does not need it to show a slow one.
        var patience =
            timeout.compareTo(XksClient.AWS_KMS_TIMEOUT) < 0 ? timeout : XksClient.AWS_KMS_TIMEOUT;
        pause(patience.multipliedBy(TRIES));
        throw new ProxyCallException(ProxyError.NO_ANSWER_IN_TIME, why);
      }
      case Fault.ThrottlingProxy _ -> throw new ProxyCallException(ProxyError.THROTTLING, why);
      case Fault.ExpiredCertificate _, Fault.WrongName _ ->
          throw new ProxyCallException(ProxyError.NO_TLS, why);
      case Fault.DisabledExternalKey _ -> {
        if (strikes(fault, usedKey)) {
          throw new ProxyCallException(ProxyError.INVALID_STATE, why);
        }
      }
      case Fault.ConnectFails _ -> {}
    }
  }

  private static boolean strikes(Fault.OfProxy fault, String xksKeyId) {
    return fault instanceof Fault.DisabledExternalKey(_, var disabled) && disabled.equals(xksKeyId);
  }

  private ObjectNode understand(ProxyCallResult outcome) throws ProxyCallException {
    return switch (outcome) {
      case ProxyCallResult.Answered(var body) -> body;
      case ProxyCallResult.Unreachable(var why) ->
          throw new ProxyCallException(ProxyError.NO_TCP, why);
      case ProxyCallResult.TlsFailed(var why) ->
          throw new ProxyCallException(ProxyError.NO_TLS, why);
      case ProxyCallResult.NotSent(var why) ->
          throw new ProxyCallException(ProxyError.NOT_SENT, why);
      case ProxyCallResult.TimedOut _ ->
          throw new ProxyCallException(
              ProxyError.NO_ANSWER_IN_TIME,
              "not within %d ms, twice; --proxy-timeout gives it more"
                  .formatted(timeout.toMillis()));
      case ProxyCallResult.Malformed(var what) ->
          throw new ProxyCallException(ProxyError.MALFORMED, what);
      case ProxyCallResult.Refused(var status, var name, var message) ->
          throw new ProxyCallException(
              ProxyError.ofErrorName(name).orElse(ProxyError.MALFORMED),
              "HTTP " + status + " " + name + " " + message);
    };
  }

  private static String text(JsonNode answer, String field) throws ProxyCallException {
    var text = answer.path(field).textValue();
    require(text != null && !text.isEmpty(), field);
    return java.util.Objects.requireNonNull(text);
  }

  private static byte[] bytes(ObjectNode answer, String field) throws ProxyCallException {
    try {
      return Base64.getDecoder().decode(text(answer, field));
    } catch (IllegalArgumentException e) {
      throw new ProxyCallException(ProxyError.MALFORMED, field + " is not Base64");
    }
  }

  private static void require(boolean right, String field) throws ProxyCallException {
    if (!right) {
      throw new ProxyCallException(ProxyError.MALFORMED, "the answer has no, or a wrong, " + field);
    }
  }

  private static String path(StoredKey key, String operation) {
    return "/keys/" + xksKeyId(key) + "/" + operation;
  }

  private static String xksKeyId(StoredKey key) {
    return key.external().orElseThrow().xksKeyId();
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void pause(Duration duration) {
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long millisecondsSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
