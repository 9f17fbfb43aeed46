package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.Tag;

/// What AWS KMS says word for word, and programs match on: every row of the second table of "Error
/// codes" in the XKS proxy API specification, on every operation that it names, and the recordings.
class PublishedTextsTest {

  private static final String BAD = "xks.bad.test";
  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("attack at dawn");
  private static final TestCertificates authority = new TestCertificates();
  private static final BadProxy bad =
      new BadProxy(authority.server(BAD, Instant.now().plusSeconds(3600)));

  @RegisterExtension
  static final LocalKmsFixture fixture =
      new LocalKmsFixture()
          .with(b -> b.trust(List.of(authority.authority())).connectTo(BAD, bad.address()));

  private static String store;
  private static String key;
  private static SdkBytes blob;

  private final KmsClient kms = fixture.kms();

  @BeforeEach
  void behave() {
    bad.behave();
    if (store == null) {
      store = fixture.create(r -> r.xksProxyUriEndpoint("https://" + BAD), "/public");
      fixture.connect(store);
      key = fixture.newKey(store, "external").keyId();
      blob = kms.encrypt(r -> r.keyId(key).plaintext(TEXT)).ciphertextBlob();
    }
  }

  @AfterAll
  static void stop() {
    bad.close();
    store = null;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ValidationException | 400 | XksProxyInvalidResponseException |"
            + " CustomKeyStoreInvalidStateException | AWS KMS cannot interpret the response from"
            + " the external key store proxy. If you see this error repeatedly, report it to your"
            + " external key store proxy administrator.",
        "InvalidStateException | 400 | - | XksKeyInvalidConfigurationException | The external key"
            + " associated with this KMS key in an external key store is not enabled in the"
            + " external key manager. Enable the external key in the external key manager and retry"
            + " the request.",
        "InvalidKeyUsageException | 400 | - | XksKeyInvalidConfigurationException | The external"
            + " key associated with this KMS key in an external key store does not support the"
            + " requested operation. Enable the operation on the key in your external key manager,"
            + " and try the request again.",
        "AuthenticationFailedException | 401 | XksProxyIncorrectAuthenticationCredentialException |"
            + " CustomKeyStoreInvalidStateException | The external key store proxy rejected the"
            + " request because it could not authenticate AWS KMS. Verify the XKS proxy"
            + " authentication credentials for your external key store and update if necessary.",
        "AccessDeniedException | 403 | - | KMSInvalidStateException | The external key store proxy"
            + " denied access to the operation. Verify that the user and the external key are both"
            + " authorized for this operation, and try the request again.",
        "KeyNotFoundException | 404 | - | XksKeyNotFoundException | The external key associated"
            + " with this KMS key in an external key store was not found in its external key"
            + " manager. If the external key ID associated with this KMS key is incorrect, create a"
            + " new KMS key with the correct external key ID.",
        "InvalidUriPathException | 404 | XksProxyInvalidConfigurationException |"
            + " CustomKeyStoreInvalidStateException | The external key store proxy rejected the"
            + " request because of an invalid URI path. Verify the URI path for your external key"
            + " store and update if necessary.",
        "UnsupportedOperationException | 501 | - | CustomKeyStoreInvalidStateException | The"
            + " external key store proxy rejected the request because it does not support the"
            + " requested operation. If you see this error repeatedly, report it to your external"
            + " key store proxy administrator.",
        "DependencyTimeoutException | 503 | XksProxyUriUnreachableException |"
            + " CustomKeyStoreInvalidStateException | The external key store proxy did not respond"
            + " to the request in the time allotted. Retry the request. If you see this error"
            + " repeatedly, report it to your external key store proxy administrator.",
        "ThrottlingException | 429 | XksProxyUriUnreachableException |"
            + " CustomKeyStoreInvalidStateException | The external key store proxy rejected the"
            + " request due to a very high request rate. Reduce the frequency of your calls using"
            + " KMS keys in this external key store.",
        "InternalException | 500 | XksProxyInvalidResponseException |"
            + " CustomKeyStoreInvalidStateException | The external key store proxy rejected the"
            + " request because it cannot communicate with the external key manager. Verify that"
            + " the external key store proxy configuration is correct and that the external key"
            + " manager is available."
      })
  void an_error_of_the_proxy(
      String errorName, int status, String onStore, String onCreateKey, String message) {
    for (var operation : List.of("health", "metadata", "encrypt", "decrypt")) {
      bad.refuse(operation, status, errorName);
    }
    if (!onStore.equals("-")) {
      assertThat(assertFault(onStore, this::createStore)).isEqualTo(message);
      assertThat(assertFault(onStore, this::updateStore)).isEqualTo(message);
    }
    assertThat(assertFault(onCreateKey, this::createKey)).isEqualTo(message);
    for (var call : cryptography()) {
      assertThat(assertFault("KMSInvalidStateException", call)).isEqualTo(message);
    }
  }

  @Test
  void a_ciphertext_that_the_proxy_refuses_or_gets_wrong() {
    bad.refuse("decrypt", 400, "InvalidCiphertextException");
    for (var call : decrypting()) {
      assertThat(assertFault("KMSInvalidStateException", call))
          .isEqualTo(
              "The external key store proxy rejected the request because the specified ciphertext"
                  + " or encryption context is corrupted, missing, or otherwise invalid.");
    }
    bad.behave();
    bad.change(
        "decrypt",
        answer ->
            answer.put(
                "plaintext", java.util.Base64.getEncoder().encodeToString(new byte[14 + 16])));
    for (var call : decrypting()) {
      assertThat(assertFault("KMSInvalidStateException", call))
          .isEqualTo(
              "The ciphertext that the external key store proxy submitted for decryption, or the"
                  + " encryption context, is corrupted, missing, or otherwise invalid.");
    }
  }

  @Test
  void an_answer_that_is_none() {
    var message =
        "AWS KMS cannot interpret the response from the external key store proxy. If you see this"
            + " error repeatedly, report it to your external key store proxy administrator.";
    for (var operation : List.of("health", "metadata", "encrypt", "decrypt")) {
      bad.answer(operation, 502, "<html>Bad gateway</html>");
    }
    assertThat(assertFault("XksProxyInvalidResponseException", this::createStore))
        .isEqualTo(message);
    assertThat(assertFault("CustomKeyStoreInvalidStateException", this::createKey))
        .isEqualTo(message);
    for (var call : cryptography()) {
      assertThat(assertFault("KMSInvalidStateException", call)).isEqualTo(message);
    }
  }

  @Test
  void no_tcp_no_tls_and_no_answer() {
    assertThat(
            assertFault(
                "XksProxyUriUnreachableException", () -> createStore(LocalKmsFixture.CLOSED_HOST)))
        .isEqualTo(
            "AWS KMS cannot communicate with the external key store proxy. This might be a"
                + " transient network issue. If you see this error repeatedly, verify that your"
                + " external key store proxy is active and is connected to the network, and that"
                + " its endpoint URI is correct in your external keystore.");
    assertThat(
            assertFault(
                "XksProxyUriUnreachableException", () -> createStore(LocalKmsFixture.OTHER_HOST)))
        .isEqualTo(
            "AWS KMS cannot establish a TLS connection to the external key store proxy. Verify the"
                + " TLS configuration, including its certificate.");
    fixture
        .localKms()
        .faults()
        .set(
            List.of(
                new org.xksworkbench.bridge.localkms.faults.Fault.SlowProxy(
                    java.util.Optional.empty())));
    try {
      var message =
          "AWS KMS rejected the request because the external key store proxy did not respond in"
              + " time. Retry the request. If you see this error repeatedly, report it to your"
              + " external key store proxy administrator.";
      assertThat(assertFault("XksProxyUriUnreachableException", this::createStore))
          .isEqualTo(message);
      assertThat(assertFault("CustomKeyStoreInvalidStateException", this::createKey))
          .isEqualTo(message);
      for (var call : cryptography()) {
        assertThat(assertFault("KMSInvalidStateException", call)).isEqualTo(message);
      }
    } finally {
      fixture.localKms().faults().set(List.of());
    }
  }

  @Test
  void a_key_store_that_is_not_connected() {
    var message =
        "This KMS key is in a custom key store that is not connected to its external key store"
            + " proxy. Connect the external key store and try the request again.";
    fixture.disconnect(store);
    try {
      assertThat(assertFault("CustomKeyStoreInvalidStateException", this::createKey))
          .isEqualTo(message);
      for (var call : cryptography()) {
        assertThat(assertFault("KMSInvalidStateException", call)).isEqualTo(message);
      }
    } finally {
      fixture.connect(store);
    }
  }

  @Test
  void what_was_recorded_of_aliases_and_tags() {
    var ordinary = fixture.newOrdinaryKey().keyId();
    assertThat(
            assertFault(
                "ValidationException",
                () -> kms.createAlias(r -> r.aliasName("my-key").targetKeyId(ordinary))))
        .isEqualTo(
            "Alias must start with the prefix \"alias/\". Please see"
                + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
    assertThat(
            assertFault(
                "ValidationException",
                () -> kms.createAlias(r -> r.aliasName("alias/a:b").targetKeyId(ordinary))))
        .isEqualTo("alias/a:b contains invalid characters for an alias");
    assertThat(
            assertFault(
                "ValidationException",
                () -> kms.createAlias(r -> r.aliasName("alias/b").targetKeyId("alias/a"))))
        .isEqualTo("Aliases must refer to keys. Not aliases");
    assertThat(assertFault("TagException", () -> tag(ordinary, List.of("a", "a"))))
        .isEqualTo("Duplicate tag keys");
    assertThat(assertFault("TagException", () -> tag(ordinary, List.of("aws:a"))))
        .isEqualTo("Tags beginning with aws: are reserved");
    var many = new ArrayList<String>();
    for (var i = 0; i < 51; i++) {
      many.add("tag-" + i);
    }
    assertThat(assertFault("TagException", () -> tag(ordinary, many))).isEqualTo("Too many tags");
  }

  @Test
  void what_was_recorded_of_ciphertexts_and_keys() {
    var one = fixture.newOrdinaryKey();
    var other = fixture.newOrdinaryKey();
    var ciphertext = kms.encrypt(r -> r.keyId(one.keyId()).plaintext(TEXT)).ciphertextBlob();
    assertThatThrownBy(() ->
            kms.decrypt(r -> r.ciphertextBlob(ciphertext).encryptionContext(Map.of("a", "b"))))
        .asInstanceOf(type(KmsException.class))
        .satisfies(e -> {
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidCiphertextException");
          assertThat(e.awsErrorDetails().errorMessage()).isNullOrEmpty();
        });
    assertThat(
            assertFault(
                "IncorrectKeyException",
                () -> kms.decrypt(r -> r.ciphertextBlob(ciphertext).keyId(other.keyId()))))
        .isEqualTo(
            "The key ID in the request does not identify a CMK that can perform this operation.");
    assertThat(
            assertFault(
                "InvalidKeyUsageException",
                () ->
                    kms.generateMac(
                        r -> r.keyId(one.arn()).message(TEXT).macAlgorithm("HMAC_SHA_256"))))
        .isEqualTo(one.arn() + " key usage is ENCRYPT_DECRYPT which is not valid for GenerateMac.");
    assertThat(
            assertFault(
                "DryRunOperationException",
                () -> kms.encrypt(r -> r.keyId(one.keyId()).plaintext(TEXT).dryRun(true))))
        .isEqualTo("The request would have succeeded, but the DryRun option is set.");
  }

  @Test
  void the_key_of_a_ciphertext_is_not_here() {
    var elsewhere = SdkBytes.fromByteArray(ofAnotherKey(blob.asByteArray()));
    var message =
        "The ciphertext refers to a customer master key that does not exist, does not exist in this"
            + " region, or you are not allowed to access.";
    assertThat(
            assertFault(
                "AccessDeniedException", () -> kms.decrypt(r -> r.ciphertextBlob(elsewhere))))
        .isEqualTo(message);
    assertThat(
            assertFault(
                "AccessDeniedException",
                () -> kms.reEncrypt(r -> r.ciphertextBlob(elsewhere).destinationKeyId(key))))
        .isEqualTo(message);
    assertFault(
        "IncorrectKeyException", () -> kms.decrypt(r -> r.ciphertextBlob(elsewhere).keyId(key)));
  }

  /// The key ID stands behind the magic and the version.
  private static byte[] ofAnotherKey(byte[] ciphertext) {
    var id = UUID.randomUUID();
    java.nio.ByteBuffer.wrap(ciphertext)
        .position(5)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits());
    return ciphertext;
  }

  private void tag(String keyId, List<String> names) {
    kms.tagResource(r ->
        r.keyId(keyId)
            .tags(
                names.stream()
                    .map(name -> Tag.builder().tagKey(name).tagValue("v").build())
                    .toList()));
  }

  private void createStore() {
    createStore(BAD);
  }

  private void createStore(String host) {
    fixture.create(r -> r.xksProxyUriEndpoint("https://" + host), "/other");
  }

  private void updateStore() {
    kms.updateCustomKeyStore(r -> r.customKeyStoreId(store).xksProxyUriPath("/new/kms/xks/v1"));
  }

  private void createKey() {
    fixture.newKey(store, "unused");
  }

  private List<ThrowingCallable> cryptography() {
    var calls = new ArrayList<>(decrypting());
    calls.add(() -> kms.encrypt(r -> r.keyId(key).plaintext(TEXT)));
    calls.add(() -> kms.generateDataKey(r -> r.keyId(key).keySpec("AES_256")));
    calls.add(() -> kms.generateDataKeyWithoutPlaintext(r -> r.keyId(key).keySpec("AES_256")));
    return calls;
  }

  private List<ThrowingCallable> decrypting() {
    return List.of(
        () -> kms.decrypt(r -> r.ciphertextBlob(blob)),
        () -> kms.reEncrypt(r -> r.ciphertextBlob(blob).destinationKeyId(key)));
  }
}
