package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;

/// A connected proxy that lies, fails or answers nonsense.
class UntrustedProxyTest {

  private static final String BAD = "xks.bad.test";
  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("attack at dawn");
  private static final String CODE = "KMSInvalidStateException";

  private static final TestCertificates authority = new TestCertificates();
  private static final BadProxy bad =
      new BadProxy(authority.server(BAD, Instant.now().plusSeconds(3600)));

  @RegisterExtension
  static final LocalKmsFixture fixture =
      new LocalKmsFixture()
          .with(b -> b.trust(List.of(authority.authority())).connectTo(BAD, bad.address()));

  private static String store;
  private static String key;
  private static int externalKeys;

  private final KmsClient kms = fixture.kms();

  @BeforeEach
  void behave() {
    bad.behave();
    if (store == null) {
      store = fixture.create(r -> r.xksProxyUriEndpoint("https://" + BAD), "/public");
      fixture.connect(store);
      key = newKey();
    }
    bad.arrived().clear();
  }

  @AfterAll
  static void stop() {
    bad.close();
    store = null;
    key = null;
  }

  @Test
  void a_proxy_that_behaves_is_trusted_with_the_inner_ciphertext_alone() {
    var context = Map.of("Purpose", "never seen by the proxy");
    var blob =
        kms.encrypt(r -> r.keyId(key).plaintext(TEXT).encryptionContext(context)).ciphertextBlob();
    var request = bad.arrived().getFirst().body();
    assertThat(request.path("requestMetadata").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("awsPrincipalArn", "kmsKeyArn", "kmsOperation", "kmsRequestId");
    assertThat(request.path("encryptionAlgorithm").asText()).isEqualTo("AES_GCM");
    assertThat(request.path("ciphertextDataIntegrityValueAlgorithm").asText()).isEqualTo("SHA_256");
    assertThat(request.toString()).doesNotContain("never seen");
    assertThat(new String(Base64.getDecoder().decode(request.path("plaintext").asText())))
        .doesNotContain("attack");
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(context)).plaintext())
        .isEqualTo(TEXT);
  }

  @Test
  void metadata_of_twenty_bytes_comes_back_when_it_is_decrypted() {
    var metadata = base64(new byte[20]);
    bad.change(
        "encrypt",
        answer -> {
          answer.put("ciphertextMetadata", metadata);
          BadProxy.withIntegrity(answer, bad.lastAad());
        });
    var blob = kms.encrypt(r -> r.keyId(key).plaintext(TEXT)).ciphertextBlob();
    assertThat(kms.decrypt(r -> r.ciphertextBlob(blob)).plaintext()).isEqualTo(TEXT);
    assertThat(bad.arrived().getLast().body().path("ciphertextMetadata").asText())
        .isEqualTo(metadata);
  }

  static Stream<Named<Consumer<ObjectNode>>> lies() {
    return Stream.of(
        lie("metadata of 21 bytes", a -> whole(a.put("ciphertextMetadata", base64(new byte[21])))),
        lie("an IV of 11 bytes", a -> whole(a.put("initializationVector", base64(new byte[11])))),
        lie("a tag of 15 bytes", a -> whole(a.put("authenticationTag", base64(new byte[15])))),
        lie("a ciphertext too short", a -> whole(a.put("ciphertext", base64(new byte[5])))),
        lie("a ciphertext too long", a -> whole(a.put("ciphertext", base64(new byte[500])))),
        lie("another ciphertext", UntrustedProxyTest::flip),
        lie(
            "another integrity value",
            a -> a.put("ciphertextDataIntegrityValue", base64(new byte[32]))),
        lie("no integrity value", a -> a.remove("ciphertextDataIntegrityValue")),
        lie("no tag", a -> a.remove("authenticationTag")),
        lie("no Base64", a -> a.put("ciphertext", "?")),
        lie("a number", a -> a.put("ciphertext", 7)));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void what_encrypt_gives_is_checked(Consumer<ObjectNode> lie) {
    bad.change("encrypt", lie);
    assertThat(assertFault(CODE, () -> kms.encrypt(r -> r.keyId(key).plaintext(TEXT))))
        .contains("cannot interpret");
    assertFault(CODE, () -> kms.generateDataKey(r -> r.keyId(key).keySpec("AES_256")));
  }

  @Test
  void what_decrypt_gives_is_checked() {
    var blob = kms.encrypt(r -> r.keyId(key).plaintext(TEXT)).ciphertextBlob();
    bad.change("decrypt", a -> a.put("plaintext", base64(new byte[3])));
    assertThat(assertFault(CODE, () -> kms.decrypt(r -> r.ciphertextBlob(blob))))
        .contains("cannot interpret");
    bad.change("decrypt", a -> a.put("plaintext", base64(new byte[14 + 16])));
    assertThat(assertFault(CODE, () -> kms.decrypt(r -> r.ciphertextBlob(blob))))
        .contains("corrupted");
  }

  @Test
  void metadata_of_an_external_key_that_make_no_sense_are_refused() {
    for (var change :
        List.<Consumer<ObjectNode>>of(
            a -> a.remove("keySpec"),
            a -> a.remove("keyUsage"),
            a -> a.put("keyUsage", "ENCRYPT"),
            a -> a.put("keyStatus", 1))) {
      bad.change("metadata", change);
      assertFault("CustomKeyStoreInvalidStateException", UntrustedProxyTest::newKey);
    }
    bad.change("metadata", a -> a.put("keyStatus", "DISABLED"));
    assertThat(assertFault("XksKeyInvalidConfigurationException", UntrustedProxyTest::newKey))
        .contains("DISABLED");
    bad.change("metadata", a -> a.put("keySpec", "RSA_0"));
    assertThat(assertFault("XksKeyInvalidConfigurationException", UntrustedProxyTest::newKey))
        .contains("RSA_0");
  }

  private static String newKey() {
    return fixture.newKey(store, "external-" + externalKeys++).keyId();
  }

  private static Named<Consumer<ObjectNode>> lie(String name, Consumer<ObjectNode> lie) {
    return Named.of(name, lie);
  }

  /// With the integrity value that fits, so that nothing else is wrong.
  private static void whole(ObjectNode answer) {
    BadProxy.withIntegrity(answer, bad.lastAad());
  }

  private static void flip(ObjectNode answer) {
    var bytes = Base64.getDecoder().decode(answer.path("ciphertext").asText());
    bytes[0] ^= 1;
    answer.put("ciphertext", base64(bytes));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
