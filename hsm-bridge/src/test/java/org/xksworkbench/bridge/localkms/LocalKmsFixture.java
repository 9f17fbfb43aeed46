package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.xksworkbench.bridge.Eventually;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.client.ProxyAddress;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.TestTls;
import org.xksworkbench.bridge.xks.server.XksPrefix;
import org.xksworkbench.bridge.xks.server.XksProxy;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ConnectionErrorCodeType;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.CreateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsException;

/// A local KMS of a test class, the real AWS SDK before it, the real proxy on a real token behind
/// it. Token and proxy are the same for all classes; the local KMS is not.
final class LocalKmsFixture implements BeforeAllCallback, AfterAllCallback {

  static final String HOST = "xks.demo.test";

  /// Resolves to the same proxy, whose certificate is for another name.
  static final String OTHER_HOST = "xks.other.test";

  /// Nobody listens there.
  static final String CLOSED_HOST = "xks.closed.test";

  static final List<String> PREFIXES =
      List.of("/main", "/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h", "/i");

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final int KEYS = 40;

  /// Token and proxy.
  static final class Behind implements AutoCloseable {
    final List<XksCall> calls = new CopyOnWriteArrayList<>();
    final Credential credential = Credential.generate(new SecureRandom());
    final Credential second = Credential.generate(new SecureRandom());
    final HsmSession session = SoftHsm.newSession();
    final X509Certificate authority;
    final XksProxy proxy;

    Behind() {
      try {
        for (var i = 0; i < KEYS; i++) {
          session.generateAesKey(AesKeyTemplate.forExternalKeyStore("key-" + i));
        }
        session.generateAesKey(
            new AesKeyTemplate("short", 128, Set.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT)));
        session.generateAesKey(new AesKeyTemplate("one-way", 256, Set.of(KeyUsage.ENCRYPT)));
        var tls = TestTls.issue(Files.createTempDirectory("local-kms-test"), HOST);
        authority = certificate(tls.issued().caPem());
        var builder =
            XksProxy.builder()
                .limits(
                    org.xksworkbench.bridge.xks.server.ProxyLimits.DEFAULT.withBudget(
                        java.time.Duration.ofSeconds(10)))
                .session(session)
                .tls(tls.identity())
                .listener(calls::add);
        for (var path : PREFIXES) {
          builder.prefix(
              new XksPrefix(path, List.of(credential, second), new KeyAdmission.AllSecretKeys()));
        }
        proxy = builder.start();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    InetSocketAddress address() {
      return new InetSocketAddress("127.0.0.1", proxy.port());
    }

    @Override
    public void close() {
      proxy.close();
      session.close();
    }
  }

  private final List<Consumer<LocalKms.Builder>> settings = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final ServiceModel model = new ServiceModel();
  private Behind behind;
  private LocalKms localKms;
  private Region region = Region.US_EAST_1;
  private KmsClient kms;
  private String store;
  private int usedKeys;

  /// The Region that its clients sign for.
  LocalKmsFixture in(Region region) {
    this.region = region;
    return this;
  }

  LocalKmsFixture with(Consumer<LocalKms.Builder> setting) {
    settings.add(setting);
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    behind =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(LocalKmsFixture.class))
            .computeIfAbsent("behind", _ -> new Behind(), Behind.class);
    var builder = builder();
    settings.forEach(setting -> setting.accept(builder));
    localKms = builder.start();
    kms = kmsClient(localKms.endpoint());
    store = createStore("/main");
    connect(store);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    for (var closeable : opened) {
      closeable.close();
    }
    localKms.close();
    assertThat(model.violations()).as("answers that the service model does not know").isEmpty();
  }

  /// A builder of a local KMS that reaches the proxy.
  LocalKms.Builder builder() {
    return LocalKms.builder()
        .trust(List.of(behind.authority))
        .connectTo(HOST, behind.address())
        .connectTo(OTHER_HOST, behind.address())
        .connectTo(CLOSED_HOST, new InetSocketAddress("127.0.0.1", closedPort()))
        .connectDelay(Duration.ZERO)
        .proxyTimeout(Duration.ofSeconds(10));
  }

  LocalKms localKms() {
    return localKms;
  }

  KmsClient kms() {
    return kms;
  }

  /// A connected key store.
  String store() {
    return store;
  }

  Credential credential() {
    return behind.credential;
  }

  Credential secondCredential() {
    return behind.second;
  }

  X509Certificate authority() {
    return behind.authority;
  }

  InetSocketAddress proxy() {
    return behind.address();
  }

  /// Calls of this local KMS's request.
  List<XksCall> callsOf(String requestId) {
    return behind.calls.stream().filter(call -> call.kmsRequestId().equals(requestId)).toList();
  }

  List<XksCall> calls() {
    return behind.calls;
  }

  ProxyAddress address(String prefix) {
    return new ProxyAddress(
        "https://" + HOST,
        prefix + "/kms/xks/v1",
        behind.credential.accessKeyId(),
        behind.credential.secretAccessKey());
  }

  /// A client that does not repeat what failed.
  KmsClient kmsClient(URI endpoint) {
    return client(KmsClient.builder(), endpoint);
  }

  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends AutoCloseable> C client(
      B builder, URI endpoint) {
    return client(builder, endpoint, region, "LOCALTEST");
  }

  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends AutoCloseable> C client(
      B builder, URI endpoint, Region region, String accessKeyId) {
    var client =
        builder
            .endpointOverride(endpoint)
            .region(region)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "local")))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .socketTimeout(Eventually.PATIENCE.multipliedBy(2)))
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .addExecutionInterceptor(model)
                    .retryStrategy(DefaultRetryStrategy.doNotRetry())
                    .build())
            .build();
    opened.add(client);
    return client;
  }

  static String newName() {
    return "store-" + NAMES.incrementAndGet();
  }

  /// The ID of an external key that no KMS key of this class uses.
  String unusedExternalKey() {
    if (usedKeys == KEYS) {
      throw new AssertionError("make more than " + KEYS + " keys on the token of the tests");
    }
    return "key-" + usedKeys++;
  }

  KeyMetadata newKey() {
    return newKey(store, unusedExternalKey());
  }

  KeyMetadata newKey(String customKeyStoreId, String xksKeyId) {
    return kms.createKey(r ->
            r.origin("EXTERNAL_KEY_STORE").customKeyStoreId(customKeyStoreId).xksKeyId(xksKeyId))
        .keyMetadata();
  }

  /// A key of AWS KMS alone.
  KeyMetadata newOrdinaryKey() {
    return kms.createKey(_ -> {}).keyMetadata();
  }

  KeyState stateOf(KeyMetadata key) {
    return kms.describeKey(r -> r.keyId(key.keyId())).keyMetadata().keyState();
  }

  String createStore(String prefix) {
    return create(_ -> {}, prefix);
  }

  /// A public key store, changed by the test.
  String create(Consumer<CreateCustomKeyStoreRequest.Builder> change, String prefix) {
    return kms.createCustomKeyStore(request(change, prefix)).customKeyStoreId();
  }

  CreateCustomKeyStoreRequest request(
      Consumer<CreateCustomKeyStoreRequest.Builder> change, String prefix) {
    var request =
        CreateCustomKeyStoreRequest.builder()
            .customKeyStoreName(newName())
            .customKeyStoreType("EXTERNAL_KEY_STORE")
            .xksProxyConnectivity("PUBLIC_ENDPOINT")
            .xksProxyUriEndpoint("https://" + HOST)
            .xksProxyUriPath(prefix + "/kms/xks/v1")
            .xksProxyAuthenticationCredential(c ->
                c.accessKeyId(behind.credential.accessKeyId())
                    .rawSecretAccessKey(behind.credential.secretAccessKey()));
    change.accept(request);
    return request.build();
  }

  /// A key store with a VPC endpoint service: its proxy is not called before it is connected.
  String createVpcStore(String host) {
    return create(
        r ->
            r.xksProxyConnectivity("VPC_ENDPOINT_SERVICE")
                .xksProxyVpcEndpointServiceName(newVpcServiceName())
                .xksProxyUriEndpoint("https://" + host),
        "/main");
  }

  static String newVpcServiceName() {
    return "com.amazonaws.vpce.us-east-1.vpce-svc-%012x".formatted(NAMES.incrementAndGet());
  }

  /// Begins to connect and waits for the outcome.
  CustomKeyStoresListEntry tryConnect(String id) {
    kms.connectCustomKeyStore(r -> r.customKeyStoreId(id));
    return settled(id);
  }

  void connect(String id) {
    assertThat(tryConnect(id).connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
  }

  ConnectionErrorCodeType failureOf(String id) {
    var entry = tryConnect(id);
    assertThat(entry.connectionState()).isEqualTo(ConnectionStateType.FAILED);
    return entry.connectionErrorCode();
  }

  void disconnect(String id) {
    kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(id));
    assertThat(settled(id).connectionState()).isEqualTo(ConnectionStateType.DISCONNECTED);
  }

  /// Disconnects if there is something to disconnect, and deletes.
  void discard(String id) {
    if (describe(id).connectionState() != ConnectionStateType.DISCONNECTED) {
      disconnect(id);
    }
    kms.deleteCustomKeyStore(r -> r.customKeyStoreId(id));
  }

  CustomKeyStoresListEntry settled(String id) {
    while (true) {
      var entry = describe(id);
      if (entry.connectionState() != ConnectionStateType.CONNECTING
          && entry.connectionState() != ConnectionStateType.DISCONNECTING) {
        return entry;
      }
    }
  }

  CustomKeyStoresListEntry describe(String id) {
    return kms.describeCustomKeyStores(r -> r.customKeyStoreId(id)).customKeyStores().getFirst();
  }

  /// @return the message of the error
  static String assertFault(String code, ThrowingCallable call) {
    var message = new String[1];
    assertThatThrownBy(call)
        .asInstanceOf(type(KmsException.class))
        .satisfies(e -> {
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
          assertThat(e.statusCode()).isEqualTo(400);
          assertThat(e.requestId()).isNotBlank();
          message[0] = e.awsErrorDetails().errorMessage();
          assertThat(message[0]).isNotBlank();
        });
    return message[0];
  }

  /// A request that the SDK would not make.
  HttpResponse<String> post(String target, String body) {
    return send(
        HttpRequest.newBuilder(localKms.endpoint())
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.1")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  static HttpResponse<String> send(HttpRequest request) {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static int closedPort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static X509Certificate certificate(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }
}
