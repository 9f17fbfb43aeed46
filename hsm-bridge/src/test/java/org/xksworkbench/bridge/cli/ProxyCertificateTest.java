package org.xksworkbench.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.certificate.TestAuthority;
import org.xksworkbench.bridge.xks.certificate.TestAuthority.IssuedAs;
import org.xksworkbench.bridge.xks.config.ProxyFolder;

/// `proxy certificate`: what an administrator does when a certificate comes to its end.
class ProxyCertificateTest {

  private static final String HOST = ServedProcess.HOST;
  private static final Duration FOLLOWS = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Path proxy;
  private Path config;
  private final TestAuthority root = TestAuthority.root("CN=Test Root,O=Test");
  private final TestAuthority middle = root.below("CN=Test Intermediate,O=Test");

  @BeforeEach
  void makeAProxy() throws IOException {
    Files.createDirectory(folder.resolve("running"));
    proxy = folder.resolve("proxy");
    config =
        ProxyFolder.init(
            proxy,
            new ProxyFolder.Request(
                SoftHsm.modulePath(), "no-token", HOST, List.of("/payments"), "fit"));
    Files.writeString(folder.resolve("list"), root.asListOfAws());
    Files.writeString(folder.resolve("root.pem"), TestAuthority.pem(root.certificate()));
  }

  private BridgeScript.EndedCommand certificate(String command, String... more) {
    var arguments = new String[more.length + 5];
    System.arraycopy(
        new String[] {"proxy", "certificate", command, "--config", config.toString()},
        0,
        arguments,
        0,
        5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return InProcess.run(arguments);
  }

  private JsonNode request(String... more) {
    var arguments = new String[more.length + 1];
    arguments[0] = "--json";
    System.arraycopy(more, 0, arguments, 1, more.length);
    var made = certificate("request", arguments);
    assertThat(made.exitCode()).as(made.err()).isZero();
    return InProcess.json(made);
  }

  private String answer(JsonNode request, Object... rest) throws IOException {
    var own = middle.answer(Files.readString(Path.of(request.path("request").asText())));
    var chain = new Object[rest.length + 1];
    chain[0] = own;
    System.arraycopy(rest, 0, chain, 1, rest.length);
    return Files.writeString(folder.resolve("came-back.pem"), TestAuthority.pem(chain)).toString();
  }

  private String list() {
    return folder.resolve("list").toString();
  }

  @Test
  void a_request_names_the_host_its_key_is_its_owners_and_openssl_agrees() throws Exception {
    var before = Files.readString(config);
    for (var type : List.of("ec-p256", "ec-p384", "rsa-2048")) {
      var made = request("--key-type", type);
      var key = Path.of(made.path("key").asText());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
      var shown =
          openssl("req", "-in", made.path("request").asText(), "-noout", "-text", "-verify");
      assertThat(shown).contains("verify OK", "CN = " + HOST, "DNS:" + HOST);
      var ofKey = openssl("pkey", "-in", key.toString(), "-pubout");
      assertThat(openssl("req", "-in", made.path("request").asText(), "-noout", "-pubkey"))
          .isEqualTo(ofKey);
    }
    assertThat(Files.readString(config)).isEqualTo(before);
    assertThat(certificate("request", "--key-type", "ed25519").exitCode()).isEqualTo(2);
  }

  private static String openssl(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add("openssl");
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void a_running_proxy_serves_with_what_was_installed_and_the_old_stays() throws Exception {
    try (var served = ServedProcess.start(folder.resolve("running"), UnaryOperator.identity())) {
      proxy = served.config().getParent();
      config = served.config();
      var port = served.port();
      var old = Files.readString(proxy.resolve("tls-certificate.pem"));
      var made = BridgeScript.run("proxy", "certificate", "request", "--config", config.toString());
      assertThat(made.exitCode()).as(made.err()).isZero();
      // The test's client calls it by localhost.
      var own = middle.answer(Files.readString(Path.of(made.out().strip())), "localhost");
      var chain =
          Files.writeString(
              folder.resolve("chain.pem"), TestAuthority.pem(own, middle.certificate()));
      var installed =
          BridgeScript.run(
              "proxy",
              "certificate",
              "install",
              "--config",
              config.toString(),
              "--private-authority",
              folder.resolve("root.pem").toString(),
              chain.toString());
      assertThat(installed.exitCode()).as(installed.out() + installed.err()).isZero();

      await()
          .atMost(FOLLOWS)
          .untilAsserted(
              () -> assertThat(shown(port).getSerialNumber()).isEqualTo(own.getSerialNumber()));
      // A client that has the root alone gets there: the intermediate is sent.
      var client =
          served.client(TestAuthority.pem(root.certificate()), served.credentials().getFirst());
      assertThat(client.health().status()).isEqualTo(200);
      assertThat(Files.readString(proxy.resolve("tls-certificate.pem"))).isEqualTo(old);
      assertThat(proxy.resolve("tls-key.pem")).exists();
      assertThat(served.running().process().isAlive()).isTrue();
    }
  }

  private static X509Certificate shown(int port) throws Exception {
    var trustAll =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String authType) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String authType) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trustAll}, null);
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void what_aws_would_refuse_is_not_installed_and_nothing_changes() throws Exception {
    var before = Files.readString(config);
    var made = request();
    var missing = certificate("install", "--authorities", list(), answer(made));
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.out()).contains("chain\tbroken");
    assertThat(missing.err()).contains("Nothing was installed");

    var unlisted = certificate("install", answer(made, middle.certificate(), root.certificate()));
    assertThat(unlisted.exitCode()).isEqualTo(1);
    assertThat(unlisted.out()).contains("authority\tbroken").contains("chain\tholds");

    var key = Path.of(made.path("key").asText());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    var shared =
        certificate(
            "install",
            "--authorities",
            list(),
            answer(made, middle.certificate(), root.certificate()));
    assertThat(shared.exitCode()).isEqualTo(1);
    assertThat(shared.err()).contains("others than its owner have access to it");

    var stranger = foreignChain();
    var foreign = certificate("install", "--authorities", list(), stranger);
    assertThat(foreign.exitCode()).isEqualTo(1);
    assertThat(foreign.err()).contains("No key in the folder of the proxy");

    assertThat(Files.readString(config)).isEqualTo(before);
    try (var files = Files.list(proxy)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("tls-certificate-")))
          .isEmpty();
    }
  }

  private String foreignChain() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    var own = middle.issue(generator.generateKeyPair().getPublic(), IssuedAs.server(HOST));
    return Files.writeString(
            folder.resolve("stranger.pem"), TestAuthority.pem(own, middle.certificate()))
        .toString();
  }

  @Test
  void check_says_of_what_is_installed_what_install_said() throws Exception {
    var made = request();
    var installed =
        certificate(
            "install",
            "--json",
            "--authorities",
            list(),
            answer(made, middle.certificate(), root.certificate()));
    assertThat(installed.exitCode()).as(installed.out() + installed.err()).isZero();
    assertThat(InProcess.json(installed).path("key").asText()).isEqualTo(made.path("key").asText());

    var checked = certificate("check", "--json", "--authorities", list());
    assertThat(checked.exitCode()).isZero();
    assertThat(InProcess.json(checked).path("findings"))
        .isEqualTo(InProcess.json(installed).path("findings"));
    assertThat(InProcess.json(checked).path("days").asInt()).isEqualTo(89);
    assertThat(InProcess.json(checked).path("subject").asText()).isEqualTo("CN=" + HOST);

    assertThat(certificate("check", "--authorities", list(), "--days", "90").exitCode())
        .isEqualTo(1);
  }

  @Test
  void check_ends_by_what_it_found() throws Exception {
    var own = certificate("check", "--private-authority", proxy.resolve("ca.pem").toString());
    assertThat(own.exitCode()).as(own.out() + own.err()).isZero();

    var aws = certificate("check");
    assertThat(aws.exitCode()).isEqualTo(1);
    assertThat(aws.out()).contains("authority\tbroken", "AWS KMS will refuse");

    var made = request();
    assertThat(
            certificate(
                    "install",
                    "--private-authority",
                    folder.resolve("root.pem").toString(),
                    answer(made, middle.certificate()))
                .exitCode())
        .isZero();
    var notHere = certificate("check", "--json", "--authorities", list());
    assertThat(notHere.exitCode())
        .as("the root is on the list, and not on this computer")
        .isEqualTo(3);

    assertThat(certificate("check", "--no-such-option").exitCode()).isEqualTo(2);
    assertThat(
            certificate("check", "--authorities", list(), "--private-authority", list()).exitCode())
        .isEqualTo(2);
  }
}
