package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.Eventually.eventually;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.RawKeys;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.auth.Credential;
import org.xksworkbench.bridge.xks.protocol.XksException;

/// Keys that change on the token while the proxy runs, without an error that would tell.
class KeyDirectoryTest {

  private static final byte[] TEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = new byte[0];

  private final XksPrefix prefix =
      new XksPrefix(
          "/payments",
          List.of(Credential.generate(new SecureRandom())),
          new KeyAdmission.AllSecretKeys());
  private HsmSession session;
  private RawKeys raw;
  private KeyDirectory directory;
  private final byte[] first = SoftHsm.importableKey();
  private final byte[] second = SoftHsm.importableKey();
  private long firstHandle;

  @BeforeEach
  void start() {
    Slot token = SoftHsm.newToken();
    session = SoftHsm.login(token);
    raw = new RawKeys(token);
    firstHandle = raw.create("a", first);
    directory =
        new KeyDirectory(session, "xks-health", () -> List.of(prefix), Duration.ofMillis(20));
  }

  @AfterEach
  void stop() {
    directory.close();
    raw.close();
    session.close();
  }

  @Test
  void a_label_that_moved_to_another_key_means_the_other_key() {
    assertThat(opens(first)).isTrue();
    raw.relabel(firstHandle, "b");
    raw.create("a", second);
    eventually(() -> opens(second));
    assertThat(opens(first)).isFalse();
  }

  @Test
  void a_label_that_was_given_twice_is_refused_and_served_again_when_it_is_unique() {
    assertThat(directory.recall(prefix, "a").label()).isEqualTo("a");
    raw.create("a", second);
    eventually(() -> isRefused());
    assertThatThrownBy(() -> directory.recall(prefix, "a"))
        .isInstanceOf(XksException.class)
        .hasMessageContaining("names 2 keys");
    raw.relabel(firstHandle, "b");
    eventually(() -> !isRefused());
    assertThat(opens(second)).isTrue();
  }

  /// Whether what is encrypted under the ID opens with these key bytes.
  private boolean opens(byte[] key) {
    var sealed = session.sealGcm(directory.recall(prefix, "a").ref(), NONE, TEXT);
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(128, sealed.iv()));
      cipher.doFinal(sealed.ciphertextAndTag());
      return true;
    } catch (java.security.GeneralSecurityException e) {
      return false;
    }
  }

  private boolean isRefused() {
    try {
      directory.recall(prefix, "a");
      return false;
    } catch (XksException e) {
      return true;
    }
  }
}
