package org.xksworkbench.bridge.xks.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.xksworkbench.bridge.xks.auth.Credential;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Calls a proxy as AWS KMS does: HTTPS, signed by the AWS SDK's own signer.
public final class XksTestClient {

  /// An answer.
  public record TestClientAnswer(int status, JsonNode body, HttpClient.Version version) {
    public String errorName() {
      return body.path("errorName").asText();
    }

    public byte[] bytes(String field) {
      return Base64.getDecoder().decode(body.path(field).asText());
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String base;
  private final Credential credential;
  private final Clock clock;

  public XksTestClient(String caPem, int port, String prefix, Credential credential) {
    this(
        trusting(caPem, HttpClient.Version.HTTP_1_1, null),
        "https://localhost:" + port + prefix,
        credential,
        Clock.systemUTC());
  }

  private XksTestClient(HttpClient http, String base, Credential credential, Clock clock) {
    this.http = http;
    this.base = base;
    this.credential = credential;
    this.clock = clock;
  }

  /// The same over HTTP/2, by ALPN.
  public XksTestClient overHttp2(String caPem) {
    return new XksTestClient(
        trusting(caPem, HttpClient.Version.HTTP_2, null), base, credential, clock);
  }

  /// The same with a client certificate.
  public XksTestClient identifiedBy(String caPem, javax.net.ssl.KeyManager identity) {
    return new XksTestClient(
        trusting(caPem, HttpClient.Version.HTTP_1_1, identity), base, credential, clock);
  }

  /// The same from another address of this machine.
  public XksTestClient from(String caPem, InetAddress address) {
    var http =
        HttpClient.newBuilder()
            .sslContext(tls(caPem, null))
            .version(HttpClient.Version.HTTP_1_1)
            .localAddress(address)
            .build();
    return new XksTestClient(http, base, credential, clock);
  }

  public XksTestClient signedBy(Credential other) {
    return new XksTestClient(http, base, other, clock);
  }

  public XksTestClient at(Clock other) {
    return new XksTestClient(http, base, credential, other);
  }

  public TestClientAnswer metadata(String keyId) {
    return post("/keys/" + keyId + "/metadata", request("CreateKey"));
  }

  public TestClientAnswer health() {
    return post("/health", request("ConnectCustomKeyStore"));
  }

  public TestClientAnswer encrypt(String keyId, byte[] plaintext, byte[] aad, boolean integrity) {
    return post("/keys/" + keyId + "/encrypt", encryptRequest(plaintext, aad, integrity));
  }

  public ObjectNode encryptRequest(byte[] plaintext, byte[] aad, boolean integrity) {
    var body = request("Encrypt");
    body.put("plaintext", base64(plaintext)).put("encryptionAlgorithm", "AES_GCM");
    if (aad.length > 0) {
      body.put("additionalAuthenticatedData", base64(aad));
    }
    if (integrity) {
      body.put("ciphertextDataIntegrityValueAlgorithm", "SHA_256");
    }
    return body;
  }

  public TestClientAnswer decrypt(String keyId, TestClientAnswer encrypted, byte[] aad) {
    return post("/keys/" + keyId + "/decrypt", decryptRequest(encrypted, aad));
  }

  public ObjectNode decryptRequest(TestClientAnswer encrypted, byte[] aad) {
    var body = request("Decrypt").put("encryptionAlgorithm", "AES_GCM");
    for (var field : new String[] {"ciphertext", "initializationVector", "authenticationTag"}) {
      body.set(field, encrypted.body().get(field));
    }
    if (aad.length > 0) {
      body.put("additionalAuthenticatedData", base64(aad));
    }
    return body;
  }

  public static ObjectNode request(String kmsOperation) {
    var body = JSON.createObjectNode();
    body.putObject("requestMetadata")
        .put("awsPrincipalArn", "arn:aws:iam::000000000000:user/Alice")
        .put("kmsKeyArn", "arn:aws:kms:us-east-1:000000000000:key/1234abcd")
        .put("kmsOperation", kmsOperation)
        .put("kmsRequestId", "request-of-" + kmsOperation);
    return body;
  }

  public TestClientAnswer post(String path, ObjectNode body) {
    return postBytes(path, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  public TestClientAnswer postBytes(String path, byte[] body) {
    return send(signed(path, body));
  }

  /// A request as AWS KMS would send it, which may be sent more than once.
  public HttpRequest signed(String path, byte[] body) {
    var uri = URI.create(base + "/kms/xks/v1" + path);
    var unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(uri)
            .putHeader("Content-Type", "application/json")
            .build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(
                        AwsCredentialsIdentity.create(
                            credential.accessKeyId(), credential.secretAccessKey()))
                    .request(unsigned)
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "kms-xks-proxy")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock));
    var request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signed
        .request()
        .forEachHeader((name, values) -> {
          if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return request.build();
  }

  /// Sends without waiting; the status comes later.
  public java.util.concurrent.CompletableFuture<Integer> sendAsync(HttpRequest request) {
    return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  public TestClientAnswer send(HttpRequest request) {
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      var body = response.body().length == 0 ? JSON.nullNode() : JSON.readTree(response.body());
      return new TestClientAnswer(response.statusCode(), body, response.version());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public URI uri(String path) {
    return URI.create(base + path);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// TLS that trusts one authority.
  public static SSLContext tls(String caPem, javax.net.ssl.KeyManager identity) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII))));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(
          identity == null ? null : new javax.net.ssl.KeyManager[] {identity},
          trust.getTrustManagers(),
          null);
      return context;
    } catch (java.security.GeneralSecurityException | java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpClient trusting(
      String caPem, HttpClient.Version version, javax.net.ssl.KeyManager identity) {
    return HttpClient.newBuilder().sslContext(tls(caPem, identity)).version(version).build();
  }
}
