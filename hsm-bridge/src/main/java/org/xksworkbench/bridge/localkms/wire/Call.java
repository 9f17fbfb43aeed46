package org.xksworkbench.bridge.localkms.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request, and what came to light while it was answered. Used by one thread.
public final class Call {

  private final OperationModel operation;
  private final Parameters parameters;
  private final String requestId;
  private final Instant received;
  private final Caller caller;
  private final Map<String, String> resources = new LinkedHashMap<>();
  private final Map<String, String> additional = new LinkedHashMap<>();
  private final List<String> proxyTraffic = new ArrayList<>();

  /// Who says that he calls: nothing of it is verified.
  ///
  /// @param accessKeyId of the signature, or empty
  /// @param region of the signature's credential scope, or empty
  public record Caller(String accessKeyId, String region, String userAgent, String sourceAddress) {

    /// The stand-in itself.
    public static Caller itself() {
      return new Caller("", "", "local-kms", "127.0.0.1");
    }
  }

  public Call(
      OperationModel operation,
      Parameters parameters,
      String requestId,
      Instant received,
      Caller caller) {
    this.operation = operation;
    this.parameters = parameters;
    this.requestId = requestId;
    this.received = received;
    this.caller = caller;
  }

  public OperationModel operation() {
    return operation;
  }

  public Parameters parameters() {
    return parameters;
  }

  public String requestId() {
    return requestId;
  }

  public Instant receivedAt() {
    return received;
  }

  public Caller caller() {
    return caller;
  }

  /// Notes a resource that the call is about.
  ///
  /// @param type such as `AWS::KMS::Key`
  public void concerns(String arn, String type) {
    resources.put(arn, type);
  }

  /// ARN to type.
  public Map<String, String> resources() {
    return Map.copyOf(resources);
  }

  public Optional<String> firstResource() {
    return resources.keySet().stream().findFirst();
  }

  /// Notes what CloudTrail tells beside the parameters.
  public void note(String name, String value) {
    additional.put(name, value);
  }

  public Map<String, String> additional() {
    return new LinkedHashMap<>(additional);
  }

  /// Notes a request to a proxy, for the access log.
  public void noteProxied(String line) {
    proxyTraffic.add(line);
  }

  public List<String> proxyTraffic() {
    return List.copyOf(proxyTraffic);
  }
}
