package org.xksworkbench.bridge.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Sends one request to a proxy, signed as AWS KMS signs or wrongly on purpose, and gives the
/// answer as it came. Safe for use by several threads.
final class Probe implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 128;
  private static final int ANSWER_LIMIT = 1 << 20;
  private static final int HTTPS = 443;
  private static final String SERVICE = "kms-xks-proxy";

  /// An answer as it came.
  ///
  /// @param body what was parsed; missing where it is no JSON
  record Answer(int status, String contentType, JsonNode body, byte[] raw, long micros) {

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

  /// How a request is signed.
  ///
  /// @param clock whose time is in the signature
  /// @param tamper what is done to the request after it was signed
  record Signing(
      String accessKeyId,
      String secretAccessKey,
      String service,
      Clock clock,
      UnaryOperator<Wire> tamper) {

    static Signing right(CheckTarget target) {
      return new Signing(
          target.accessKeyId(),
          target.secretAccessKey(),
          SERVICE,
          Clock.systemUTC(),
          UnaryOperator.identity());
    }

    Signing withSecret(String other) {
      return new Signing(accessKeyId, other, service, clock, tamper);
    }

    Signing withAccessKeyId(String other) {
      return new Signing(other, secretAccessKey, service, clock, tamper);
    }

    Signing forService(String other) {
      return new Signing(accessKeyId, secretAccessKey, other, clock, tamper);
    }

    Signing at(Clock other) {
      return new Signing(accessKeyId, secretAccessKey, service, other, tamper);
    }

    Signing tampered(UnaryOperator<Wire> how) {
      return new Signing(accessKeyId, secretAccessKey, service, clock, how);
    }
  }

  /// What goes over the wire after it was signed.
  record Wire(String path, byte[] body, List<Header> headers) {
    record Header(String name, String value) {}

    Wire withBody(byte[] other) {
      return new Wire(path, other, headers);
    }

    Wire withPath(String other) {
      return new Wire(other, body, headers);
    }

    Wire without(String header) {
      return new Wire(
          path,
          body,
          headers.stream().filter(one -> !one.name().equalsIgnoreCase(header)).toList());
    }
  }

  private final CheckTarget target;
  private final ObjectMapper json = new ObjectMapper();
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final SSLContext tls;
  private final CloseableHttpClient http;

  Probe(CheckTarget target) {
    this.target = target;
    this.tls = context(target.trusted());
    var wait = Timeout.of(PATIENCE);
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                    .setDnsResolver(new Elsewhere(target.connectTo()))
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(wait)
                            .setSocketTimeout(wait)
                            .build())
                    .setMaxConnTotal(CONNECTIONS)
                    .setMaxConnPerRoute(CONNECTIONS)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(wait)
                    .setConnectionRequestTimeout(wait)
                    .setRedirectsEnabled(false)
                    .build())
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .build();
  }

  /// @param path what follows the URI path of the proxy, such as `/health`
  Answer post(String path, byte[] body) throws IOException {
    return post(path, body, Signing.right(target));
  }

  Answer post(String path, byte[] body, Signing signing) throws IOException {
    var wire = signing.tamper().apply(signed(path, body, signing));
    var post = new HttpPost(uri(wire.path()));
    wire.headers().forEach(header -> post.addHeader(header.name(), header.value()));
    post.setEntity(new ByteArrayEntity(wire.body(), ContentType.APPLICATION_JSON));
    return send(post);
  }

  Answer unsigned(String path, byte[] body) throws IOException {
    var post = new HttpPost(uri(target.uriPath() + path));
    post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    return send(post);
  }

  /// @param path from the root, such as `/ping`
  Answer get(String path) throws IOException {
    return send(new HttpGet(uri(path)));
  }

  /// Tries a handshake with one protocol and cipher suite.
  ///
  /// @return what was agreed on
  String handshake(String protocol, String suite) throws IOException {
    var address =
        target.connectTo().orElseGet(() -> new InetSocketAddress(target.url().getHost(), port()));
    try (var plain = new java.net.Socket()) {
      plain.connect(address, (int) PATIENCE.toMillis());
      plain.setSoTimeout((int) PATIENCE.toMillis());
      try (var socket =
          (SSLSocket)
              tls.getSocketFactory().createSocket(plain, target.url().getHost(), port(), true)) {
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setEnabledCipherSuites(new String[] {suite});
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite();
      }
    }
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      // The check is over; what it was has been reported.
      return;
    }
  }

  private Answer send(HttpUriRequestBase request) throws IOException {
    var started = System.nanoTime();
    return http.execute(
        request,
        response -> {
          var entity = response.getEntity();
          var raw = entity == null ? new byte[0] : EntityUtils.toByteArray(entity, ANSWER_LIMIT);
          var micros = (System.nanoTime() - started) / 1000;
          var type = response.getFirstHeader("Content-Type");
          return new Answer(
              response.getCode(), type == null ? "" : type.getValue(), parsed(raw), raw, micros);
        });
  }

  private JsonNode parsed(byte[] raw) throws IOException {
    try {
      return json.readTree(raw);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private Wire signed(String path, byte[] body, Signing signing) {
    var uri = uri(target.uriPath() + path);
    var request =
        signer.sign(one ->
            one.identity(
                    AwsCredentialsIdentity.create(signing.accessKeyId(), signing.secretAccessKey()))
                .request(SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri).build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, signing.service())
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                .putProperty(HttpSigner.SIGNING_CLOCK, signing.clock()));
    var headers = new java.util.ArrayList<Wire.Header>();
    request
        .request()
        .forEachHeader((name, values) -> {
          // The HTTP client sets the same Host by itself.
          if (!name.equalsIgnoreCase("Host")) {
            values.forEach(value -> headers.add(new Wire.Header(name, value)));
          }
        });
    return new Wire(target.uriPath() + path, body, List.copyOf(headers));
  }

  private URI uri(String path) {
    return URI.create(target.url().toString().replaceAll("/+$", "") + path);
  }

  private int port() {
    return target.url().getPort() < 0 ? HTTPS : target.url().getPort();
  }

  private static SSLContext context(List<X509Certificate> trusted) {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore store = null;
      if (!trusted.isEmpty()) {
        store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (var i = 0; i < trusted.size(); i++) {
          store.setCertificateEntry("authority-" + i, trusted.get(i));
        }
      }
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The trusted certificates cannot be used", e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private record Elsewhere(Optional<InetSocketAddress> connectTo) implements DnsResolver {

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
      return connectTo.isPresent()
          ? List.of(connectTo.get())
          : Arrays.stream(resolve(host)).map(one -> new InetSocketAddress(one, port)).toList();
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return SystemDefaultDnsResolver.INSTANCE.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }
  }
}
