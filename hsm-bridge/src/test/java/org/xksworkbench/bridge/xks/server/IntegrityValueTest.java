package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.auth.Credential;

/// What the ciphertext data integrity value is for: memory that fails between the encryption and
/// the answer (specification, Appendix C).
class IntegrityValueTest {

  private static final byte[] TEXT = "Hello World!".getBytes(StandardCharsets.UTF_8);
  private static final byte[] AAD = "project=nile".getBytes(StandardCharsets.UTF_8);
  private static final Credential CREDENTIAL = Credential.generate(new SecureRandom());

  private HsmSession session;
  private TestTls tls;

  @BeforeEach
  void makeAKey() {
    session = SoftHsm.newSession();
    session.generateAesKey(AesKeyTemplate.forExternalKeyStore("payments-1"));
  }

  @AfterEach
  void logOut() {
    session.close();
  }

  @Test
  void a_bit_that_flips_after_the_verifying_decrypt_is_found_by_the_value(@TempDir Path folder)
      throws Exception {
    var flipsAfterwards = withDecrypt((arguments, plaintext) -> ((byte[]) arguments[3])[0] ^= 1);
    try (var proxy = start(folder, flipsAfterwards)) {
      var answer = client(proxy).encrypt("payments-1", TEXT, AAD, true);
      assertThat(answer.status()).isEqualTo(200);
      var sha = MessageDigest.getInstance("SHA-256");
      sha.update(AAD);
      sha.update(answer.bytes("initializationVector"));
      var ciphertext = answer.bytes("ciphertext");
      ciphertext[0] ^= 1; // as it was before
      sha.update(ciphertext);
      assertThat(answer.bytes("ciphertextDataIntegrityValue"))
          .as("the value of what the token gave, not of what memory made of it")
          .isEqualTo(sha.digest(answer.bytes("authenticationTag")));
    }
  }

  @Test
  void a_text_that_does_not_come_back_is_never_answered(@TempDir Path folder) {
    var givesOther = withDecrypt((arguments, plaintext) -> plaintext[0] ^= 1);
    try (var proxy = start(folder, givesOther)) {
      var answer = client(proxy).encrypt("payments-1", TEXT, AAD, true);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.errorName()).isEqualTo("InternalException");
    }
  }

  @FunctionalInterface
  private interface MemoryFailure {
    void fail(Object[] arguments, byte[] plaintext);
  }

  /// The real session, with memory that fails when it has decrypted for a request.
  private HsmSession withDecrypt(MemoryFailure memory) {
    return (HsmSession)
        Proxy.newProxyInstance(
            HsmSession.class.getClassLoader(),
            new Class<?>[] {HsmSession.class},
            (_, method, arguments) -> {
              try {
                var result = method.invoke(session, arguments);
                if (method.getName().equals("decryptGcm") && ((byte[]) arguments[2]).length > 0) {
                  memory.fail(arguments, (byte[]) result);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private XksProxy start(Path folder, HsmSession token) {
    tls = TestTls.issue(folder, "xks.demo.test");
    return XksProxy.builder()
        .limits(ServedToken.PATIENT)
        .session(token)
        .tls(tls.identity())
        .prefix(new XksPrefix("", List.of(CREDENTIAL), new KeyAdmission.AllSecretKeys()))
        .start();
  }

  private XksTestClient client(XksProxy proxy) {
    return new XksTestClient(tls.issued().caPem(), proxy.port(), "", CREDENTIAL);
  }
}
