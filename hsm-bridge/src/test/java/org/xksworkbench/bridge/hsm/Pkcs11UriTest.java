package org.xksworkbench.bridge.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Pkcs11UriTest {

  private static final Token TOKEN =
      new Token(
          "The token", "ACME; Ltd", "v2", "77", "1.0", "1.0", true, true, true, Token.PinState.OK);

  @Test
  void what_is_a_delimiter_is_encoded() {
    assertThat(Pkcs11Uri.of(TOKEN))
        .isEqualTo("pkcs11:token=The%20token;manufacturer=ACME%3B%20Ltd;model=v2;serial=77");
  }

  @Test
  void an_object_is_named_by_label_id_and_type() {
    var key = new ObjectRef(1, ObjectClass.SECRET_KEY, "paymênts", "01ff");
    assertThat(Pkcs11Uri.of(TOKEN, key))
        .endsWith(";object=paym%C3%AAnts;id=%01%FF;type=secret-key");
  }
}
