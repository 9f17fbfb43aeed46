package org.xksworkbench.bridge.localkms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/// A request to AWS KMS for which a proxy was asked.
///
/// @param requestId of AWS KMS, which the proxy logs as `kmsRequestId`
/// @param operation of AWS KMS, such as `GenerateDataKey`
/// @param status of the answer of AWS KMS
/// @param error such as `KMSInvalidStateException`, empty if there was none
/// @param proxy what the proxy was asked and answered, such as `Encrypt 200 3 ms`
public record ProxiedCall(
    String requestId, String operation, int status, String error, List<String> proxy) {

  public ProxiedCall {
    proxy = List.copyOf(proxy);
  }

  static ProxiedCall of(JsonNode line) {
    return new ProxiedCall(
        line.path("requestId").asText(),
        line.path("operation").asText(),
        line.path("status").asInt(),
        line.path("error").asText(),
        StreamSupport.stream(line.path("proxy").spliterator(), false)
            .map(JsonNode::asText)
            .toList());
  }
}
