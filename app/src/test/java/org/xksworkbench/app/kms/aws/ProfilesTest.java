package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.kms.AwsProfile;
import org.xksworkbench.app.kms.AwsProfile.Kind;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.signin.PausingCalls;
import org.xksworkbench.bridge.xks.server.TestTls;

/// Profiles of every kind, in a company's network: requests to AWS go through an HTTP proxy that
/// shows a certificate of the company's own authority. All of it is on this machine.
class ProfilesTest {

  private static final String HOST = "kms.eu-central-1.amazonaws.com";
  private static final String KEYS =
      "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = not-a-real-secret\n";

  @TempDir private Path folder;

  @AfterEach
  void forget() throws IOException {
    Files.deleteIfExists(config());
    System.clearProperty("https.proxyHost");
    System.clearProperty("https.proxyPort");
  }

  @Test
  void profiles_are_listed_with_where_their_credentials_come_from() throws IOException {
    write(
        "[default]\nregion = eu-central-1\n"
            + KEYS
            + "[profile role]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = default\n"
            + "[profile mfa]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = default\n"
            + "mfa_serial = arn:aws:iam::111122223333:mfa/ada\n"
            + "[profile process]\ncredential_process = /bin/true\n"
            + "[sso-session work]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n"
            + "[profile sso]\nsso_session = work\nsso_account_id = 111122223333\nsso_role_name = r\n");
    assertThat(new ProfileFiles().profiles())
        .extracting(AwsProfile::name, AwsProfile::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("default", Kind.STATIC),
            org.assertj.core.groups.Tuple.tuple("mfa", Kind.ROLE_WITH_MFA),
            org.assertj.core.groups.Tuple.tuple("process", Kind.CREDENTIAL_PROCESS),
            org.assertj.core.groups.Tuple.tuple("role", Kind.ROLE),
            org.assertj.core.groups.Tuple.tuple("sso", Kind.SSO));
    assertThat(new ProfileFiles().profiles().getFirst().region()).contains("eu-central-1");
    assertThat(new ProfileFiles().profiles().toString()).doesNotContain("not-a-real-secret");
  }

  @Test
  void regions_are_those_of_the_partition() {
    var files = new ProfileFiles();
    assertThat(files.regionsBeside("eu-central-1"))
        .contains("us-east-1", "eu-central-1")
        .doesNotContain("cn-north-1", "us-gov-west-1");
    assertThat(files.regionsBeside("cn-north-1"))
        .contains("cn-northwest-1")
        .doesNotContain("us-east-1");
    assertThat(files.regionsBeside("us-gov-west-1"))
        .containsExactly("us-gov-east-1", "us-gov-west-1");
  }

  @ParameterizedTest
  @CsvSource({
    "cn-north-1,,kms.cn-north-1.amazonaws.com.cn",
    "us-gov-west-1,,kms.us-gov-west-1.amazonaws.com",
    "us-gov-west-1,use_fips_endpoint = true,kms-fips.us-gov-west-1.amazonaws.com",
    "eu-central-1,use_dualstack_endpoint = true,kms.eu-central-1.api.aws",
    "ca-central-1,use_fips_endpoint = true,kms-fips.ca-central-1.amazonaws.com"
  })
  void each_partition_has_its_hosts(
      String region, @org.jspecify.annotations.Nullable String setting, String host)
      throws IOException {
    write("[profile p]\n" + (setting == null ? "" : setting + "\n") + KEYS);
    try (var kms = AwsKeyManagement.open(new AwsConnection.Aws("p", region))) {
      assertThat(kms.endpoint().uri().getHost()).isEqualTo(host);
      assertThat(kms.endpoint().isAws()).isTrue();
    }
  }

  @Test
  void requests_go_through_the_companys_proxy_and_trust_its_authority() throws Exception {
    try (var company = new Company(folder, HOST)) {
      write("[profile p]\nca_bundle = " + company.bundle() + "\n" + KEYS);
      try (var kms = AwsKeyManagement.open(new AwsConnection.Aws("p", "eu-central-1"))) {
        assertThat(kms.keyIds()).containsExactly("11111111-2222-3333-4444-555555555555");
      }
      assertThat(company.tunnels()).containsOnly(HOST + ":443");
    }
  }

  @Test
  void without_the_bundle_the_companys_authority_is_not_trusted() throws Exception {
    try (var company = new Company(folder, HOST)) {
      write("[profile p]\n" + KEYS);
      try (var kms = AwsKeyManagement.open(new AwsConnection.Aws("p", "eu-central-1"))) {
        assertThatThrownBy(kms::keyIds)
            .asInstanceOf(type(KmsException.class))
            .extracting(KmsException::kind)
            .isEqualTo(KmsException.Kind.UNREACHABLE);
      }
    }
  }

  @Test
  void a_bundle_that_is_not_there_is_said_at_once() throws IOException {
    write("[profile p]\nca_bundle = /nonexistent.pem\n" + KEYS);
    assertThatThrownBy(() -> AwsKeyManagement.open(new AwsConnection.Aws("p", "eu-central-1")))
        .hasMessageContaining("/nonexistent.pem");
  }

  @Test
  void a_role_with_mfa_asks_for_the_code_and_sends_it_with_the_serial() throws Exception {
    try (var company = new Company(folder, "sts.eu-central-1.amazonaws.com")) {
      write(
          "[default]\n"
              + KEYS
              + "[profile mfa]\nrole_arn = arn:aws:iam::111122223333:role/r\n"
              + "source_profile = default\nmfa_serial = arn:aws:iam::111122223333:mfa/ada\n"
              + "ca_bundle = "
              + company.bundle()
              + "\n");
      var asked = new ArrayList<String>();
      var connection =
          new AwsConnection.Aws(
              "mfa",
              "eu-central-1",
              (profile, serial) -> {
                asked.add(profile + " " + serial);
                return "123456";
              });
      try (var kms = AwsKeyManagement.open(connection)) {
        var caller = kms.callerIdentity();
        assertThat(caller.account()).isEqualTo("111122223333");
        assertThat(caller.expires()).contains(Instant.parse("2099-01-01T00:00:00Z"));
      }
      assertThat(asked).containsExactly("mfa arn:aws:iam::111122223333:mfa/ada");
      assertThat(company.requests())
          .anyMatch(body ->
              body.contains("Action=AssumeRole")
                  && body.contains("TokenCode=123456")
                  && body.contains("SerialNumber=arn:aws:iam::111122223333:mfa/ada"));
    }
  }

  @Test
  void credentials_come_from_a_process_too() throws Exception {
    try (var company = new Company(folder, "sts.eu-central-1.amazonaws.com")) {
      var process = folder.resolve("process.sh");
      Files.writeString(
          process,
          "#!/bin/sh\necho '{\"Version\":1,\"AccessKeyId\":\"AKIAIOSFODNN7EXAMPLE\","
              + "\"SecretAccessKey\":\"not-a-real-secret\",\"SessionToken\":\"t\","
              + "\"Expiration\":\"2099-02-02T00:00:00Z\"}'\n");
      assertThat(process.toFile().setExecutable(true)).isTrue();
      write(
          "[profile p]\ncredential_process = "
              + process
              + "\nca_bundle = "
              + company.bundle()
              + "\n");
      try (var kms = AwsKeyManagement.open(new AwsConnection.Aws("p", "eu-central-1"))) {
        assertThat(kms.callerIdentity().expires()).contains(Instant.parse("2099-02-02T00:00:00Z"));
      }
    }
  }

  @Test
  void an_expired_session_of_identity_center_is_told_from_other_failures() throws IOException {
    var cache = Path.of(System.getProperty("user.home"), ".aws/sso/cache");
    Files.createDirectories(cache);
    var token = cache.resolve(sha1("https://x.awsapps.com/start") + ".json");
    try {
      Files.writeString(
          token,
          "{\"startUrl\":\"https://x.awsapps.com/start\",\"region\":\"us-east-1\","
              + "\"accessToken\":\"t\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}");
      write(
          "[profile sso]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n"
              + "sso_account_id = 111122223333\nsso_role_name = r\n");
      try (var kms = AwsKeyManagement.open(new AwsConnection.Aws("sso", "eu-central-1"))) {
        assertThatThrownBy(kms::keyIds)
            .asInstanceOf(type(KmsException.class))
            .satisfies(failure -> {
              assertThat(failure.code()).isEqualTo(PausingCalls.SSO_EXPIRED);
              assertThat(failure.kind()).isEqualTo(KmsException.Kind.CREDENTIALS);
            });
      }
      var before = CredentialFiles.fingerprint();
      Files.writeString(token, "{\"renewed\":true}");
      assertThat(CredentialFiles.fingerprint()).isNotEqualTo(before);
    } finally {
      Files.deleteIfExists(token);
    }
  }

  @Test
  void the_clock_of_aws_is_compared_with_the_one_here() {
    var skew = new ClockSkew(Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC));
    skew.saw("Tue, 24 Nov 2026 12:07:30 GMT");
    assertThat(skew.ahead()).isEqualTo(Duration.ofMinutes(7).plusSeconds(30));
    skew.saw("no date");
    assertThat(skew.ahead()).isEqualTo(Duration.ofMinutes(7).plusSeconds(30));
  }

  private static String sha1(String text) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-1")
                  .digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(String text) throws IOException {
    Files.createDirectories(config().getParent());
    Files.writeString(config(), text);
  }

  private static Path config() {
    return Path.of(System.getenv("AWS_CONFIG_FILE"));
  }

  /// A proxy that opens every TLS connection with a certificate of its own, and what stands behind
  /// it in place of AWS.
  private static final class Company implements AutoCloseable {

    private static final String CALLER =
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
            + "<GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/r/s</Arn>"
            + "<UserId>U</UserId><Account>111122223333</Account></GetCallerIdentityResult>"
            + "<ResponseMetadata><RequestId>q</RequestId></ResponseMetadata>"
            + "</GetCallerIdentityResponse>";
    private static final String ASSUMED =
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
            + "<AssumeRoleResult><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>"
            + "<SecretAccessKey>not-a-real-secret</SecretAccessKey>"
            + "<SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>"
            + "</Credentials></AssumeRoleResult>"
            + "<ResponseMetadata><RequestId>q</RequestId></ResponseMetadata></AssumeRoleResponse>";

    private final List<String> tunnels = Collections.synchronizedList(new ArrayList<>());
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket proxy;
    private final HttpsServer server;
    private final Path bundle;

    Company(Path folder, String host) throws Exception {
      var tls = TestTls.issue(folder, host);
      bundle = Files.writeString(folder.resolve("company.pem"), tls.issued().caPem());
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context(tls)));
      server.createContext(
          "/",
          exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(URLDecoder.decode(body, StandardCharsets.UTF_8));
            var answer =
                (body.contains("Action=AssumeRole")
                        ? ASSUMED
                        : body.contains("GetCallerIdentity")
                            ? CALLER
                            : "{\"Keys\":[{\"KeyId\":\"11111111-2222-3333-4444-555555555555\","
                                + "\"KeyArn\":\"a\"}],\"Truncated\":false}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
      proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::serve);
      System.setProperty("https.proxyHost", "127.0.0.1");
      System.setProperty("https.proxyPort", Integer.toString(proxy.getLocalPort()));
    }

    Path bundle() {
      return bundle;
    }

    List<String> tunnels() {
      return List.copyOf(tunnels);
    }

    List<String> requests() {
      return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
      proxy.close();
      server.stop(0);
    }

    private void serve() {
      while (!proxy.isClosed()) {
        try {
          var client = proxy.accept();
          Thread.ofVirtual().start(() -> tunnel(client));
        } catch (IOException e) {
          return;
        }
      }
    }

    /// CONNECT host:443, and from then on bytes to the server that is there in its place.
    private void tunnel(Socket client) {
      try (client;
          var there = new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
        var head = new StringBuilder();
        var in = client.getInputStream();
        while (!head.toString().endsWith("\r\n\r\n")) {
          var one = in.read();
          if (one < 0) {
            return;
          }
          head.append((char) one);
        }
        tunnels.add(head.toString().split(" ", 3)[1]);
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var back = Thread.ofVirtual().start(() -> copy(there, client));
        copy(client, there);
        back.join(1000);
      } catch (IOException e) {
        // The other side hung up.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static void copy(Socket from, Socket to) {
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        in.transferTo(out);
        to.shutdownOutput();
      } catch (IOException e) {
        // The other side hung up.
      }
    }

    private static SSLContext context(TestTls tls) throws Exception {
      Certificate[] chain;
      try (var in = Files.newInputStream(tls.identity().certificateChain())) {
        chain =
            CertificateFactory.getInstance("X.509")
                .generateCertificates(in)
                .toArray(Certificate[]::new);
      }
      var pem = Files.readString(tls.identity().privateKey()).replaceAll("-----[^-]+-----|\\s", "");
      var key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, new char[0], chain);
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    }
  }
}
