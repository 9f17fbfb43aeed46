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
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.TestTls;
import org.xksworkbench.bridge.xks.server.XksPrefix;
import org.xksworkbench.bridge.xks.server.XksProxy;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ConnectionErrorCodeType;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.XksProxyConnectivityType;

/// The local KMS through the real AWS SDK, calling the real proxy on a real token.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalKmsTest {

  private static final String ENDPOINT = "https://xks.demo.test";
  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("attack at dawn");
  private static final Credential CREDENTIAL = Credential.generate(new SecureRandom());

  private final List<XksCall> calls = new CopyOnWriteArrayList<>();
  private HsmSession session;
  private XksProxy proxy;
  private LocalKms localKms;
  private KmsClient kms;
  private String store;
  private int names;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    session = SoftHsm.newSession();
    for (var label : List.of("one", "two", "three", "four", "gone")) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
    }
    session.generateAesKey(
        new AesKeyTemplate("short", 128, Set.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT)));
    session.generateAesKey(new AesKeyTemplate("one-way", 256, Set.of(KeyUsage.ENCRYPT)));
    var tls = TestTls.issue(folder, "xks.demo.test");
    var builder = XksProxy.builder().session(session).tls(tls.identity()).listener(calls::add);
    for (var path : List.of("/main", "/a", "/b", "/c", "/d")) {
      builder.prefix(new XksPrefix(path, List.of(CREDENTIAL), new KeyAdmission.AllSecretKeys()));
    }
    proxy = builder.start();
    var address = new InetSocketAddress("127.0.0.1", proxy.port());
    localKms =
        LocalKms.builder()
            .trust(List.of(certificate(tls.issued().caPem())))
            .connectTo("xks.demo.test", address)
            .connectTo("xks.other.test", address)
            .connectTo("xks.closed.test", new InetSocketAddress("127.0.0.1", closedPort()))
            .connectDelay(Duration.ZERO)
            .proxyTimeout(Duration.ofSeconds(5))
            .start();
    kms =
        KmsClient.builder()
            .endpointOverride(localKms.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build();
    store = createStore("main", "/main", CREDENTIAL);
    connect(store);
  }

  @AfterAll
  void stop() {
    kms.close();
    localKms.close();
    proxy.close();
    session.close();
  }

  @Test
  void a_new_key_store_is_disconnected_and_told_without_its_secret() {
    var id = createStore("fresh", "/a", CREDENTIAL);
    var entry = describe(id);
    assertThat(entry.connectionState()).isEqualTo(ConnectionStateType.DISCONNECTED);
    assertThat(entry.xksProxyConfiguration().accessKeyId()).isEqualTo(CREDENTIAL.accessKeyId());
    assertThat(entry.toString()).doesNotContain(CREDENTIAL.secretAccessKey());
  }

  @Test
  void what_is_encrypted_under_an_external_key_comes_back_and_the_proxy_saw_it() {
    var key = createKey("one");
    calls.clear();
    var encrypted =
        kms.encrypt(r -> r.keyId(key.keyId()).plaintext(TEXT).encryptionContext(Map.of("a", "b")));
    var decrypted =
        kms.decrypt(
            r -> r.ciphertextBlob(encrypted.ciphertextBlob()).encryptionContext(Map.of("a", "b")));
    assertThat(decrypted.plaintext()).isEqualTo(TEXT);
    assertThat(decrypted.keyId()).isEqualTo(key.arn());
    assertThat(calls)
        .extracting(XksCall::kmsRequestId)
        .containsExactly(
            encrypted.responseMetadata().requestId(), decrypted.responseMetadata().requestId());
    assertThat(calls)
        .allSatisfy(call -> {
          assertThat(call.httpStatus()).isEqualTo(200);
          assertThat(call.kmsKeyArn()).isEqualTo(key.arn());
        });
  }

  @Test
  void another_encryption_context_or_a_changed_blob_does_not_decrypt() {
    var key = createKey("two");
    var blob = kms.encrypt(r -> r.keyId(key.keyId()).plaintext(TEXT)).ciphertextBlob();
    assertFault(
        "KMSInvalidStateException",
        () -> kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(Map.of("a", "b"))));
    var bytes = blob.asByteArray();
    bytes[bytes.length - 1] ^= 1;
    assertFault(
        "KMSInvalidStateException",
        () -> kms.decrypt(r -> r.ciphertextBlob(SdkBytes.fromByteArray(bytes))));
    bytes[0] ^= 1;
    assertFault(
        "InvalidCiphertextException",
        () -> kms.decrypt(r -> r.ciphertextBlob(SdkBytes.fromByteArray(bytes))));
  }

  @Test
  void the_metadata_of_an_external_key_is_what_aws_kms_tells() {
    var key = createKey("three");
    var described = kms.describeKey(r -> r.keyId(key.arn())).keyMetadata();
    assertThat(described).isEqualTo(key);
    assertThat(described.origin()).isEqualTo(OriginType.EXTERNAL_KEY_STORE);
    assertThat(described.keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(described.customKeyStoreId()).isEqualTo(store);
    assertThat(described.xksKeyConfiguration().id()).isEqualTo("three");
    assertThat(described.multiRegion()).isFalse();
    assertThat(kms.listKeysPaginator().keys())
        .extracting(entry -> entry.keyId())
        .contains(key.keyId());
  }

  @Test
  void an_external_key_that_the_proxy_does_not_know_is_not_found() {
    assertFault("XksKeyNotFoundException", () -> createKey("no-such-key"));
  }

  @Test
  void an_external_key_is_used_once_a_key_store() {
    createKey("four");
    assertFault("XksKeyAlreadyInUseException", () -> createKey("four"));
  }

  @Test
  void an_external_key_that_is_not_fit_is_refused_with_the_value_found() {
    assertThatThrownBy(() -> createKey("short"))
        .asInstanceOf(type(KmsException.class))
        .satisfies(e -> {
          assertThat(e.awsErrorDetails().errorCode())
              .isEqualTo("XksKeyInvalidConfigurationException");
          assertThat(e.getMessage()).contains("AES_128");
          assertThat(e.statusCode()).isEqualTo(400);
        });
    assertFault("XksKeyInvalidConfigurationException", () -> createKey("one-way"));
  }

  @Test
  void no_key_is_made_in_a_key_store_that_is_not_connected() {
    var id = createStore("unconnected", "/b", CREDENTIAL);
    assertFault(
        "CustomKeyStoreInvalidStateException",
        () ->
            kms.createKey(
                r -> r.origin("EXTERNAL_KEY_STORE").customKeyStoreId(id).xksKeyId("one")));
  }

  @Test
  void a_disconnected_key_store_makes_its_keys_unavailable_until_it_is_connected_again() {
    var id = createStore("wavering", "/c", CREDENTIAL);
    connect(id);
    var key =
        kms.createKey(r -> r.origin("EXTERNAL_KEY_STORE").customKeyStoreId(id).xksKeyId("one"))
            .keyMetadata();
    kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(id));
    settled(id);
    assertThat(kms.describeKey(r -> r.keyId(key.keyId())).keyMetadata().keyState())
        .isEqualTo(KeyState.UNAVAILABLE);
    assertFault(
        "KMSInvalidStateException", () -> kms.encrypt(r -> r.keyId(key.keyId()).plaintext(TEXT)));
    connect(id);
    assertThat(kms.describeKey(r -> r.keyId(key.keyId())).keyMetadata().keyState())
        .isEqualTo(KeyState.ENABLED);
  }

  @Test
  void a_wrong_secret_is_found_when_the_key_store_is_created() {
    var wrong = new Credential(CREDENTIAL.accessKeyId(), "x".repeat(43));
    assertFault(
        "XksProxyIncorrectAuthenticationCredentialException",
        () -> createStore("wrong-secret", "/d", wrong));
  }

  @Test
  void a_wrong_path_is_found_when_the_key_store_is_created() {
    assertFault(
        "XksProxyInvalidConfigurationException",
        () -> createStore("wrong-path", "/nowhere", CREDENTIAL));
  }

  @Test
  void a_certificate_for_another_name_fails_the_connect() {
    assertThat(failure("https://xks.other.test", "other-name"))
        .isEqualTo(ConnectionErrorCodeType.XKS_PROXY_INVALID_TLS_CONFIGURATION);
  }

  @Test
  void a_port_that_nobody_listens_on_fails_the_connect() {
    assertThat(failure("https://xks.closed.test", "closed"))
        .isEqualTo(ConnectionErrorCodeType.XKS_PROXY_NOT_REACHABLE);
  }

  @Test
  void a_failed_key_store_must_be_disconnected_before_it_is_connected() {
    var id = createVpcStore("https://xks.closed.test", "closed-too", "/kms2");
    kms.connectCustomKeyStore(r -> r.customKeyStoreId(id));
    settled(id);
    assertFault(
        "CustomKeyStoreInvalidStateException",
        () -> kms.connectCustomKeyStore(r -> r.customKeyStoreId(id)));
    kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(id));
    assertThat(settled(id).connectionState()).isEqualTo(ConnectionStateType.DISCONNECTED);
  }

  @Test
  void names_and_addresses_of_key_stores_are_unique() {
    assertFault(
        "CustomKeyStoreNameInUseException", () -> createStore("main", "/unused", CREDENTIAL));
    assertFault("XksProxyUriInUseException", () -> createStore("main-again", "/main", CREDENTIAL));
  }

  @Test
  void an_alias_is_given_once_and_leads_to_its_key() {
    var key = kms.createKey(r -> r.description("plain")).keyMetadata();
    kms.createAlias(r -> r.aliasName("alias/plain").targetKeyId(key.keyId()));
    assertThat(kms.describeKey(r -> r.keyId("alias/plain")).keyMetadata().keyId())
        .isEqualTo(key.keyId());
    assertThat(kms.listAliases(r -> r.keyId(key.keyId())).aliases())
        .extracting(alias -> alias.aliasName())
        .containsExactly("alias/plain");
    assertFault(
        "AlreadyExistsException",
        () -> kms.createAlias(r -> r.aliasName("alias/plain").targetKeyId(key.keyId())));
    var blob = kms.encrypt(r -> r.keyId("alias/plain").plaintext(TEXT)).ciphertextBlob();
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(TEXT);
  }

  @Test
  void lists_come_in_pages() {
    for (var i = 0; i < 3; i++) {
      kms.createKey(r -> r.description("page"));
    }
    var first = kms.listKeys(r -> r.limit(2));
    assertThat(first.keys()).hasSize(2);
    assertThat(first.truncated()).isTrue();
    assertThat(kms.listKeys(r -> r.limit(2).marker(first.nextMarker())).keys())
        .doesNotContainAnyElementsOf(first.keys());
    assertFault("InvalidMarkerException", () -> kms.listKeys(r -> r.marker("nonsense")));
  }

  @Test
  void the_default_policy_and_tags_are_told() {
    var key =
        kms.createKey(r -> r.tags(Tag.builder().tagKey("team").tagValue("payments").build()))
            .keyMetadata();
    assertThat(kms.getKeyPolicy(r -> r.keyId(key.keyId())).policy())
        .contains("Enable IAM User Permissions", LocalKms.ACCOUNT);
    assertThat(kms.listResourceTags(r -> r.keyId(key.keyId())).tags())
        .singleElement()
        .satisfies(tag -> assertThat(tag.tagValue()).isEqualTo("payments"));
  }

  @Test
  void what_does_not_exist_is_not_found() {
    assertFault(
        "NotFoundException",
        () -> kms.describeKey(r -> r.keyId("11111111-2222-3333-4444-555555555555")));
    assertFault("NotFoundException", () -> kms.describeKey(r -> r.keyId("alias/none")));
    assertFault(
        "CustomKeyStoreNotFoundException",
        () -> kms.connectCustomKeyStore(r -> r.customKeyStoreId("cks-none")));
  }

  @Test
  void a_value_of_the_wrong_form_is_a_validation_error() {
    assertFault("ValidationException", () -> createStore("bad-endpoint", "no-slash", CREDENTIAL));
  }

  @Test
  void a_web_page_in_a_browser_is_not_answered() throws Exception {
    var request =
        HttpRequest.newBuilder(localKms.endpoint())
            .header("Origin", "https://evil.example")
            .header("X-Amz-Target", "TrentService.ListKeys")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void it_listens_on_loopback_only() {
    assertThat(URI.create(localKms.endpoint().toString()).getHost()).isEqualTo("127.0.0.1");
  }

  private KeyMetadata createKey(String xksKeyId) {
    return kms.createKey(
            r -> r.origin("EXTERNAL_KEY_STORE").customKeyStoreId(store).xksKeyId(xksKeyId))
        .keyMetadata();
  }

  private String createStore(String name, String prefix, Credential credential) {
    return kms.createCustomKeyStore(r ->
            r.customKeyStoreName(name)
                .customKeyStoreType("EXTERNAL_KEY_STORE")
                .xksProxyConnectivity(XksProxyConnectivityType.PUBLIC_ENDPOINT)
                .xksProxyUriEndpoint(ENDPOINT)
                .xksProxyUriPath(prefix + "/kms/xks/v1")
                .xksProxyAuthenticationCredential(c ->
                    c.accessKeyId(credential.accessKeyId())
                        .rawSecretAccessKey(credential.secretAccessKey())))
        .customKeyStoreId();
  }

  /// A key store with a VPC endpoint service is not checked before it is connected.
  private String createVpcStore(String endpoint, String name, String prefix) {
    return kms.createCustomKeyStore(r ->
            r.customKeyStoreName(name)
                .customKeyStoreType("EXTERNAL_KEY_STORE")
                .xksProxyConnectivity(XksProxyConnectivityType.VPC_ENDPOINT_SERVICE)
                .xksProxyVpcEndpointServiceName(
                    "com.amazonaws.vpce.us-east-1.vpce-svc-0e123abc" + (100 + names++))
                .xksProxyUriEndpoint(endpoint)
                .xksProxyUriPath(prefix + "/kms/xks/v1")
                .xksProxyAuthenticationCredential(c ->
                    c.accessKeyId(CREDENTIAL.accessKeyId())
                        .rawSecretAccessKey(CREDENTIAL.secretAccessKey())))
        .customKeyStoreId();
  }

  private ConnectionErrorCodeType failure(String endpoint, String name) {
    var id = createVpcStore(endpoint, name, "/main");
    kms.connectCustomKeyStore(r -> r.customKeyStoreId(id));
    var entry = settled(id);
    assertThat(entry.connectionState()).isEqualTo(ConnectionStateType.FAILED);
    return entry.connectionErrorCode();
  }

  private void connect(String id) {
    kms.connectCustomKeyStore(r -> r.customKeyStoreId(id));
    assertThat(settled(id).connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
  }

  private CustomKeyStoresListEntry settled(String id) {
    while (true) {
      var entry = describe(id);
      if (entry.connectionState() != ConnectionStateType.CONNECTING
          && entry.connectionState() != ConnectionStateType.DISCONNECTING) {
        return entry;
      }
    }
  }

  private CustomKeyStoresListEntry describe(String id) {
    return kms.describeCustomKeyStores(r -> r.customKeyStoreId(id)).customKeyStores().getFirst();
  }

  private static void assertFault(
      String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(KmsException.class))
        .extracting(e -> e.awsErrorDetails().errorCode())
        .isEqualTo(code);
  }

  private static int closedPort() throws java.io.IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static X509Certificate certificate(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }
}
