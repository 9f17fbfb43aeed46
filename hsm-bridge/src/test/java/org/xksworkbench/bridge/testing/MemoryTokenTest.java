package org.xksworkbench.bridge.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.KeyUsage;

/// The token in memory answers as one of PKCS#11 does, where a proxy asks it.
class MemoryTokenTest {

  private static final byte[] AAD = {1, 2, 3};
  private static final byte[] TEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);

  private final MemoryToken token = new MemoryToken();

  @Test
  void what_it_sealed_it_opens_and_nothing_else() {
    var key = token.generateAesKey(AesKeyTemplate.forExternalKeyStore("one")).ref();
    var other = token.generateAesKey(AesKeyTemplate.forExternalKeyStore("other")).ref();
    var sealed = token.sealGcm(key, AAD, TEXT);
    assertThat(token.decryptGcm(key, sealed.iv(), AAD, sealed.ciphertextAndTag())).isEqualTo(TEXT);
    assertReason(
        Reason.CIPHERTEXT_INVALID,
        () -> token.decryptGcm(other, sealed.iv(), AAD, sealed.ciphertextAndTag()));
    assertReason(
        Reason.CIPHERTEXT_INVALID,
        () -> token.decryptGcm(key, sealed.iv(), TEXT, sealed.ciphertextAndTag()));
  }

  @Test
  void a_key_does_what_it_was_made_for() {
    var oneWay =
        token.generateAesKey(new AesKeyTemplate("one-way", 256, Set.of(KeyUsage.ENCRYPT))).ref();
    var sealed = token.sealGcm(oneWay, AAD, TEXT);
    assertReason(
        Reason.KEY_USAGE_NOT_PERMITTED,
        () -> token.decryptGcm(oneWay, sealed.iv(), AAD, sealed.ciphertextAndTag()));
  }

  @Test
  void a_label_is_given_once_and_after_the_end_no_key_is_there() {
    var key = token.generateAesKey(AesKeyTemplate.forExternalKeyStore("one"));
    assertReason(
        Reason.LABEL_IN_USE, () -> token.generateAesKey(AesKeyTemplate.forExternalKeyStore("one")));
    assertThat(token.secretKeys("one")).containsExactly(key);
    token.close();
    assertThat(token.secretKeys()).isEmpty();
    assertReason(Reason.KEY_NOT_FOUND, () -> token.sealGcm(key.ref(), AAD, TEXT));
  }

  @Test
  void what_no_proxy_asks_it_refuses() {
    assertReason(Reason.MECHANISM_UNSUPPORTED, token::objects);
    assertReason(Reason.KEY_NOT_FOUND, () -> token.sign("one", TEXT));
  }

  private static void assertReason(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(HsmException.class))
        .extracting(HsmException::reason)
        .isEqualTo(reason);
  }
}
