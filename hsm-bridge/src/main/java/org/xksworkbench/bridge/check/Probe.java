package org.xksworkbench.bridge.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.xksworkbench.bridge.https.Destinations;
import org.xksworkbench.bridge.https.HttpsClient;
import org.xksworkbench.bridge.https.HttpsLimits;
import org.xksworkbench.bridge.https.HttpsRequest;
import org.xksworkbench.bridge.https.RequestSigning;
import org.xksworkbench.bridge.https.TlsOffer;
import org.xksworkbench.bridge.https.TrustedAuthorities;

/// Sends one request to a proxy, signed as AWS KMS signs or wrongly on purpose, and gives the
/// answer as it came. Safe for use by several threads.
final class Probe implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final HttpsLimits LIMITS = new HttpsLimits(128, PATIENCE, PATIENCE);
  private static final String REGION = "us-east-1";

  /// An answer as it came.
  ///
  /// @param body what was parsed; missing where it is no JSON
  record Answer(int status, String contentType, JsonNode body, long micros) {

    String errorName() {
      return body.path("errorName").asText();
    }

    boolean ok() {
      return status == 200;
    }

    String describe() {
      return errorName().isEmpty()
          ? "HTTP " + status + (body.isMissingNode() ? " without JSON" : "")
          : "HTTP " + status + " " + errorName();
    }
  }

  private final CheckTarget target;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpsClient https;

  Probe(CheckTarget target) {
    this.target = target;
    this.https =
        new HttpsClient(
            target.trusted().isEmpty()
                ? TrustedAuthorities.ofThisJava()
                : TrustedAuthorities.only(target.trusted()),
            Destinations.of(target.url(), target.connectTo()),
            LIMITS);
  }

  /// How AWS KMS signs for this proxy.
  RequestSigning right() {
    return RequestSigning.ofAwsKms(target.accessKeyId(), target.secretAccessKey(), REGION);
  }

  /// @param path what follows the URI path of the proxy, such as `/health`
  Answer post(String path, byte[] body) throws IOException {
    return post(path, body, right());
  }

  Answer post(String path, byte[] body, RequestSigning signing) throws IOException {
    return send(signing.post(operation(path), body));
  }

  /// @param tampering what is done to the request after it was signed
  Answer postTampered(String path, byte[] body, UnaryOperator<HttpsRequest> tampering)
      throws IOException {
    return send(tampering.apply(right().post(operation(path), body)));
  }

  Answer unsigned(String path, byte[] body) throws IOException {
    return send(HttpsRequest.post(operation(path), Map.of(), body));
  }

  /// @param path from the root, such as `/ping`
  Answer get(String path) throws IOException {
    return send(HttpsRequest.get(uri(path)));
  }

  /// Tries a handshake with one protocol and cipher suite.
  void handshake(TlsOffer offer) throws IOException {
    https.handshake(target.url(), offer);
  }

  /// Where an operation is.
  URI operation(String path) {
    return uri(target.uriPath() + path);
  }

  @Override
  public void close() {
    https.close();
  }

  private Answer send(HttpsRequest request) throws IOException {
    var started = System.nanoTime();
    var reply =
        https
            .send(request)
            .orElseThrow(() ->
                new SocketTimeoutException("none within %d s".formatted(PATIENCE.toSeconds())));
    var micros = (System.nanoTime() - started) / 1000;
    return new Answer(reply.status(), reply.contentType(), parsed(reply.body()), micros);
  }

  private JsonNode parsed(byte[] raw) throws IOException {
    try {
      return json.readTree(raw);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private URI uri(String path) {
    return URI.create(target.url().toString().replaceAll("/+$", "") + path);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
