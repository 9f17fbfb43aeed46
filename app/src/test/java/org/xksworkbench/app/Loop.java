package org.xksworkbench.app;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xksworkbench.app.creation.AwsCommands;
import org.xksworkbench.app.creation.ChangeTexts;
import org.xksworkbench.app.creation.CreationJournal;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.kms.aws.AwsKeyManagement;
import org.xksworkbench.app.kms.aws.AwsServices;
import org.xksworkbench.app.proxy.ExternalKeyStatus;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.proxy.ProxyException;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.localkms.LocalKms;
import org.xksworkbench.bridge.localkms.account.Principal;
import org.xksworkbench.bridge.localkms.faults.Faults;
import org.xksworkbench.bridge.localkms.seed.Seed;
import org.xksworkbench.bridge.xks.audit.XksCall;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.client.ProxyAddress;
import org.xksworkbench.bridge.xks.client.ProxyCallResult;
import org.xksworkbench.bridge.xks.client.XksClient;
import org.xksworkbench.bridge.xks.server.KeyAdmission;
import org.xksworkbench.bridge.xks.server.TestTls;
import org.xksworkbench.bridge.xks.server.XksPrefix;
import org.xksworkbench.bridge.xks.server.XksProxy;

/// The whole loop for view models, real and in this process: a SoftHSM token, the XKS proxy over
/// TLS, the local KMS, the AWS SDK. Three key stores: `main` is connected, `off` is disconnected,
/// `broken` has failed for its certificate.
public final class Loop implements AutoCloseable {

  private static final String HOST = "xks.demo.test";
  private static final String OTHER_HOST = "xks.branch.test";
  private static final String API_PATH = "/kms/xks/v1";
  private static final Set<KeyUsage> BOTH = Set.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT);

  private final Credential credential = Credential.generate(new SecureRandom());
  private final List<XksCall> calls = new CopyOnWriteArrayList<>();
  private final Slot token;
  private final HsmSession session;
  private final XksProxy proxy;
  private final LocalKms localKms;
  private final XksClient client;
  private final AwsAccess aws;
  private final KeyManagement kms;

  /// @param folder for certificates
  public Loop(Path folder) {
    token = SoftHsm.newToken();
    session = SoftHsm.login(token);
    for (var label : List.of("fit-1", "fit-2", "fit-3", "fit-4", "used", "stored")) {
      session.generateAesKey(AesKeyTemplate.forExternalKeyStore(label));
    }
    session.generateAesKey(new AesKeyTemplate("short", 128, BOTH));
    session.generateAesKey(new AesKeyTemplate("one-way", 256, Set.of(KeyUsage.ENCRYPT)));
    var tls = TestTls.issue(folder, HOST);
    var builder =
        XksProxy.builder()
            .limits(
                org.xksworkbench.bridge.xks.server.ProxyLimits.DEFAULT.withBudget(
                    java.time.Duration.ofSeconds(10)))
            .session(session)
            .tls(tls.identity())
            .listener(calls::add);
    for (var path : List.of("/main", "/off")) {
      builder.prefix(new XksPrefix(path, List.of(credential), new KeyAdmission.AllSecretKeys()));
    }
    proxy = builder.start();
    var address = new java.net.InetSocketAddress("127.0.0.1", proxy.port());
    var trusted = List.of(certificate(tls.issued().caPem()));
    localKms =
        LocalKms.builder()
            .trust(trusted)
            .connectTo(HOST, address)
            .connectTo(OTHER_HOST, address)
            .connectDelay(Duration.ZERO)
            .proxyTimeout(Duration.ofSeconds(5))
            .seed(
                new Seed(
                    List.of(
                        new Seed.Store(
                            "main",
                            at(HOST, "/main"),
                            Optional.empty(),
                            Seed.LeftAs.CONNECTED,
                            List.of(new Seed.ExternalKey("used", "alias/used", "Used already"))),
                        new Seed.Store(
                            "off",
                            at(HOST, "/off"),
                            Optional.empty(),
                            Seed.LeftAs.DISCONNECTED,
                            List.of(new Seed.ExternalKey("stored", "alias/stored", ""))),
                        new Seed.Store(
                            "broken",
                            at(OTHER_HOST, "/branch"),
                            Optional.of("com.amazonaws.vpce.us-east-1.vpce-svc-0d1e2f3a4b5c6d7e8"),
                            Seed.LeftAs.CONNECTED,
                            List.of())),
                    List.of(),
                    List.of(
                        Principal.of(Principal.PrincipalKind.USER, "alice"),
                        Principal.of(Principal.PrincipalKind.ROLE, "/service/payments-app"))))
            .start();
    client = new XksClient(LocalKms.REGION, trusted, Map.of(HOST, address), Duration.ofSeconds(5));
    aws =
        AwsServices.open(
            new AwsConnection.LocalKmsConnection(localKms.endpoint(), LocalKms.REGION));
    kms = aws.kms();
  }

  public AwsAccess aws() {
    return aws;
  }

  public KeyManagement kms() {
    return kms;
  }

  /// Somebody else at the same AWS KMS.
  public KeyManagement anotherClient() {
    return AwsKeyManagement.open(
        new AwsConnection.LocalKmsConnection(localKms.endpoint(), LocalKms.REGION));
  }

  /// Where the local KMS is, for the AWS CLI and other processes.
  public java.net.URI endpoint() {
    return localKms.endpoint();
  }

  /// A client of the local KMS, as from a fresh start of the program.
  public KeyCreation creation(Path stateFolder) {
    return creation(kms, stateFolder);
  }

  public static KeyCreation creation(KeyManagement kms, Path stateFolder) {
    return new KeyCreation(
        kms,
        new CreationJournal(stateFolder.resolve("creations")),
        new KeyCensus(kms),
        java.time.Clock.systemUTC());
  }

  public AwsCommands commands() {
    return texts().commands();
  }

  public ChangeTexts texts() {
    return new ChangeTexts("demo", kms.endpoint());
  }

  /// The token, logged in to.
  public AttachedHsm attachedHsm() {
    var shared = unclosable(HsmSession.class, session);
    var module =
        (Hsm)
            Proxy.newProxyInstance(
                Hsm.class.getClassLoader(),
                new Class<?>[] {Hsm.class},
                (_, method, arguments) ->
                    method.getName().equals("login") && arguments[0].equals(token.id())
                        ? shared
                        : method.getName().equals("close")
                            ? null
                            : invoke(method, SoftHsm.hsm(), arguments));
    var attached = new AttachedHsm(_ -> module);
    attached.open(SoftHsm.modulePath());
    attached.login(token.id(), SoftHsm.userPin());
    return attached;
  }

  public HsmSession session() {
    return session;
  }

  public ExternalKeyStore store(String name) {
    return kms.keyStores().stream()
        .filter(store -> store.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// The proxy as ours.
  public OwnProxy ownProxy() {
    return new InThisProcess();
  }

  /// What goes wrong on purpose at the local KMS.
  public Faults faults() {
    return localKms.faults();
  }

  /// AWS KMS is gone, as if its network were.
  public void stopKms() {
    localKms.close();
  }

  @Override
  public void close() {
    kms.close();
    client.close();
    localKms.close();
    proxy.close();
    session.close();
  }

  private ProxyAddress at(String host, String prefix) {
    return new ProxyAddress(
        "https://" + host,
        prefix + API_PATH,
        credential.accessKeyId(),
        credential.secretAccessKey());
  }

  private static X509Certificate certificate(String pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      throw new AssertionError(e);
    }
  }

  private final class InThisProcess implements OwnProxy {

    @Override
    public boolean serves(XksProxyConfiguration configuration) {
      return configuration.uriEndpoint().equals("https://" + HOST);
    }

    @Override
    public ExternalKeyStatus keyMetadata(XksProxyConfiguration configuration, String xksKeyId) {
      var body = new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode();
      body.putObject("requestMetadata")
          .put("awsPrincipalArn", "arn:aws:iam::000000000000:user/test")
          .put("kmsOperation", "CreateKey")
          .put("kmsRequestId", "test");
      var prefix = configuration.uriPath().replace(API_PATH, "");
      var outcome = client.post(at(HOST, prefix), "/keys/" + xksKeyId + "/metadata", body);
      if (outcome instanceof ProxyCallResult.Refused(_, var name, var message)) {
        throw new ProxyException(name, message, null);
      }
      if (!(outcome instanceof ProxyCallResult.Answered(var answer))) {
        throw new AssertionError(outcome);
      }
      var usage = new ArrayList<String>();
      answer.path("keyUsage").forEach(one -> usage.add(one.asText()));
      return new ExternalKeyStatus(
          answer.path("keySpec").asText(), usage, answer.path("keyStatus").asText(), Instant.now());
    }

    @Override
    public List<XksCall> calls(XksProxyConfiguration configuration) {
      return calls.stream()
          .filter(call -> configuration.uriPath().equals(call.pathPrefix() + API_PATH))
          .toList();
    }

    @Override
    public Optional<ProxyCredential> credential(XksProxyConfiguration configuration) {
      return Optional.of(
          new ProxyCredential(
              credential.accessKeyId(), credential.secretAccessKey().toCharArray()));
    }

    @Override
    public ProxyCredential addCredential(XksProxyConfiguration configuration) {
      throw new ProxyException("", "This proxy has one credential for good.", null);
    }

    @Override
    public void removeCredential(XksProxyConfiguration configuration, String accessKeyId) {
      throw new ProxyException("", "This proxy has one credential for good.", null);
    }

    @Override
    public List<XksCall> callsOf(String kmsRequestId) {
      return calls.stream().filter(call -> call.kmsRequestId().equals(kmsRequestId)).toList();
    }

    @Override
    public Optional<String> healthKey() {
      return Optional.of("xks-health");
    }
  }

  /// PKCS#11 initialises a module once in a process, and logs in once to a token: what all tests
  /// share is closed by none.
  private static <T> T unclosable(Class<T> type, T shared) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              return invoke(method, shared, arguments);
            }));
  }

  private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
