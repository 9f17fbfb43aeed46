package org.xksworkbench.app.kms.aws.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.bridge.xks.server.TestTls;

/// A company's authority that this computer trusts needs no setting of AWS's.
@EnabledOnOs(OS.LINUX)
class SystemAuthoritiesTest {

  private static final int NO_CONTENT = 204;

  @TempDir private Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private HttpsServer server;
  private Path authority;

  @BeforeEach
  void serve() throws Exception {
    var tls = TestTls.issue(folder, "localhost");
    authority = Files.writeString(folder.resolve("company.pem"), tls.issued().caPem());
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.serverContext()));
    server.createContext("/", exchange -> exchange.sendResponseHeaders(NO_CONTENT, -1));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void an_authority_of_this_computer_is_trusted_and_named() throws Exception {
    assertThatThrownBy(this::ask).as("no such authority is known").isInstanceOf(SSLException.class);
    variables.put("SSL_CERT_FILE", authority.toString());
    assertThat(ask()).isEqualTo(NO_CONTENT);
    assertThat(trust().words())
        .isEqualTo(
            "the authorities of Java and of this computer (%s); neither AWS_CA_BUNDLE nor ca_bundle"
                    .formatted(authority)
                + " is set");
  }

  @Test
  void a_bundle_that_is_named_takes_their_place() throws Exception {
    variables.put("SSL_CERT_FILE", authority.toString());
    var other = TestTls.issue(Files.createDirectory(folder.resolve("other")), "localhost");
    variables.put(
        "AWS_CA_BUNDLE",
        Files.writeString(folder.resolve("other.pem"), other.issued().caPem()).toString());
    assertThatThrownBy(this::ask).isInstanceOf(SSLException.class);
  }

  @Test
  void those_of_java_remain_where_the_file_is_none_of_certificates() throws Exception {
    variables.put(
        "SSL_CERT_FILE", Files.writeString(folder.resolve("odd.pem"), "no PEM").toString());
    assertThat(trust().words())
        .isEqualTo("the authorities of Java; neither AWS_CA_BUNDLE nor ca_bundle is set");
  }

  private Trust trust() {
    return Trust.of(new AwsEnvironment(variables, folder), Optional.empty());
  }

  private int ask() throws IOException {
    var connection =
        (HttpsURLConnection)
            URI.create("https://localhost:" + server.getAddress().getPort())
                .toURL()
                .openConnection();
    connection.setSSLSocketFactory(trust().sockets());
    return connection.getResponseCode();
  }
}
