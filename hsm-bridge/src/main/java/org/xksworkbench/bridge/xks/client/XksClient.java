package org.xksworkbench.bridge.xks.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.https.Destinations;
import org.xksworkbench.bridge.https.HttpsClient;
import org.xksworkbench.bridge.https.HttpsException;
import org.xksworkbench.bridge.https.HttpsLimits;
import org.xksworkbench.bridge.https.HttpsReply;
import org.xksworkbench.bridge.https.RequestSigning;
import org.xksworkbench.bridge.https.TrustedAuthorities;

/// Calls XKS proxies, and understands what they answer. Safe for use by several threads.
public final class XksClient implements AutoCloseable {

  /// How long AWS KMS waits for a proxy (specification, KMS Considerations).
  public static final Duration AWS_KMS_TIMEOUT = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(XksClient.class);

  private static final int TRIES = 2;
  private static final int CONNECTIONS = 64;
  private static final Duration QUEUE_PATIENCE = Duration.ofSeconds(20);

  private final ObjectMapper json =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private final String region;
  private final HttpsClient https;

  /// @param region the Region that requests are signed for
  /// @param trusted certificates of the authorities that are trusted, and no others
  /// @param connectTo host names whose port 443 is somewhere else, so that a legal endpoint (no
  ///   port, a real name) reaches a proxy on a local port
  /// @param timeout for the answer, from when the request was sent; the same again at the second
  ///   try
  public XksClient(
      String region,
      List<X509Certificate> trusted,
      Map<String, InetSocketAddress> connectTo,
      Duration timeout) {
    this.region = region;
    this.https =
        new HttpsClient(
            TrustedAuthorities.only(trusted),
            Destinations.ofPort443(connectTo),
            new HttpsLimits(CONNECTIONS, QUEUE_PATIENCE, timeout));
  }

  /// Sends one request; once more after a time-out, as AWS KMS does.
  ///
  /// @param path what follows the URI path of the proxy, such as `/health`
  public ProxyCallResult post(ProxyAddress proxy, String path, ObjectNode body) {
    var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    var uri = URI.create(proxy.uriEndpoint() + proxy.uriPath() + path);
    for (var attempt = 1; ; attempt++) {
      var result = tryOnce(proxy, uri, bytes);
      if (!(result instanceof ProxyCallResult.TimedOut) || attempt == TRIES) {
        return result;
      }
      LOG.info("No answer from {}{} in time, once more", proxy.uriEndpoint(), path);
    }
  }

  /// Has a few connections to the proxy opened, in the background.
  public void warm(ProxyAddress proxy) {
    https.warm(URI.create(proxy.uriEndpoint()));
  }

  @Override
  public void close() {
    https.close();
  }

  private ProxyCallResult tryOnce(ProxyAddress proxy, URI uri, byte[] body) {
    var signing = RequestSigning.ofAwsKms(proxy.accessKeyId(), proxy.secretAccessKey(), region);
    try {
      return https
          .send(signing.post(uri, body))
          .map(this::understand)
          .orElseGet(ProxyCallResult.TimedOut::new);
    } catch (HttpsException e) {
      return switch (e.failure()) {
        case NOT_SENT -> new ProxyCallResult.NotSent(e.why());
        case NO_CONNECTION_IN_TIME -> new ProxyCallResult.TimedOut();
        case NO_CONNECTION -> new ProxyCallResult.Unreachable(e.why());
        case NO_TLS -> new ProxyCallResult.TlsFailed(e.why());
        case NO_HTTP -> new ProxyCallResult.Malformed(e.why());
      };
    }
  }

  private ProxyCallResult understand(HttpsReply reply) {
    var status = reply.status();
    ObjectNode body;
    try {
      if (!(json.readTree(reply.body()) instanceof ObjectNode object)) {
        return new ProxyCallResult.Malformed("HTTP " + status + " without a JSON object");
      }
      body = object;
    } catch (JsonProcessingException e) {
      return new ProxyCallResult.Malformed("HTTP " + status + " without valid JSON");
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
    if (status == 200) {
      return new ProxyCallResult.Answered(body);
    }
    var errorName = body.path("errorName").asText();
    return errorName.isEmpty()
        ? new ProxyCallResult.Malformed("HTTP " + status + " without errorName")
        : new ProxyCallResult.Refused(status, errorName, body.path("errorMessage").asText());
  }
}
