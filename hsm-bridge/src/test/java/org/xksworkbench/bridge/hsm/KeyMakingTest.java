package org.xksworkbench.bridge.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

/// Keys made on a real token, and on one that does otherwise in one thing.
class KeyMakingTest {

  private static final AesKeyTemplate PROPER = AesKeyTemplate.forExternalKeyStore("proper");

  private HsmSession session;

  @BeforeEach
  void logInToANewToken() {
    session = SoftHsm.login(SoftHsm.newToken());
  }

  @AfterEach
  void logOut() {
    session.close();
  }

  @Test
  void a_key_is_made_with_its_check_value_and_may_not_sign_afterwards() {
    var made = new KeyMaking(session).make(PROPER);
    assertThat(made.checkValue().orElseThrow()).hasSize(3);
    assertThat(made.remarks()).isEmpty();
    assertThat(made.asAskedFor()).isTrue();
    assertThat(made.key().usages()).containsExactly(KeyUsage.ENCRYPT, KeyUsage.DECRYPT);
    assertThat(session.secretKeys("proper"))
        .extracting(HsmKey::ref)
        .containsExactly(made.key().ref());
  }

  @Test
  void a_key_for_nothing_is_made_and_one_that_shall_sign_goes_on_signing() {
    var making = new KeyMaking(session);
    assertThat(making.make(new AesKeyTemplate("idle", 128, Set.of())).key().usages()).isEmpty();
    assertThat(making.make(new AesKeyTemplate("signs", 256, Set.of(KeyUsage.SIGN))).key().usages())
        .containsExactly(KeyUsage.SIGN);
  }

  @Test
  void what_is_left_out_of_a_template_the_token_decides_and_the_rest_is_as_asked_for() {
    var making = new KeyMaking(session);
    // SoftHSM allows what it is not told.
    var left = making.make(PROPER.without(Set.of(KeyUsage.WRAP)));
    assertThat(left.checkValue()).isPresent();
    assertThat(left.key().usages())
        .containsExactly(KeyUsage.ENCRYPT, KeyUsage.DECRYPT, KeyUsage.WRAP);
    assertThat(left.remarks()).containsExactly("CKA_WRAP is true; false was expected.");
    assertThat(left.asAskedFor()).isFalse();
    var without = making.make(PROPER.withLabel("unsigned").without(Set.of(KeyUsage.SIGN)));
    assertThat(without.checkValue()).as("nothing signs that was not asked to").isEmpty();
  }

  @Test
  void a_token_that_makes_another_key_than_it_was_asked_for_is_told() {
    var generous =
        when(
            "generateAesKey",
            arguments -> {
              var asked = (AesKeyTemplate) arguments[0];
              return session.generateAesKey(
                  new AesKeyTemplate(
                      asked.label(), 128, Set.of(KeyUsage.SIGN, KeyUsage.ENCRYPT, KeyUsage.WRAP)));
            });
    var made = new KeyMaking(generous).make(PROPER);
    assertThat(made.asAskedFor()).isFalse();
    assertThat(made.remarks())
        .containsExactlyInAnyOrder(
            "CKA_VALUE_LEN is 16; 32 was expected.",
            "CKA_DECRYPT is false; true was expected.",
            "CKA_WRAP is true; false was expected.");
  }

  @Test
  void a_token_that_does_not_end_signing_is_told_and_its_key_is_not_what_was_asked_for() {
    var refuses =
        when(
            "setUsage",
            _ -> {
              throw new HsmException(Reason.READ_ONLY, "No changes today.");
            });
    var made = new KeyMaking(refuses).make(PROPER);
    assertThat(made.checkValue()).isPresent();
    assertThat(made.remarks()).containsExactly("CKA_SIGN stays true: No changes today.");
    assertThat(made.asAskedFor()).isFalse();
  }

  @Test
  void a_token_without_check_values_still_makes_the_key_and_ends_signing() {
    var plain =
        when(
            "checkValue",
            _ -> {
              throw new HsmException(Reason.MECHANISM_UNSUPPORTED, "No CMAC.");
            });
    var made = new KeyMaking(plain).make(PROPER);
    assertThat(made.checkValue()).isEmpty();
    assertThat(made.remarks()).containsExactly("There is no check value: No CMAC.");
    assertThat(made.asAskedFor()).isTrue();
    assertThat(made.key().may(KeyUsage.SIGN)).isFalse();
  }

  @Test
  void what_a_token_does_not_tell_is_a_remark_and_no_contradiction() {
    var silent =
        when(
            "readWith",
            arguments -> {
              var read = session.objects().readWith((ObjectRef) arguments[0], Set.of());
              return new HsmObject(
                  read.ref(),
                  read.keyType(),
                  read.attributes().stream()
                      .filter(one -> one.code() != AttributeType.KEY_GEN_MECHANISM.code())
                      .map(one ->
                          one.code() == AttributeType.LOCAL.code()
                              ? HsmAttribute.unreadable(one.code(), one.name(), "CKR_GENERAL_ERROR")
                              : one)
                      .toList());
            });
    var made = new KeyMaking(silent).make(PROPER);
    assertThat(made.asAskedFor()).isTrue();
    assertThat(made.remarks())
        .hasSize(2)
        .anyMatch(remark -> remark.startsWith("The token does not tell CKA_KEY_GEN_MECHANISM"))
        .anyMatch(remark -> remark.startsWith("CKA_LOCAL is cannot be read"));
  }

  @Test
  void a_key_that_was_made_and_cannot_be_read_back_is_said_to_be_there() {
    var gone =
        when(
            "readWith",
            _ -> {
              throw new HsmException(Reason.DEVICE_FAILED, "Somebody pulled the cable.");
            });
    assertThatThrownBy(() -> new KeyMaking(gone).make(PROPER))
        .isInstanceOf(HsmException.class)
        .hasMessageStartingWith("The key proper was made, but could not be read back")
        .hasMessageEndingWith("Somebody pulled the cable.");
    assertThat(session.secretKeys("proper")).hasSize(1);
  }

  @FunctionalInterface
  private interface Instead {
    Object of(Object[] arguments);
  }

  /// The token, but for one method.
  private HsmSession when(String method, Instead does) {
    return intercepted(HsmSession.class, session, method, does);
  }

  private static <T> T intercepted(Class<T> port, T target, String method, Instead does) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, called, arguments) -> {
              if (called.getName().equals(method)) {
                return does.of(arguments);
              }
              try {
                var answer = called.invoke(target, arguments);
                return answer instanceof TokenObjects objects
                    ? intercepted(TokenObjects.class, objects, method, does)
                    : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
