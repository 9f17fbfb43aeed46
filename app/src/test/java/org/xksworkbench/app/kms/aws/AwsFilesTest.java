package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.bridge.localkms.LocalKms;

/// What is read of the user's AWS files and variables, and where real credentials may go.
class AwsFilesTest {

  private static final String CREDENTIALS =
      "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = not-a-real-secret\n";

  @BeforeEach
  void makeHome() throws IOException {
    Files.createDirectories(config().getParent());
  }

  @AfterEach
  void forget() throws IOException {
    Files.deleteIfExists(config());
    Files.deleteIfExists(credentials());
  }

  @Test
  void tests_see_no_aws_account_of_the_user() {
    assertThat(System.getenv().keySet())
        .filteredOn(name -> name.startsWith("AWS_"))
        .containsExactlyInAnyOrder(
            "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_EC2_METADATA_DISABLED");
    assertThat(config().toString()).contains("/target/");
    assertThat(credentials().toString()).contains("/target/");
    assertThat(System.getProperty("user.home")).contains("/target/");
    assertThat(System.getenv("HOME")).contains("/target/");
  }

  @Test
  void the_local_kms_is_used_without_reading_any_aws_file() throws IOException {
    // The SDK throws as soon as it reads one of these.
    Files.writeString(config(), "this is no profile file\n");
    Files.writeString(credentials(), "nor is this\n");
    try (var server = LocalKms.builder().start();
        var kms =
            AwsKeyManagement.open(
                new AwsConnection.LocalKmsConnection(server.endpoint(), LocalKms.REGION))) {
      assertThat(kms.keyStores()).isEmpty();
      assertThat(kms.callerIdentity().account()).isEqualTo(LocalKms.ACCOUNT);
      assertThat(kms.endpoint().uri()).hasPort(server.endpoint().getPort());
    }
  }

  @Test
  void what_is_loaded_before_the_local_kms_is_asked_reads_no_aws_file_either() throws IOException {
    Files.writeString(config(), "this is no profile file\n");
    Files.writeString(credentials(), "nor is this\n");
    assertThat(
            FirstRequest.inMemory(
                new AwsConnection.LocalKmsConnection(
                    java.net.URI.create("http://127.0.0.1:1"), LocalKms.REGION)))
        .singleElement()
        .satisfies(store -> {
          assertThat(store.connectionState().toString()).contains("XKS_PROXY_TIMED_OUT");
          assertThat(store.proxy().uriEndpoint()).isEqualTo("https://xks.example.com");
        });
  }

  @Test
  void what_is_loaded_before_aws_is_asked_needs_no_credentials_and_sends_nothing()
      throws IOException {
    Files.writeString(config(), "[profile astray]\nendpoint_url = http://127.0.0.1:1\n");
    assertThat(
            FirstRequest.inMemory(new AwsConnection.AwsProfileConnection("astray", "eu-central-1")))
        .hasSize(1);
  }

  @Test
  void the_local_kms_is_on_this_machine_only() {
    assertThatThrownBy(() ->
            new AwsConnection.LocalKmsConnection(
                java.net.URI.create("http://kms.example.org"), LocalKms.REGION))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_profile_goes_to_the_host_of_its_region() throws IOException {
    Files.writeString(config(), "[profile there]\n" + CREDENTIALS);
    assertThat(host("there", "eu-central-1")).isEqualTo("kms.eu-central-1.amazonaws.com");
  }

  @Test
  void a_profile_that_wants_fips_and_dual_stack_is_shown_the_host_that_it_gets()
      throws IOException {
    Files.writeString(
        config(),
        "[profile strict]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n"
            + CREDENTIALS);
    assertThat(host("strict", "us-east-1")).isEqualTo("kms-fips.us-east-1.api.aws");
  }

  @Test
  void credentials_never_sign_a_request_to_this_machine() throws IOException {
    var requests = new AtomicInteger();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    server.start();
    try {
      Files.writeString(
          config(),
          "[profile led-astray]\nendpoint_url = http://127.0.0.1:%d\n"
                  .formatted(server.getAddress().getPort())
              + CREDENTIALS);
      try (var kms =
          AwsKeyManagement.open(
              new AwsConnection.AwsProfileConnection("led-astray", "us-east-1"))) {
        assertThat(kms.endpoint().isAws()).isFalse();
        assertThatThrownBy(kms::keyStores)
            .asInstanceOf(type(KmsException.class))
            .extracting(KmsException::kind)
            .isEqualTo(KmsException.KmsFailureKind.CREDENTIALS);
        assertThatThrownBy(kms::callerIdentity).isInstanceOf(KmsException.class);
      }
      assertThat(requests).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  private static String host(String profile, String region) {
    try (var kms = AwsKeyManagement.open(new AwsConnection.AwsProfileConnection(profile, region))) {
      assertThat(kms.endpoint().isAws()).isTrue();
      return kms.endpoint().uri().getHost();
    }
  }

  private static Path config() {
    return Path.of(System.getenv("AWS_CONFIG_FILE"));
  }

  private static Path credentials() {
    return Path.of(System.getenv("AWS_SHARED_CREDENTIALS_FILE"));
  }
}
