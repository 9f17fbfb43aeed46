package org.xksworkbench.bridge.localkms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.net.ssl.SSLContext;

/// A proxy that behaves until it is told not to. It verifies no signature; it answers with a key of
/// its own, and then does to the answer what a test wants.
final class BadProxy implements AutoCloseable {

  /// One request that arrived.
  record Arrived(String operation, JsonNode body, Map<String, List<String>> headers) {}

  private record Raw(int status, String body) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpsServer server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final SecretKey key;
  private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
  private final Map<String, Consumer<ObjectNode>> changes = new ConcurrentHashMap<>();
  private final Map<String, Raw> raw = new ConcurrentHashMap<>();
  private final Map<String, List<Duration>> served = new ConcurrentHashMap<>();
  private volatile String silent = "";
  private volatile Duration delay = Duration.ZERO;

  BadProxy(SSLContext tls) {
    this(tls, 0);
  }

  BadProxy(SSLContext tls, int port) {
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      var generator = KeyGenerator.getInstance("AES");
      generator.init(256);
      key = generator.generateKey();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", this::handle);
    server.setExecutor(workers);
    server.start();
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  List<Arrived> arrived() {
    return arrived;
  }

  /// Does this to the right answer.
  ///
  /// @param operation `health`, `metadata`, `encrypt` or `decrypt`
  void change(String operation, Consumer<ObjectNode> change) {
    changes.put(operation, change);
  }

  /// Answers with these bytes instead.
  void answer(String operation, int status, String body) {
    raw.put(operation, new Raw(status, body));
  }

  /// Answers with an error of the specification.
  void refuse(String operation, int status, String errorName) {
    answer(operation, status, "{\"errorName\":\"%s\"}".formatted(errorName));
  }

  /// Takes as long for every answer.
  void answerAfter(Duration delay) {
    this.delay = delay;
  }

  /// How long it took for each of the requests with this request ID of AWS KMS.
  List<Duration> served(String kmsRequestId) {
    return served.getOrDefault(kmsRequestId, List.of());
  }

  /// Takes requests and never answers them.
  void fallSilentAt(String operation) {
    silent = operation;
  }

  void behave() {
    changes.clear();
    raw.clear();
    silent = "";
    delay = Duration.ZERO;
    arrived.clear();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    workers.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var start = System.nanoTime();
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var operation = path.substring(path.lastIndexOf('/') + 1);
      var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
      arrived.add(new Arrived(operation, body, Map.copyOf(exchange.getRequestHeaders())));
      if (silent.equals(operation)) {
        closed.await();
        return;
      }
      var answer = raw.get(operation);
      if (answer == null) {
        var right = right(operation, body);
        changes.getOrDefault(operation, _ -> {}).accept(right);
        answer = new Raw(200, right.toString());
      }
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      Thread.sleep(delay);
      served
          .computeIfAbsent(
              body.path("requestMetadata").path("kmsRequestId").asText(),
              _ -> new CopyOnWriteArrayList<>())
          .add(Duration.ofNanos(System.nanoTime() - start));
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private ObjectNode right(String operation, JsonNode request) throws Exception {
    return switch (operation) {
      case "health" ->
          (ObjectNode)
              JSON.readTree(
                  """
                  {"xksProxyFleetSize":1,"xksProxyVendor":"Test","xksProxyModel":"Bad","ekmVendor":"Test",
                   "ekmFleetDetails":[{"id":"one","model":"m","healthStatus":"ACTIVE"}]}
                  """);
      case "metadata" ->
          (ObjectNode)
              JSON.readTree(
                  """
                  {"keySpec":"AES_256","keyUsage":["ENCRYPT","DECRYPT"],"keyStatus":"ENABLED"}
                  """);
      case "encrypt" -> encrypt(request);
      case "decrypt" -> decrypt(request);
      default -> throw new AssertionError(operation);
    };
  }

  private ObjectNode encrypt(JsonNode request) throws Exception {
    var aad = bytes(request, "additionalAuthenticatedData");
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key);
    cipher.updateAAD(aad);
    var sealed = cipher.doFinal(bytes(request, "plaintext"));
    var ciphertext = java.util.Arrays.copyOf(sealed, sealed.length - 16);
    var tag = java.util.Arrays.copyOfRange(sealed, sealed.length - 16, sealed.length);
    var answer =
        JSON.createObjectNode()
            .put("ciphertext", base64(ciphertext))
            .put("initializationVector", base64(cipher.getIV()))
            .put("authenticationTag", base64(tag));
    withIntegrity(answer, aad);
    return answer;
  }

  /// Puts the integrity value that fits the answer as it is now.
  static void withIntegrity(ObjectNode answer, byte[] aad) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      sha.update(aad);
      if (answer.has("ciphertextMetadata")) {
        sha.update(bytes(answer, "ciphertextMetadata"));
      }
      for (var field : List.of("initializationVector", "ciphertext", "authenticationTag")) {
        sha.update(bytes(answer, field));
      }
      answer.put("ciphertextDataIntegrityValue", base64(sha.digest()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// The additional authenticated data of the last request.
  byte[] lastAad() {
    return bytes(arrived.getLast().body(), "additionalAuthenticatedData");
  }

  private ObjectNode decrypt(JsonNode request) throws Exception {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        key,
        new GCMParameterSpec(128, bytes(request, "initializationVector")));
    cipher.updateAAD(bytes(request, "additionalAuthenticatedData"));
    cipher.update(bytes(request, "ciphertext"));
    var plaintext = cipher.doFinal(bytes(request, "authenticationTag"));
    return JSON.createObjectNode().put("plaintext", base64(plaintext));
  }

  private static byte[] bytes(JsonNode node, String field) {
    return Base64.getDecoder().decode(node.path(field).textValue());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
