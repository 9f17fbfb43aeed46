package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/// `hsm-bridge local-kms`, from its options to its ready file.
class LocalKmsCommandTest {

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  /// More than the five of a second, even on a busy machine.
  private static final int MANY = 2_000;

  @TempDir Path folder;

  @Test
  void every_option_at_once_and_what_was_made_is_there_after_a_restart() throws Exception {
    var address = fixture.address("/a");
    Files.writeString(
        folder.resolve("console.json"),
        """
        {"XksProxyUriPath": "%s",
         "XksProxyAuthenticationCredential": {"AccessKeyId": "%s", "RawSecretAccessKey": "%s"}}
        """
            .formatted(address.uriPath(), address.accessKeyId(), address.secretAccessKey()));
    var seed =
        Files.writeString(
            folder.resolve("seed.toml"),
            """
            [[key-store]]
            name = "seeded"
            endpoint = "https://xks.demo.test"
            configuration-file = "console.json"
            """);
    var faults = Files.writeString(folder.resolve("faults.toml"), "");
    var options =
        List.of(
            "--bind=127.0.0.1",
            "--port=0",
            "--seed=" + seed,
            "--trust=" + pem(fixture.authority()),
            "--connect-to=xks.demo.test:443=127.0.0.1:" + fixture.proxy().getPort(),
            "--account=123456789012",
            "--region=eu-central-1",
            "--connect-delay=0ms",
            "--proxy-timeout=30s",
            "--quotas=aws",
            "--faults=" + faults,
            "--state=" + folder.resolve("state.json"));
    for (var run = 0; run < 2; run++) {
      try (var process = new LocalKmsProcess(folder, options)) {
        var url = process.url();
        assertThat(url).matches("http://127\\.0\\.0\\.1:\\d+");
        assertThat(process.output()).contains("not AWS", url, "not authenticated");
        try (var kms =
            fixture.client(
                KmsClient.builder(), URI.create(url), Region.EU_CENTRAL_1, "LOCALTEST")) {
          var store = kms.describeCustomKeyStores().customKeyStores().getFirst();
          assertThat(store.customKeyStoreName()).isEqualTo("seeded");
          assertThat(store.connectionStateAsString()).isEqualTo("CONNECTED");
          assertThat(kms.createKey(_ -> {}).keyMetadata().arn())
              .startsWith("arn:aws:kms:eu-central-1:123456789012:key/");
          assertThat(kms.listKeys().keys()).hasSize(run + 1);
          assertThatThrownBy(
                  () -> {
                    for (var i = 0; i < MANY; i++) {
                      kms.describeCustomKeyStores();
                    }
                  })
              .hasMessageContaining("exceeded the rate");
        }
        assertThat(process.output())
            .as("the access log")
            .contains("\"operation\":\"CreateKey\"")
            .doesNotContain(address.secretAccessKey());
      }
      assertThat(folder.resolve("ready")).doesNotExist();
    }
  }

  @Test
  void a_key_store_and_its_proxy_come_with_one_option() throws Exception {
    try (var process = new LocalKmsProcess(folder, List.of("--with-key-store"));
        var kms = fixture.kmsClient(URI.create(process.url()))) {
      var text = SdkBytes.fromUtf8String("attack at dawn");
      var blob = kms.encrypt(r -> r.keyId("alias/test").plaintext(text)).ciphertextBlob();
      assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(text);
      assertThat(kms.describeCustomKeyStores().customKeyStores())
          .singleElement()
          .satisfies(store -> assertThat(store.customKeyStoreName()).isEqualTo("test"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--bind=0.0.0.0                               | loopback",
        "--bind=example.com                           | --bind",
        "--account=12345                              | 12 digits",
        "--region=moon                                | us-east-1",
        "--port=70000                                 | --port",
        "--quotas=none                                | --quotas is aws",
        "--connect-delay=soon                         | --connect-delay",
        "--connect-to=xks.demo.test:8443=127.0.0.1:1  | --connect-to",
        "--connect-to=xks.demo.test:443=10.0.0.1:1    | --connect-to",
        "--with-key-store --state=state.json          | --with-key-store",
        "--trust=/none.pem                            | /none.pem",
        "--seed=/none.toml                            | /none.toml",
        "--state=/none/state.json                     | /none/state.json"
      })
  void an_option_that_makes_no_sense_is_named(String option, String told) throws Exception {
    try (var process = new LocalKmsProcess(folder, List.of(option.split(" ")))) {
      assertThat(process.exitCode()).isIn(1, 2);
      assertThat(process.output()).contains(told).doesNotContain("Exception", "failed inside");
    }
  }

  private Path pem(X509Certificate certificate) throws Exception {
    return Files.writeString(
        folder.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(certificate.getEncoded())));
  }
}
