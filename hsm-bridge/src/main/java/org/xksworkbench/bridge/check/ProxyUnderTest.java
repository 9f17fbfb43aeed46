package org.xksworkbench.bridge.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/// The proxy that is checked: takes requests that are signed as AWS KMS signs or wrongly on
/// purpose, and gives answers as they came. Safe for use by several threads.
final class ProxyUnderTest implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final HttpsLimits LIMITS = new HttpsLimits(128, PATIENCE, PATIENCE);
  private static final String REGION = "us-east-1";

  private final CheckTarget target;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpsClient https;

  ProxyUnderTest(CheckTarget target) {
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
  RequestSigning signing() {
    return RequestSigning.ofAwsKms(target.accessKeyId(), target.secretAccessKey(), REGION);
  }

  /// @param path what follows the URI path of the proxy, such as `/health`
  ProxyAnswer post(String path, ObjectNode body) throws IOException {
    return post(path, body, signing());
  }

  ProxyAnswer post(String path, ObjectNode body, RequestSigning signing) throws IOException {
    return send(signing.post(operation(path), utf8(body.toString())));
  }

  /// @param body that need be no JSON
  ProxyAnswer postText(String path, String body) throws IOException {
    return send(signing().post(operation(path), utf8(body)));
  }

  /// @param tampering what is done to the request after it was signed
  ProxyAnswer postTampered(String path, ObjectNode body, UnaryOperator<HttpsRequest> tampering)
      throws IOException {
    return send(tampering.apply(signing().post(operation(path), utf8(body.toString()))));
  }

  ProxyAnswer postUnsigned(String path, ObjectNode body) throws IOException {
    return send(HttpsRequest.post(operation(path), Map.of(), utf8(body.toString())));
  }

  /// @param uri such as [#operation(String)]
  ProxyAnswer get(URI uri) throws IOException {
    return send(HttpsRequest.get(uri));
  }

  /// Tries a handshake with one protocol and cipher suite.
  ///
  /// @throws IllegalArgumentException if this Java does not know them
  void handshake(TlsOffer offer) throws IOException {
    https.handshake(target.url(), offer);
  }

  /// Where an operation is.
  URI operation(String path) {
    return uri(target.uriPath() + path);
  }

  /// @param path from the root, such as `/ping`
  URI uri(String path) {
    return URI.create(target.url().toString().replaceAll("/+$", "") + path);
  }

  @Override
  public void close() {
    https.close();
  }

  private ProxyAnswer send(HttpsRequest request) throws IOException {
    var started = System.nanoTime();
    var reply =
        https
            .send(request)
            .orElseThrow(() ->
                new SocketTimeoutException("nothing within %d s".formatted(PATIENCE.toSeconds())));
    var micros = (System.nanoTime() - started) / 1000;
    return new ProxyAnswer(reply.status(), reply.contentType(), parse(reply.body()), micros);
  }

  private JsonNode parse(byte[] body) throws IOException {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
