package org.xksworkbench.bridge.localkms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The wire: JSON 1.1 for AWS KMS, the query protocol for the one operation of STS. Refuses what a
/// web page in a browser could send: another Host, or any Origin.
final class WireServer implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(WireServer.class);

  private static final String TARGET_PREFIX = "TrentService.";
  private static final String JSON = "application/x-amz-json-1.1";
  private static final int BODY_LIMIT = 1024 * 1024;

  private final Operations operations;
  private final ObjectMapper mapper = new ObjectMapper();

  WireServer(Operations operations) {
    this.operations = operations;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var requestId = UUID.randomUUID().toString();
      var headers = exchange.getRequestHeaders();
      var host = "127.0.0.1:" + exchange.getLocalAddress().getPort();
      if (headers.containsKey("Origin")
          || !Objects.requireNonNullElse(headers.getFirst("Host"), "")
              .replace("localhost", "127.0.0.1")
              .equals(host)) {
        send(
            exchange,
            403,
            "text/plain",
            "The local KMS answers programs on this machine only.\n",
            requestId);
        return;
      }
      var body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
      if (body.length > BODY_LIMIT) {
        sendFault(exchange, Parameters.invalid("The request is too long."), requestId);
        return;
      }
      var target = headers.getFirst("X-Amz-Target");
      if (target == null
          && new String(body, StandardCharsets.UTF_8).contains("Action=GetCallerIdentity")) {
        send(exchange, 200, "text/xml", operations.callerIdentity(requestId), requestId);
      } else if (target == null || !target.startsWith(TARGET_PREFIX)) {
        sendFault(
            exchange,
            new KmsFault("UnknownOperationException", "This is the local KMS, not AWS."),
            requestId);
      } else {
        perform(exchange, target.substring(TARGET_PREFIX.length()), body, requestId);
      }
    }
  }

  private void perform(HttpExchange exchange, String operation, byte[] body, String requestId)
      throws IOException {
    try {
      var parameters = body.length == 0 ? mapper.createObjectNode() : mapper.readTree(body);
      if (!(parameters instanceof ObjectNode)) {
        throw new KmsFault("SerializationException", "The body is no JSON object.");
      }
      var answer = operations.perform(operation, new Parameters(parameters), requestId);
      LOG.info("{} {} 200", requestId, operation);
      send(exchange, 200, JSON, answer.toString(), requestId);
    } catch (JsonProcessingException e) {
      sendFault(
          exchange,
          new KmsFault("SerializationException", "The body is no valid JSON."),
          requestId);
    } catch (KmsFault e) {
      LOG.info("{} {} {}", requestId, operation, e.code());
      sendFault(exchange, e, requestId);
    } catch (RuntimeException e) {
      LOG.error("A defect while performing {}", operation, e);
      var fault = mapper.createObjectNode().put("__type", "KMSInternalException");
      send(
          exchange, 500, JSON, fault.put("message", "The local KMS failed.").toString(), requestId);
    }
  }

  private void sendFault(HttpExchange exchange, KmsFault fault, String requestId)
      throws IOException {
    var body =
        mapper
            .createObjectNode()
            .put("__type", fault.code())
            .put("message", Objects.requireNonNullElse(fault.getMessage(), ""));
    send(exchange, 400, JSON, body.toString(), requestId);
  }

  private static void send(
      HttpExchange exchange, int status, String type, String text, String requestId)
      throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
