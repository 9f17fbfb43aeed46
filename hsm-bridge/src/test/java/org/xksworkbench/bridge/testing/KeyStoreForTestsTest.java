package org.xksworkbench.bridge.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.Eventually.eventually;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.localkms.ProxiedCall;
import org.xksworkbench.bridge.localkms.faults.Fault;
import org.xksworkbench.bridge.localkms.files.LocalKmsException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/// What a test of somebody's program starts.
class KeyStoreForTestsTest {

  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("attack at dawn");

  @Test
  void its_key_encrypts_through_a_proxy_and_decrypts_again() {
    try (var keyStore = KeyStoreForTests.start();
        var kms = kms(keyStore.endpoint())) {
      var sealed = kms.encrypt(r -> r.keyId(KeyStoreForTests.ALIAS).plaintext(TEXT));
      assertThat(kms.decrypt(r -> r.ciphertextBlob(sealed.ciphertextBlob())).plaintext())
          .isEqualTo(TEXT);
      assertThat(kms.describeKey(r -> r.keyId(KeyStoreForTests.ALIAS)).keyMetadata())
          .satisfies(key -> {
            assertThat(key.originAsString()).isEqualTo("EXTERNAL_KEY_STORE");
            assertThat(key.enabled()).isTrue();
          });
      assertThat(keyStore.proxiedCalls())
          .extracting(ProxiedCall::operation)
          .containsExactly("Encrypt", "Decrypt");
    }
  }

  @Test
  void a_fault_strikes_until_the_key_store_recovers() {
    try (var keyStore = KeyStoreForTests.start();
        var kms = kms(keyStore.endpoint())) {
      keyStore.fail(KeyStoreForTests.THROTTLING_PROXY);
      assertThatThrownBy(() -> encrypt(kms))
          .isInstanceOf(KmsException.class)
          .hasMessageContaining("very high request rate");
      keyStore.fail(new Fault.ErrorResponse(Optional.of("Encrypt"), "ThrottlingException"));
      assertThatThrownBy(() -> encrypt(kms)).hasMessageContaining("switched on");
      keyStore.recover();
      encrypt(kms);
    }
  }

  @Test
  void a_reset_leaves_a_new_key_and_nothing_else() {
    try (var keyStore = KeyStoreForTests.start();
        var kms = kms(keyStore.endpoint())) {
      var before = encrypt(kms);
      kms.createKey(_ -> {});
      keyStore.fail(KeyStoreForTests.SLOW_PROXY);
      keyStore.reset();
      assertThat(kms.listKeys().keys()).hasSize(1);
      assertThatThrownBy(() -> kms.describeKey(r -> r.keyId(before)))
          .isInstanceOf(NotFoundException.class);
      encrypt(kms);
      assertThat(keyStore.proxiedCalls())
          .singleElement()
          .satisfies(call -> {
            assertThat(call.operation()).isEqualTo("Encrypt");
            assertThat(call.status()).isEqualTo(200);
            assertThat(call.error()).isEmpty();
            assertThat(call.proxy()).singleElement().asString().startsWith("Encrypt 200");
          });
    }
  }

  @Test
  void several_run_side_by_side() {
    try (var one = KeyStoreForTests.start();
        var other = KeyStoreForTests.start(b -> b.region("eu-central-1"));
        var kms = kms(one.endpoint());
        var there = kms(other.endpoint(), Region.EU_CENTRAL_1)) {
      encrypt(kms);
      assertThat(encrypt(there)).contains(":eu-central-1:");
    }
  }

  @Test
  void the_private_key_of_the_proxy_does_not_stay_in_a_file() {
    var begun = FileTime.from(Instant.now().minusSeconds(1));
    try (var keyStore = KeyStoreForTests.start()) {
      assertThat(keyStore.proxiedCalls()).isEmpty();
      // Those of others who start one at this moment go as well.
      eventually(() -> {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
          return files
              .filter(file -> file.getFileName().toString().startsWith("xks-key-store-for-tests"))
              .noneMatch(file -> isSince(begun, file));
        }
      });
    }
  }

  @Test
  void a_port_that_is_taken_is_told_and_nothing_is_left_running() {
    try (var keyStore = KeyStoreForTests.start()) {
      var taken = keyStore.endpoint().getPort();
      assertThatThrownBy(() -> KeyStoreForTests.start(b -> b.port(taken)))
          .isInstanceOf(LocalKmsException.class)
          .hasMessageContaining(Integer.toString(taken));
    }
  }

  private static boolean isSince(FileTime begun, Path file) {
    try {
      return Files.getLastModifiedTime(file).compareTo(begun) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /// @return ARN of the key
  private static String encrypt(KmsClient kms) {
    return kms.encrypt(r -> r.keyId(KeyStoreForTests.ALIAS).plaintext(TEXT)).keyId();
  }

  private static KmsClient kms(URI endpoint) {
    return kms(endpoint, Region.US_EAST_1);
  }

  private static KmsClient kms(URI endpoint, Region region) {
    return KmsClient.builder()
        .endpointOverride(endpoint)
        .region(region)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .build();
  }
}
