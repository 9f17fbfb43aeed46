package org.xksworkbench.app.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.xksworkbench.bridge.xks.client.ProxyAddress;
import org.xksworkbench.bridge.xks.client.ProxyCallResult;
import org.xksworkbench.bridge.xks.client.XksClient;
import org.xksworkbench.bridge.xks.protocol.HealthStatus;

/// Asks the proxy as AWS KMS does.
final class ProxyCaller implements AutoCloseable {

  private static final String UNAVAILABLE = HealthStatus.EkmHealth.UNAVAILABLE.name();

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final XksClient client;

  /// @param host that stands for the address
  ProxyCaller(String host, List<X509Certificate> authorities, InetSocketAddress address) {
    this.client = new XksClient("us-east-1", authorities, Map.of(host, address), PATIENCE);
  }

  ExternalKeyStatus keyMetadata(ProxyAddress at, String xksKeyId) {
    var answer =
        post(
            at,
            "/keys/" + xksKeyId + "/metadata",
            metadata("DescribeKey").put("awsPrincipalArn", "XKS Workbench"));
    var usage = new ArrayList<String>();
    answer.path("keyUsage").forEach(one -> usage.add(one.asText()));
    return new ExternalKeyStatus(
        answer.path("keySpec").asText(), usage, answer.path("keyStatus").asText(), Instant.now());
  }

  ProxyControl.ProxyHealth health(ProxyAddress at) {
    var asked = System.nanoTime();
    var answer = post(at, "/health", metadata("KmsHealthCheck"));
    var instances = new ArrayList<String>();
    var available = false;
    for (var one : answer.path("ekmFleetDetails")) {
      var health = one.path("healthStatus").asText();
      instances.add(
          "%s %s: %s".formatted(one.path("model").asText(), one.path("id").asText(), health));
      available |= !health.equals(UNAVAILABLE);
    }
    return new ProxyControl.ProxyHealth(
        answer.path("xksProxyVendor").asText(),
        answer.path("xksProxyModel").asText(),
        instances,
        available,
        Duration.ofNanos(System.nanoTime() - asked).toMillis());
  }

  private static ObjectNode metadata(String kmsOperation) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kmsOperation", kmsOperation)
        .put("kmsRequestId", "workbench-" + UUID.randomUUID());
  }

  private JsonNode post(ProxyAddress at, String path, ObjectNode metadata) {
    var body = JsonNodeFactory.instance.objectNode();
    body.set("requestMetadata", metadata);
    return switch (client.post(at, path, body)) {
      case ProxyCallResult.Answered(var answer) -> answer;
      case ProxyCallResult.Refused(_, var name, var message) ->
          throw new ProxyException(name, message, null);
      case ProxyCallResult.Malformed(var what) -> throw new ProxyException("", what, null);
      case ProxyCallResult.Unreachable(var why) -> throw new ProxyException("", why, null);
      case ProxyCallResult.TlsFailed(var why) -> throw new ProxyException("", why, null);
      case ProxyCallResult.NotSent(var why) ->
          throw new ProxyException("", "Nothing was sent: " + why + ".", null);
      case ProxyCallResult.TimedOut() ->
          throw new ProxyException("", "The XKS proxy did not answer in time.", null);
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
