package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;
import org.xksworkbench.bridge.xks.auth.Credential;

/// The JDK's own AES-GCM reads what the proxy encrypts, and the proxy what the JDK encrypts, in all
/// sizes. The framing is written down here once more, after the specification.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JceInteropTest {

  private static final Credential CREDENTIAL = Credential.generate(new SecureRandom());

  private final byte[] key = SoftHsm.importableKey();
  private final Random random = new Random(1);
  private HsmSession session;
  private XksProxy proxy;
  private XksTestClient client;

  GcmRoute lane() {
    return GcmRoute.FOREIGN;
  }

  @BeforeAll
  void start(@TempDir Path folder) {
    var token = SoftHsm.newToken();
    SoftHsm.importAesKey(token, "known", key);
    session = SoftHsm.login(token, lane());
    var tls = TestTls.issue(folder, "xks.demo.test");
    proxy =
        XksProxy.builder()
            .limits(ServedToken.PATIENT)
            .session(session)
            .tls(tls.identity())
            .prefix(new XksPrefix("", List.of(CREDENTIAL), new KeyAdmission.AllSecretKeys()))
            .start();
    client = new XksTestClient(tls.issued().caPem(), proxy.port(), "", CREDENTIAL);
  }

  @AfterAll
  void stop() {
    proxy.close();
    session.close();
  }

  /// Every border of a block and of Base64, and steps between them.
  static IntStream textLengths() {
    return IntStream.concat(
            IntStream.rangeClosed(1, 65),
            IntStream.concat(
                IntStream.iterate(127, length -> length <= 4300, length -> length + 321),
                IntStream.of(4095, 4096, 4097, 4299, 4300)))
        .distinct();
  }

  @Test
  void the_jdk_reads_what_the_proxy_encrypts_in_all_sizes() {
    textLengths()
        .forEach(length -> {
          var text = bytes(length);
          var aad = bytes(length % 40);
          var encrypted = client.encrypt("known", text, aad, length % 2 == 0);
          assertThat(encrypted.status()).isEqualTo(200);
          var opened =
              gcm(
                  Cipher.DECRYPT_MODE,
                  encrypted.bytes("initializationVector"),
                  framed(aad, new byte[0]),
                  concat(encrypted.bytes("ciphertext"), encrypted.bytes("authenticationTag")));
          assertThat(opened).as("%d bytes", length).isEqualTo(text);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 16})
  void the_proxy_reads_what_the_jdk_encrypts_in_all_sizes(int ivLength) {
    textLengths()
        .forEach(length -> decryptsWhatTheJdkMade(length, length % 50, ivLength, length % 21));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 255, 256, 257, 4096, 8191, 8192})
  void aad_of_every_size_is_framed_the_same(int length) {
    decryptsWhatTheJdkMade(100, length, 12, 0);
    decryptsWhatTheJdkMade(100, length, 12, 20);
    var aad = bytes(length);
    var encrypted = client.encrypt("known", bytes(100), aad, true);
    assertThat(encrypted.status()).isEqualTo(200);
    assertThat(client.decrypt("known", encrypted, aad).status()).isEqualTo(200);
  }

  private void decryptsWhatTheJdkMade(
      int textLength, int aadLength, int ivLength, int metadataLength) {
    var text = bytes(textLength);
    var aad = bytes(aadLength);
    var iv = bytes(ivLength);
    var metadata = bytes(metadataLength);
    var sealed = gcm(Cipher.ENCRYPT_MODE, iv, framed(aad, metadata), text);
    var body =
        XksTestClient.request("Decrypt")
            .put("encryptionAlgorithm", "AES_GCM")
            .put("ciphertext", base64(sealed, 0, textLength))
            .put("authenticationTag", base64(sealed, textLength, 16))
            .put("initializationVector", base64(iv, 0, ivLength));
    if (aadLength > 0) {
      body.put("additionalAuthenticatedData", base64(aad, 0, aadLength));
    }
    if (metadataLength > 0) {
      body.put("ciphertextMetadata", base64(metadata, 0, metadataLength));
    }
    var answer = client.post("/keys/known/decrypt", body);
    assertThat(answer.status()).as(answer.body()::toString).isEqualTo(200);
    assertThat(answer.bytes("plaintext"))
        .as("%d bytes, AAD %d, metadata %d", textLength, aadLength, metadataLength)
        .isEqualTo(text);
  }

  private byte[] gcm(int mode, byte[] iv, byte[] aad, byte[] input) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
      cipher.updateAAD(aad);
      return cipher.doFinal(input);
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// Specification, Encrypt, `ciphertextMetadata`: both fields with their lengths.
  private static byte[] framed(byte[] aad, byte[] metadata) {
    return ByteBuffer.allocate(3 + aad.length + metadata.length)
        .put((byte) (aad.length >> 8))
        .put((byte) aad.length)
        .put(aad)
        .put((byte) metadata.length)
        .put(metadata)
        .array();
  }

  private static byte[] concat(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }

  private static String base64(byte[] bytes, int from, int length) {
    return Base64.getEncoder()
        .encodeToString(java.util.Arrays.copyOfRange(bytes, from, from + length));
  }

  private byte[] bytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
