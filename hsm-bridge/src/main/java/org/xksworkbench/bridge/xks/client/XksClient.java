package org.xksworkbench.bridge.xks.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Calls XKS proxies. TLS is verified against the given authorities, the host name checked; there
/// is no way to switch that off. Safe for use by several threads.
public final class XksClient implements AutoCloseable {

  /// How long AWS KMS waits for a proxy (specification, KMS Considerations).
  public static final Duration AWS_KMS_TIMEOUT = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(XksClient.class);

  private static final int HTTPS = 443;
  private static final int TRIES = 2;
  private static final int MAX_CONNECTIONS = 64;
  private static final int ANSWER_LIMIT = 256 * 1024;

  private final ObjectMapper json =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final String region;
  private final Duration timeout;
  private final CloseableHttpClient http;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("xks-client-deadlines").daemon().factory());

  /// @param region the Region that requests are signed for
  /// @param trusted certificates of the authorities that are trusted, and no others
  /// @param connectTo host names whose port 443 is somewhere else, so that a legal endpoint (no
  ///   port, a real name) reaches a proxy on a local port
  /// @param timeout for one try in all: connecting, TLS, and the whole answer
  public XksClient(
      String region,
      List<X509Certificate> trusted,
      Map<String, InetSocketAddress> connectTo,
      Duration timeout) {
    this.region = region;
    this.timeout = timeout;
    var wait = Timeout.of(timeout);
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(new DefaultClientTlsStrategy(sslContext(trusted)))
                    .setDnsResolver(new Redirecting(Map.copyOf(connectTo)))
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(wait)
                            .setSocketTimeout(wait)
                            .build())
                    .setMaxConnTotal(MAX_CONNECTIONS)
                    .setMaxConnPerRoute(MAX_CONNECTIONS)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(wait)
                    .setConnectionRequestTimeout(wait)
                    .setRedirectsEnabled(false)
                    .build())
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableRedirectHandling()
            .build();
  }

  /// Sends one request; once more after a time-out, as AWS KMS does.
  ///
  /// @param path what follows the URI path of the proxy, such as `/health`
  public ProxyCallResult post(ProxyAddress proxy, String path, ObjectNode body) {
    var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    for (var attempt = 1; ; attempt++) {
      var outcome = tryOnce(signed(proxy, path, bytes));
      if (!(outcome instanceof ProxyCallResult.TimedOut) || attempt == TRIES) {
        return outcome;
      }
      LOG.info("No answer from {}{} in time, once more", proxy.uriEndpoint(), path);
    }
  }

  /// The HTTP client limits each wait; the deadline limits their sum.
  private ProxyCallResult tryOnce(HttpPost request) {
    var late = new AtomicBoolean();
    var deadline =
        deadlines.schedule(
            () -> {
              late.set(true);
              request.cancel();
            },
            timeout.toNanos(),
            TimeUnit.NANOSECONDS);
    try {
      return http.execute(request, this::toOutcome);
    } catch (InterruptedIOException e) {
      return new ProxyCallResult.TimedOut();
    } catch (IOException e) {
      if (late.get()) {
        return new ProxyCallResult.TimedOut();
      }
      return e instanceof SSLException
          ? new ProxyCallResult.TlsFailed(message(e))
          : new ProxyCallResult.Unreachable(message(e));
    } finally {
      deadline.cancel(false);
    }
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    try {
      http.close();
    } catch (IOException e) {
      LOG.debug("Connections to proxies did not close cleanly: {}", e.getMessage());
    }
  }

  private HttpPost signed(ProxyAddress proxy, String path, byte[] body) {
    var uri = URI.create(proxy.uriEndpoint() + proxy.uriPath() + path);
    var signedRequest =
        signer.sign(request ->
            request
                .identity(
                    AwsCredentialsIdentity.create(proxy.accessKeyId(), proxy.secretAccessKey()))
                .request(SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri).build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kms-xks-proxy")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    var post = new HttpPost(uri);
    signedRequest
        .request()
        .forEachHeader((name, values) -> {
          // The HTTP client sets the same Host by itself.
          if (!name.equalsIgnoreCase("Host")) {
            values.forEach(value -> post.addHeader(name, value));
          }
        });
    post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    return post;
  }

  private ProxyCallResult toOutcome(ClassicHttpResponse response) throws IOException {
    var entity = response.getEntity();
    var bytes = entity == null ? new byte[0] : EntityUtils.toByteArray(entity, ANSWER_LIMIT);
    ObjectNode body;
    try {
      if (!(json.readTree(bytes) instanceof ObjectNode object)) {
        return new ProxyCallResult.Malformed(
            "HTTP " + response.getCode() + " without a JSON object");
      }
      body = object;
    } catch (JsonProcessingException e) {
      return new ProxyCallResult.Malformed("HTTP " + response.getCode() + " without valid JSON");
    }
    if (response.getCode() == 200) {
      return new ProxyCallResult.Answered(body);
    }
    var errorName = body.path("errorName").asText();
    return errorName.isEmpty()
        ? new ProxyCallResult.Malformed("HTTP " + response.getCode() + " without errorName")
        : new ProxyCallResult.Refused(
            response.getCode(), errorName, body.path("errorMessage").asText());
  }

  private static String message(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  private static SSLContext sslContext(List<X509Certificate> trusted) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (var i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry("authority-" + i, trusted.get(i));
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The trusted certificates cannot be used", e);
    }
  }

  private record Redirecting(Map<String, InetSocketAddress> connectTo) implements DnsResolver {

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
      var target = connectTo.get(host);
      if (target != null && port == HTTPS) {
        return List.of(target);
      }
      return List.of(
          java.util.Arrays.stream(resolve(host))
              .map(address -> new InetSocketAddress(address, port))
              .toArray(InetSocketAddress[]::new));
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
