package org.xksworkbench.app.creation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// An AWS KMS that does nothing: it keeps what it is asked, and answers as if it had done it.
final class KmsRequests implements AutoCloseable {

  /// @param fields what was sent; the policy as JSON, without what CreateKey has by itself
  record SentRequest(String operation, JsonNode fields) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<SentRequest> requests = new ArrayList<>();

  KmsRequests() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized List<SentRequest> takeAll() {
    var taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      var fields = (ObjectNode) JSON.readTree(exchange.getRequestBody());
      fields.remove(List.of("KeySpec", "KeyUsage"));
      if (fields.has("Policy")) {
        fields.set("Policy", JSON.readTree(fields.get("Policy").asText()));
      }
      var operation = target.substring(target.indexOf('.') + 1);
      requests.add(new SentRequest(operation, fields));
      var body = body(operation).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String body(String operation) {
    return switch (operation) {
      case "CreateKey" ->
          """
          {"KeyMetadata": {"KeyId": "k", "Arn": "arn", "CreationDate": 0, "KeyState": "Enabled",
            "Origin": "EXTERNAL_KEY_STORE", "KeySpec": "SYMMETRIC_DEFAULT",
            "KeyUsage": "ENCRYPT_DECRYPT"}}
          """;
      case "CreateCustomKeyStore" -> "{\"CustomKeyStoreId\":\"cks-1\"}";
      case "ScheduleKeyDeletion" -> "{\"KeyId\":\"k\",\"DeletionDate\":0}";
      default -> "{}";
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
