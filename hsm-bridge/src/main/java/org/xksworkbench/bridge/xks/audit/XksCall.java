package org.xksworkbench.bridge.xks.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// One request and how it was answered. What is not known (a request that failed before it was
/// parsed) is empty. A text that is longer than the log takes is cut, and says how long it was:
/// whoever may call could fill memory and disk with it.
///
/// @param at when it came
/// @param kmsRequestId request ID of AWS KMS, as in CloudTrail
/// @param operation of the XKS proxy API, such as `Encrypt`
/// @param kmsOperation of AWS KMS, such as `GenerateDataKey`
/// @param kmsViaService the AWS service that called AWS KMS
/// @param awsSourceVpc where the call to AWS KMS came from
/// @param awsSourceVpce the endpoint by which it came
/// @param peerAddress the address at the other end of the connection; behind a load balancer, that
///   may be the balancer's
/// @param protocol `HTTP/1.1` or `HTTP/2`
/// @param accessKeyId that the request names; proven by its signature unless `errorName` is
///   `AuthenticationFailedException`, or the request was refused before the signature was looked at
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
    String peerAddress,
    String protocol,
    String accessKeyId,
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

  /// As long as AWS lets one be.
  private static final int ARN = 2048;

  private static final int CAUSE = 1024;
  private static final int OTHERS = 256;

  public XksCall {
    kmsRequestId = Bounded.of(kmsRequestId, OTHERS);
    kmsOperation = Bounded.of(kmsOperation, OTHERS);
    awsPrincipalArn = Bounded.of(awsPrincipalArn, ARN);
    kmsKeyArn = Bounded.of(kmsKeyArn, ARN);
    kmsViaService = Bounded.of(kmsViaService, OTHERS);
    awsSourceVpc = Bounded.of(awsSourceVpc, OTHERS);
    awsSourceVpce = Bounded.of(awsSourceVpce, OTHERS);
    peerAddress = Bounded.of(peerAddress, OTHERS);
    accessKeyId = Bounded.of(accessKeyId, OTHERS);
    pathPrefix = Bounded.of(pathPrefix, OTHERS);
    xksKeyId = Bounded.of(xksKeyId, OTHERS);
    cause = Bounded.of(cause, CAUSE);
  }

  /// One line of JSON, as in the log, without its end: printable ASCII, at most 8 KiB.
  public String toJsonLine() {
    var line = new CallLines();
    line.add(this);
    return StandardCharsets.US_ASCII.decode(line.toRead()).toString().stripTrailing();
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
          node.path("peerAddress").asText(),
          node.path("protocol").asText(),
          node.path("accessKeyId").asText(),
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
