package org.xksworkbench.bridge.xks.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;

/// One request and how it was answered. What is not known (a request that failed before it was
/// parsed) is empty.
///
/// @param at when it came
/// @param kmsRequestId request ID of AWS KMS, as in CloudTrail
/// @param operation of the XKS proxy API, such as `Encrypt`
/// @param kmsOperation of AWS KMS, such as `GenerateDataKey`
/// @param kmsViaService the AWS service that called AWS KMS
/// @param awsSourceVpc where the call to AWS KMS came from
/// @param awsSourceVpce the endpoint by which it came
/// @param pathPrefix such as `/payments`
/// @param xksKeyId the external key ID
/// @param httpStatus 200, or the status of the error
/// @param errorName of the XKS proxy API, empty if there was no error
/// @param cause for the operator: why there was an error
/// @param queueMicros how long it waited for a worker
/// @param authMicros how long the signature took
/// @param tokenMicros how long the HSM took
/// @param totalMicros from the whole request to the answer
public record XksCall(
    Instant at,
    String kmsRequestId,
    String operation,
    String kmsOperation,
    String awsPrincipalArn,
    String kmsKeyArn,
    String kmsViaService,
    String awsSourceVpc,
    String awsSourceVpce,
    String pathPrefix,
    String xksKeyId,
    int httpStatus,
    String errorName,
    String cause,
    long queueMicros,
    long authMicros,
    long tokenMicros,
    long totalMicros) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// One line of JSON, as in the log.
  public String toJsonLine() {
    try {
      return MAPPER.writeValueAsString(
          MAPPER
              .createObjectNode()
              .put("at", at.toString())
              .put("kmsRequestId", kmsRequestId)
              .put("operation", operation)
              .put("kmsOperation", kmsOperation)
              .put("awsPrincipalArn", awsPrincipalArn)
              .put("kmsKeyArn", kmsKeyArn)
              .put("kmsViaService", kmsViaService)
              .put("awsSourceVpc", awsSourceVpc)
              .put("awsSourceVpce", awsSourceVpce)
              .put("pathPrefix", pathPrefix)
              .put("xksKeyId", xksKeyId)
              .put("httpStatus", httpStatus)
              .put("errorName", errorName)
              .put("cause", cause)
              .put("queueMicros", queueMicros)
              .put("authMicros", authMicros)
              .put("tokenMicros", tokenMicros)
              .put("totalMicros", totalMicros));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings is always written", e);
    }
  }

  /// @throws IllegalArgumentException if the line is none of [#toJsonLine]
  public static XksCall fromJsonLine(String line) {
    try {
      var node = MAPPER.readTree(line);
      return new XksCall(
          Instant.parse(node.path("at").asText()),
          node.path("kmsRequestId").asText(),
          node.path("operation").asText(),
          node.path("kmsOperation").asText(),
          node.path("awsPrincipalArn").asText(),
          node.path("kmsKeyArn").asText(),
          node.path("kmsViaService").asText(),
          node.path("awsSourceVpc").asText(),
          node.path("awsSourceVpce").asText(),
          node.path("pathPrefix").asText(),
          node.path("xksKeyId").asText(),
          node.path("httpStatus").asInt(),
          node.path("errorName").asText(),
          node.path("cause").asText(),
          node.path("queueMicros").asLong(),
          node.path("authMicros").asLong(),
          node.path("tokenMicros").asLong(),
          node.path("totalMicros").asLong());
    } catch (JsonProcessingException | java.time.DateTimeException e) {
      throw new IllegalArgumentException("not a line of the proxy's log", e);
    }
  }
}
