package org.xksworkbench.bridge.xks.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
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
  private static final int LINE_LENGTH = 1024;

  /// One line of JSON, as in the log.
  public String toJsonLine() {
    var line = new StringWriter(LINE_LENGTH);
    try (var json = MAPPER.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("at", at.toString());
      json.writeStringField("kmsRequestId", kmsRequestId);
      json.writeStringField("operation", operation);
      json.writeStringField("kmsOperation", kmsOperation);
      json.writeStringField("awsPrincipalArn", awsPrincipalArn);
      json.writeStringField("kmsKeyArn", kmsKeyArn);
      json.writeStringField("kmsViaService", kmsViaService);
      json.writeStringField("awsSourceVpc", awsSourceVpc);
      json.writeStringField("awsSourceVpce", awsSourceVpce);
      json.writeStringField("pathPrefix", pathPrefix);
      json.writeStringField("xksKeyId", xksKeyId);
      json.writeNumberField("httpStatus", httpStatus);
      json.writeStringField("errorName", errorName);
      json.writeStringField("cause", cause);
      json.writeNumberField("queueMicros", queueMicros);
      json.writeNumberField("authMicros", authMicros);
      json.writeNumberField("tokenMicros", tokenMicros);
      json.writeNumberField("totalMicros", totalMicros);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("strings are always written to memory", e);
    }
    return line.toString();
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
