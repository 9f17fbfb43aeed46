package org.xksworkbench.bridge.xks.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.xks.audit.AuditTrail;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.auth.SigV4Verifier;
import org.xksworkbench.bridge.xks.policy.Policy;
import org.xksworkbench.bridge.xks.server.HttpFrontend.Version;

/// Walks the way of requests before there are any: the first ones after a start shall not spend the
/// time that AWS KMS waits on loading classes.
///
/// A listener on loopback, with the proxy's certificate, is asked over HTTP/1.1 and HTTP/2 for each
/// operation: TLS, signature of the present time, JSON, policy, key, token. It serves the key of
/// the health check, under a prefix and by a credential that are made for it. Nothing of it is in a
/// log, a metric or a count.
final class ProxyWarmUp {

  /// How often each way is walked, and how long that may take in all.
  record Extent(int rounds, Duration most) {

    /// Once, so that every class is loaded.
    static final Extent SHORT = new Extent(1, Duration.ofSeconds(3));
  }

  private static final Logger LOG = LoggerFactory.getLogger(ProxyWarmUp.class);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "warm-up";
  private static final int PATH_BYTES = 16;
  private static final int TEXT_BYTES = 64;
  private static final int AAD_BYTES = 200;

  /// So that handshakes are walked too.
  private static final int ROUNDS_OF_A_CONNECTION = 10;

  private final HsmSession session;
  private final KeyDirectory keys;
  private final HealthCheck health;
  private final EventLoopGroup eventLoops;
  private final TlsSettings tls;
  private final ProxyLimits limits;
  private final int plaintextLimit;
  private final SigV4Verifier verifier;
  private final Credential credential = Credential.generate(new SecureRandom());
  private final String base;
  private int requests;
  private int handshakes;

  ProxyWarmUp(
      HsmSession session,
      KeyDirectory keys,
      HealthCheck health,
      EventLoopGroup eventLoops,
      TlsSettings tls,
      ProxyLimits limits,
      int plaintextLimit,
      SigV4Verifier verifier) {
    this.session = session;
    this.keys = keys;
    this.health = health;
    this.eventLoops = eventLoops;
    // Nobody but this process connects.
    this.tls = new TlsSettings(tls.identity(), tls.engine(), Optional.empty());
    this.limits = limits;
    this.plaintextLimit = plaintextLimit;
    this.verifier = verifier;
    var path = new byte[PATH_BYTES];
    new SecureRandom().nextBytes(path);
    base = "/" + HexFormat.of().formatHex(path);
  }

  /// Never fails: a proxy that could not be warmed up serves all the same.
  void walk(Extent extent) {
    var began = System.nanoTime();
    try {
      walk(extent, began + extent.most().toNanos());
      LOG.atLevel(extent.equals(Extent.SHORT) ? Level.DEBUG : Level.INFO)
          .log(
              "Warmed up: {} requests over HTTP/1.1 and HTTP/2 and {} TLS handshakes in {} ms",
              requests,
              handshakes,
              Duration.ofNanos(System.nanoTime() - began).toMillis());
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The proxy could not be warmed up ({}); its first answers may take long", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      keys.endRehearsal();
    }
  }

  private void walk(Extent extent, long deadline) throws IOException, InterruptedException {
    // What is left then is for the round that has begun.
    var lastRound = deadline - extent.most().dividedBy(4).toNanos();
    // With time of its own: a first call that takes longer than a request may is no stuck worker.
    try (var workers = new Workers(limits.withBudget(extent.most()))) {
      var listener = listen(workers);
      try (var http1 = new Way(Version.HTTP_1_1, listener, deadline);
          var http2 = new Way(Version.HTTP_2, listener, deadline)) {
        for (var i = 0; i < extent.rounds() && System.nanoTime() - lastRound < 0; i++) {
          http1.walk(i);
          http2.walk(i);
        }
      } finally {
        listener.close().awaitUninterruptibly();
      }
    }
  }

  private Channel listen(Workers workers) {
    var prefix = keys.rehearse(base, credential, KEY);
    var configuration =
        new ServedConfiguration(List.of(prefix), tls, Optional.of(Policy.allowAll()));
    var handler =
        new XksHandler(
            session,
            verifier,
            keys,
            health,
            new Quotas(limits.withQuotas(0, 0), System::nanoTime),
            new EncryptionCounts(),
            plaintextLimit,
            AuditTrail.NONE,
            new CredentialUses(InstantSource.system()),
            List.of(XksCall::toJsonLine));
    var connections =
        new OpenConnections(
            ConnectionLimits.DEFAULT, Refusals.whileRunning(eventLoops), () -> Admission.ANYBODY);
    var server = TlsContexts.of(tls, tls.identity().read());
    return new ServerBootstrap()
        .group(eventLoops)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new HttpPipeline(
                connections,
                ConnectionLimits.DEFAULT,
                () -> server,
                version ->
                    new HttpFrontend(
                        version, () -> configuration, handler, health, workers, connections)))
        .bind(InetAddress.getLoopbackAddress(), 0)
        .syncUninterruptibly()
        .channel();
  }

  /// The way of requests over one protocol.
  private final class Way implements AutoCloseable {

    private final Version version;
    private final Channel listener;
    private final long deadline;
    private final SslContext client;
    private @Nullable LoopbackClient connection;

    Way(Version version, Channel listener, long deadline) {
      this.version = version;
      this.listener = listener;
      this.deadline = deadline;
      client =
          TlsContexts.ofClient(
              tls,
              version == Version.HTTP_2
                  ? ApplicationProtocolNames.HTTP_2
                  : ApplicationProtocolNames.HTTP_1_1);
    }

    void walk(int round) throws IOException, InterruptedException {
      var open = connection;
      if (open == null || round % ROUNDS_OF_A_CONNECTION == 0) {
        close();
        open =
            LoopbackClient.connect(eventLoops, listener.localAddress(), client, version, deadline);
        connection = open;
        handshakes++;
      }
      var _ = ask(open, "/health", request("KmsHealthCheck"));
      if (!health.serving()) {
        return;
      }
      var _ = ask(open, "/keys/" + KEY + "/metadata", request("CreateKey"));
      var aad = new byte[AAD_BYTES];
      var encrypt =
          request("Encrypt")
              .put("encryptionAlgorithm", "AES_GCM")
              .put("plaintext", new byte[TEXT_BYTES])
              .put("additionalAuthenticatedData", aad)
              .put("ciphertextDataIntegrityValueAlgorithm", "SHA_256");
      var sealed = ask(open, "/keys/" + KEY + "/encrypt", encrypt);
      var decrypt =
          request("Decrypt")
              .put("encryptionAlgorithm", "AES_GCM")
              .put("additionalAuthenticatedData", aad);
      for (var field : List.of("ciphertext", "initializationVector", "authenticationTag")) {
        decrypt.put(field, sealed.path(field).asText());
      }
      var _ = ask(open, "/keys/" + KEY + "/decrypt", decrypt);
    }

    private JsonNode ask(LoopbackClient open, String path, ObjectNode body)
        throws IOException, InterruptedException {
      var request =
          verifier.sign(
              credential,
              base + "/kms/xks/v1" + path,
              "localhost",
              body.toString().getBytes(StandardCharsets.UTF_8));
      var reply = open.ask(request);
      requests++;
      var answer = JSON.readTree(reply.body());
      if (reply.status() != 200) {
        throw new IOException(
            path
                + " was answered with "
                + reply.status()
                + " "
                + answer.path("errorName").asText());
      }
      return answer;
    }

    private ObjectNode request(String kmsOperation) {
      var body = JSON.createObjectNode();
      body.putObject("requestMetadata")
          .put("awsPrincipalArn", "arn:aws:iam::000000000000:user/warm-up")
          .put("kmsKeyArn", "arn:aws:kms:us-east-1:000000000000:key/warm-up")
          .put("kmsOperation", kmsOperation)
          .put("kmsRequestId", "warm-up");
      return body;
    }

    @Override
    public void close() {
      if (connection != null) {
        connection.close();
        connection = null;
      }
    }
  }
}
