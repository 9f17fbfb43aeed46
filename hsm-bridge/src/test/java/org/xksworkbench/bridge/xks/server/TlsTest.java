package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xksworkbench.bridge.LogLines;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.server.TlsSettings.Engine;

/// TLS by both engines, with every form of key.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

  /// Of so many one or the other was always an odd pair while the files were read twice.
  private static final int FOLLOWED = 25;

  private static final String SUBJECT = "cks.kms.us-east-1.amazonaws.com";

  /// A certificate and its key; by itself, or by an authority.
  private record TestIdentity(X509Certificate certificate, KeyPair keys) {}

  private Path folder;
  private HsmSession session;
  private TestIdentity rsa;
  private TestIdentity ec;
  private final Credential credential = TestCredentials.fresh();

  @BeforeAll
  void prepare(@TempDir Path temporary) throws Exception {
    folder = temporary;
    session = SoftHsm.newSession();
    rsa = issue("CN=localhost", keys("RSA", 2048), null);
    ec = issue("CN=localhost", keys("EC", 256), null);
  }

  @AfterAll
  void close() {
    session.close();
  }

  private static KeyPair keys(String algorithm, int size) throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair();
  }

  private static TestIdentity issue(String subject, KeyPair keys, TestIdentity authority)
      throws Exception {
    return issue(subject, keys, authority, Instant.now().plusSeconds(86_400));
  }

  private static TestIdentity issue(
      String subject, KeyPair keys, TestIdentity authority, Instant expires) throws Exception {
    var issuer = authority == null ? keys : authority.keys();
    var issuerName =
        authority == null ? subject : authority.certificate().getSubjectX500Principal().getName();
    var builder =
        new JcaX509v3CertificateBuilder(
                new X500Name(issuerName),
                BigInteger.valueOf(System.nanoTime()),
                Date.from(Instant.now().minusSeconds(3600)),
                Date.from(expires),
                new X500Name(subject),
                keys.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority == null))
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
    var algorithm =
        issuer.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    return new TestIdentity(
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(new JcaContentSignerBuilder(algorithm).build(issuer.getPrivate()))),
        keys);
  }

  private static String pem(Object object) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  /// PKCS#1 or SEC1, as each algorithm had it before PKCS#8. JcaPEMWriter leaves the curve out of
  /// SEC1, where it belongs.
  private static String traditional(TestIdentity of) throws IOException {
    var key = of.keys().getPrivate();
    if (key.getAlgorithm().equals("RSA")) {
      return pem(key);
    }
    var info = PrivateKeyInfo.getInstance(key.getEncoded());
    var sec1 =
        new ECPrivateKey(
            256,
            ECPrivateKey.getInstance(info.parsePrivateKey()).getKey(),
            info.getPrivateKeyAlgorithm().getParameters());
    return pem(new PemObject("EC PRIVATE KEY", sec1.getEncoded()));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private TlsIdentity identity(TestIdentity of, String keyPem) throws IOException {
    var name = Long.toString(System.nanoTime());
    return new TlsIdentity(file(name + ".crt", pem(of.certificate())), file(name + ".key", keyPem));
  }

  /// As `openssl ecparam -genkey` writes it: the curve in a block of its own, the public key
  /// within.
  @Test
  void a_key_that_openssl_made_serves() throws Exception {
    var file = folder.resolve("openssl.key");
    run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-out", file.toString());
    var certificate = folder.resolve("openssl.crt");
    run(
        "openssl",
        "req",
        "-x509",
        "-key",
        file.toString(),
        "-out",
        certificate.toString(),
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost");
    assertThat(file).content().contains("BEGIN EC PARAMETERS", "BEGIN EC PRIVATE KEY");
    try (var proxy = serve(TlsSettings.of(new TlsIdentity(certificate, file)))) {
      var client = new XksTestClient(Files.readString(certificate), proxy.port(), "", credential);
      assertThat(client.health().status()).isEqualTo(200);
    }
  }

  private static void run(String... command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
  }

  private XksProxy serve(TlsSettings tls) {
    return XksProxy.builder()
        .session(session)
        .limits(ServedToken.PATIENT)
        .serve(configuration(tls))
        .start();
  }

  private ServedConfiguration configuration(TlsSettings tls) {
    return new ServedConfiguration(
        List.of(new XksPrefix("", List.of(credential), new KeyAdmission.FitKeys())),
        tls,
        Optional.empty());
  }

  private XksTestClient client(XksProxy proxy, TestIdentity trusted) throws IOException {
    return new XksTestClient(pem(trusted.certificate()), proxy.port(), "", credential);
  }

  static Stream<Arguments> forms() {
    return Stream.of(Engine.BORINGSSL, Engine.JDK)
        .flatMap(engine ->
            Stream.of("RSA PKCS#1", "RSA PKCS#8", "EC SEC1", "EC PKCS#8")
                .map(form -> Arguments.of(engine, form)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void each_form_of_key_serves_by_each_engine(Engine engine, String form) throws Exception {
    var of = form.startsWith("RSA") ? rsa : ec;
    var key = of.keys().getPrivate();
    var text = form.endsWith("#8") ? pem(new JcaPKCS8Generator(key, null)) : traditional(of);
    assertThat(text)
        .contains(
            switch (form) {
              case "RSA PKCS#1" -> "BEGIN RSA PRIVATE KEY";
              case "EC SEC1" -> "BEGIN EC PRIVATE KEY";
              default -> "BEGIN PRIVATE KEY";
            });
    try (var proxy = serve(new TlsSettings(identity(of, text), engine, Optional.empty()))) {
      assertThat(client(proxy, of).health().status()).isEqualTo(200);
      assertThat(client(proxy, of).overHttp2(pem(of.certificate())).health().status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"BORINGSSL", "JDK"})
  void the_four_suites_of_the_specification_are_spoken_and_older_tls_is_not(Engine engine)
      throws Exception {
    for (var of : List.of(rsa, ec)) {
      var tls = new TlsSettings(identity(of, traditional(of)), engine, Optional.empty());
      try (var proxy = serve(tls)) {
        var own = of == rsa ? "RSA" : "ECDSA";
        assertThat(suite(proxy, of, "TLSv1.3", "TLS_AES_256_GCM_SHA384"))
            .isEqualTo("TLS_AES_256_GCM_SHA384");
        assertThat(suite(proxy, of, "TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256"))
            .isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
        var old = "TLS_ECDHE_" + own + "_WITH_AES_256_GCM_SHA384";
        assertThat(suite(proxy, of, "TLSv1.2", old)).isEqualTo(old);
        var weak = "TLS_ECDHE_" + own + "_WITH_AES_128_CBC_SHA256";
        assertThatThrownBy(() -> suite(proxy, of, "TLSv1.2", weak))
            .isInstanceOf(SSLException.class);
      }
    }
  }

  private static String suite(XksProxy proxy, TestIdentity trusted, String protocol, String suite)
      throws IOException {
    try (var socket =
        (SSLSocket)
            XksTestClient.tls(pem(trusted.certificate()), null)
                .getSocketFactory()
                .createSocket("localhost", proxy.port())) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }

  @Test
  void an_encrypted_key_a_strange_key_and_no_key_are_told_apart() throws Exception {
    var encrypted =
        pem(new JcaPKCS8Generator(rsa.keys().getPrivate(), null))
            .replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    assertThatThrownBy(() -> serve(TlsSettings.of(identity(rsa, encrypted))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is encrypted");
    assertThatThrownBy(() -> serve(TlsSettings.of(identity(rsa, traditional(ec)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not that of the certificate");
    assertThatThrownBy(() -> serve(TlsSettings.of(identity(rsa, pem(rsa.certificate())))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no private key");
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"BORINGSSL", "JDK"})
  void only_clients_of_the_authority_and_the_subject_get_through(Engine engine) throws Exception {
    var authority = issue("CN=client authority", keys("EC", 256), null);
    var stranger = issue("CN=client authority", keys("EC", 256), null);
    var clients =
        new TlsSettings.ClientAuthentication(
            file("clients.pem", pem(authority.certificate())), SUBJECT);
    var tls = new TlsSettings(identity(ec, traditional(ec)), engine, Optional.of(clients));
    try (var proxy = serve(tls)) {
      var plain = client(proxy, ec);
      var good = issue("CN=" + SUBJECT, keys("EC", 256), authority);
      assertThat(identified(plain, good).health().status()).isEqualTo(200);
      var other = issue("CN=cks.kms.eu-west-1.amazonaws.com", keys("EC", 256), authority);
      var foreign = issue("CN=" + SUBJECT, keys("EC", 256), stranger);
      for (var two :
          List.of(
              "CN=" + SUBJECT + ",CN=somebody",
              "CN=somebody,CN=" + SUBJECT,
              "CN=" + SUBJECT + "+CN=somebody",
              "CN=" + SUBJECT + ",CN=" + SUBJECT)) {
        var both = issue(two, keys("EC", 256), authority);
        assertThatThrownBy(() -> identified(plain, both).health())
            .as(two)
            .hasRootCauseInstanceOf(IOException.class);
      }
      assertThatThrownBy(() -> identified(plain, other).health())
          .hasRootCauseInstanceOf(IOException.class);
      assertThatThrownBy(() -> identified(plain, foreign).health())
          .hasRootCauseInstanceOf(IOException.class);
      assertThatThrownBy(plain::health).hasRootCauseInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"BORINGSSL", "JDK"})
  void connections_that_were_let_in_by_another_rule_are_closed_and_others_kept(Engine engine)
      throws Exception {
    var authority = issue("CN=client authority", keys("EC", 256), null);
    var file = file("clients-of-" + engine + ".pem", pem(authority.certificate()));
    var anybody = new TlsSettings(identity(ec, traditional(ec)), engine, Optional.empty());
    var clients = Optional.of(new TlsSettings.ClientAuthentication(file, SUBJECT));
    try (var proxy = serve(anybody);
        var idle = raw(proxy, null, "http/1.1");
        var asked = raw(proxy, null, "http/1.1");
        var http2 = raw(proxy, null, "h2")) {
      assertThat(asked.ping()).contains(" 200 ");
      http2.send(RawConnection.HTTP2_BEGINS);
      assertThat(http2.read()).isZero();

      proxy.serve(configuration(new TlsSettings(anybody.identity(), engine, clients)));
      idle.awaitEnd();
      asked.awaitEnd();
      http2.awaitEnd();
      var good = issue("CN=" + SUBJECT, keys("EC", 256), authority);
      try (var known = raw(proxy, manager(good), "http/1.1")) {
        assertThat(known.ping()).contains(" 200 ");
        var renewed = issue("CN=localhost", keys("EC", 256), null);
        proxy.serve(
            configuration(
                new TlsSettings(identity(renewed, traditional(renewed)), engine, clients)));
        assertThat(known.ping()).as("its certificate is as good as before").contains(" 200 ");

        // The same file, another authority in it.
        Files.writeString(
            file, pem(issue("CN=client authority", keys("EC", 256), null).certificate()));
        proxy.serve(configuration(new TlsSettings(anybody.identity(), engine, clients)));
        known.awaitEnd();
      }
    }
  }

  private RawConnection raw(XksProxy proxy, KeyManager identity, String protocol) throws Exception {
    return new RawConnection(
        XksTestClient.tls(pem(ec.certificate()), identity), proxy.port(), protocol);
  }

  @Test
  void a_certificate_that_has_expired_takes_effect_with_a_warning() throws Exception {
    try (var said = new LogLines();
        var proxy = serve(TlsSettings.of(identity(ec, traditional(ec))))) {
      assertThat(said.lines()).noneMatch(line -> line.contains("expired"));
      var yesterday = Instant.now().minusSeconds(60);
      var old = issue("CN=old.example.test", keys("EC", 256), null, yesterday);
      var identity = identity(old, traditional(old));
      proxy.serve(configuration(TlsSettings.of(identity)));
      assertThat(said.lines())
          .anySatisfy(line ->
              assertThat(line)
                  .contains(
                      "CN=old.example.test",
                      identity.certificateChain().toString(),
                      "expired at " + old.certificate().getNotAfter().toInstant()));
    }
  }

  /// Who replaces certificate and key by hand does so in two steps, and the proxy may read in
  /// between.
  @Test
  void a_certificate_that_is_replaced_while_it_is_read_makes_no_odd_pair_with_the_key()
      throws Exception {
    var other = issue("CN=other.example.test", keys("EC", 256), null);
    var mine = identity(ec, traditional(ec));
    var texts = List.of(pem(other.certificate()), pem(ec.certificate()));
    var done = new AtomicBoolean();
    try (var proxy = serve(TlsSettings.of(mine))) {
      var replacing =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                while (!done.get()) {
                  texts.forEach(text -> replace(mine.certificateChain(), text));
                }
              });
      try {
        for (var followed = 0; followed < FOLLOWED; ) {
          try {
            proxy.serve(configuration(TlsSettings.of(mine)));
            followed++;
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("is not that of the certificate");
            continue;
          }
          assertThat(client(proxy, ec).health().status()).isEqualTo(200);
        }
      } finally {
        done.set(true);
        replacing.join();
      }
    }
  }

  private static void replace(Path file, String text) {
    try {
      var next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private XksTestClient identified(XksTestClient client, TestIdentity identity) throws Exception {
    return client.identifiedBy(pem(ec.certificate()), manager(identity));
  }

  private static KeyManager manager(TestIdentity identity) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry(
        "client",
        identity.keys().getPrivate(),
        new char[0],
        new java.security.cert.Certificate[] {identity.certificate()});
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers()[0];
  }
}
