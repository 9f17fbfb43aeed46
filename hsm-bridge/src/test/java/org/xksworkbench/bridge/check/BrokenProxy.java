package org.xksworkbench.bridge.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.ssl.SSLContexts;
import org.xksworkbench.bridge.xks.server.TestTls;

/// Stands before a real proxy and breaks one rule on purpose.
final class BrokenProxy implements AutoCloseable {

  /// What is done to answers, or to requests before they are passed on.
  enum ProxyFault {
    NONE,
    ANSWERS_GET,
    UNKNOWN_PATH_IS_500,
    NO_FLEET,
    ALL_UNAVAILABLE,
    LOWER_CASE_KEY_SPEC,
    KEY_DISABLED,
    NO_INTEGRITY_VALUE,
    WRONG_INTEGRITY_VALUE,
    BAD_CIPHERTEXT_IS_500,
    LONG_ERROR_MESSAGE,
    ERROR_WITHOUT_NAME,
    UNSIGNED_IS_403,
    REFUSES_LONG_PLAINTEXT,
    ENCRYPT_IS_500,
    NO_TAG,
    EMPTY_METADATA,
    LONG_ANSWERS,
    NO_PING,
    SLOW_HEALTH,
    TEXT_CONTENT_TYPE
  }

  private static final int LONG_BODY = 5000;
  private static final int LONG_ANSWER = 256 * 1024;
  private static final long SLOWNESS_MILLIS = 5100;
  private static final int ONE_IN = 25;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpsServer server;
  private final CloseableHttpClient behind;
  private final int realPort;
  private final AtomicInteger healthChecks = new AtomicInteger();
  private volatile ProxyFault fault = ProxyFault.NONE;

  BrokenProxy(TestTls tls, int realPort) throws Exception {
    this.realPort = realPort;
    this.behind =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    // What stands behind is in this process; who it is, is not what is tested.
                    .setTlsSocketStrategy(
                        new DefaultClientTlsStrategy(
                            SSLContexts.custom().loadTrustMaterial(null, (_, _) -> true).build(),
                            NoopHostnameVerifier.INSTANCE))
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .build();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.serverContext()));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  BrokenProxy with(ProxyFault other) {
    fault = other;
    return this;
  }

  @Override
  public void close() {
    server.stop(0);
    try {
      behind.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private record BrokenReply(int status, String contentType, byte[] body) {}

  private void handle(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().toString();
    var body = exchange.getRequestBody().readAllBytes();
    var reply = broken(exchange, path, body);
    if (!reply.contentType().isEmpty()) {
      exchange.getResponseHeaders().add("Content-Type", reply.contentType());
    }
    exchange.sendResponseHeaders(
        reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
    exchange.getResponseBody().write(reply.body());
    exchange.close();
  }

  private BrokenReply broken(HttpExchange exchange, String path, byte[] body) throws IOException {
    if (fault == ProxyFault.SLOW_HEALTH
        && path.endsWith("/health")
        && healthChecks.incrementAndGet() % ONE_IN == 0) {
      sleep();
    }
    if (fault == ProxyFault.ANSWERS_GET
        && exchange.getRequestMethod().equals("GET")
        && path.endsWith("/health")) {
      return answer(200, "{}");
    }
    if (fault == ProxyFault.NO_PING && path.equals("/ping")) {
      return answer(404, "{}");
    }
    if (fault == ProxyFault.UNSIGNED_IS_403
        && exchange.getRequestMethod().equals("POST")
        && !exchange.getRequestHeaders().containsKey("Authorization")) {
      return error(403, "AccessDeniedException", "no signature");
    }
    if (fault == ProxyFault.REFUSES_LONG_PLAINTEXT && body.length > LONG_BODY) {
      return error(501, "UnsupportedOperationException", "too long");
    }
    if (fault == ProxyFault.ENCRYPT_IS_500 && path.endsWith("/encrypt")) {
      return error(500, "InternalException", "?");
    }
    return changed(path, forwarded(exchange, path, body));
  }

  private BrokenReply changed(String path, BrokenReply reply) throws IOException {
    ObjectNode body;
    try {
      body = json.readTree(reply.body()) instanceof ObjectNode object ? object : null;
    } catch (JsonProcessingException e) {
      body = null;
    }
    if (body == null) {
      return reply;
    }
    var error = body.path("errorName").asText();
    switch (fault) {
      case UNKNOWN_PATH_IS_500 -> {
        if (error.equals("InvalidUriPathException")) {
          return error(500, "InternalException", "?");
        }
      }
      case NO_FLEET -> body.remove("ekmFleetDetails");
      case ALL_UNAVAILABLE ->
          body.path("ekmFleetDetails")
              .forEach(one -> ((ObjectNode) one).put("healthStatus", "UNAVAILABLE"));
      case LOWER_CASE_KEY_SPEC -> {
        if (body.has("keySpec")) {
          body.put("keySpec", "aes_256");
        }
      }
      case KEY_DISABLED -> {
        if (body.has("keyStatus")) {
          body.put("keyStatus", "DISABLED");
        }
      }
      case NO_INTEGRITY_VALUE -> body.remove("ciphertextDataIntegrityValue");
      case WRONG_INTEGRITY_VALUE -> {
        if (body.has("ciphertextDataIntegrityValue")) {
          body.put("ciphertextDataIntegrityValue", new byte[32]);
        }
      }
      case BAD_CIPHERTEXT_IS_500 -> {
        if (error.equals("InvalidCiphertextException")) {
          return error(500, "InternalException", "?");
        }
      }
      case LONG_ERROR_MESSAGE -> {
        if (!error.isEmpty()) {
          body.put("errorMessage", "x".repeat(600));
        }
      }
      case ERROR_WITHOUT_NAME -> {
        if (error.equals("KeyNotFoundException")) {
          return answer(404, "{}");
        }
      }
      case NO_TAG -> body.remove("authenticationTag");
      case EMPTY_METADATA -> {
        if (path.endsWith("/encrypt") && error.isEmpty()) {
          body.put("ciphertextMetadata", "");
        }
      }
      case LONG_ANSWERS -> {
        if (body.has("keySpec")) {
          body.put("more", "x".repeat(LONG_ANSWER));
        }
      }
      case TEXT_CONTENT_TYPE -> {
        return new BrokenReply(reply.status(), "text/plain", reply.body());
      }
      case NONE,
          ANSWERS_GET,
          UNSIGNED_IS_403,
          REFUSES_LONG_PLAINTEXT,
          ENCRYPT_IS_500,
          NO_PING,
          SLOW_HEALTH -> {}
    }
    return new BrokenReply(reply.status(), reply.contentType(), json.writeValueAsBytes(body));
  }

  private BrokenReply forwarded(HttpExchange exchange, String path, byte[] body)
      throws IOException {
    var request =
        new HttpUriRequestBase(
            exchange.getRequestMethod(),
            java.net.URI.create("https://127.0.0.1:" + realPort + path));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!List.of("content-length", "connection", "transfer-encoding")
              .contains(name.toLowerCase(java.util.Locale.ROOT))) {
            values.forEach(value -> request.addHeader(name, value));
          }
        });
    if (exchange.getRequestMethod().equals("POST")) {
      request.setEntity(new ByteArrayEntity(body, null));
    }
    return behind.execute(
        request,
        response -> {
          var entity = response.getEntity();
          var type = response.getFirstHeader("Content-Type");
          return new BrokenReply(
              response.getCode(),
              type == null ? "" : type.getValue(),
              entity == null ? new byte[0] : EntityUtils.toByteArray(entity));
        });
  }

  private static BrokenReply error(int status, String name, String message) {
    return answer(status, "{\"errorName\":\"" + name + "\",\"errorMessage\":\"" + message + "\"}");
  }

  private static BrokenReply answer(int status, String body) {
    return new BrokenReply(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  private static void sleep() {
    try {
      Thread.sleep(SLOWNESS_MILLIS); // the fault itself: an answer after the time there is
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
