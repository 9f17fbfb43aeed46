package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.hsm.ReturnCode;

class ReturnCodeNamesTest {

  @ParameterizedTest
  @ValueSource(
      longs = {0x02, 0x05, 0x06, 0x07, 0x20, 0x21, 0x30, 0x40, 0x41, 0x42, 0x70, 0x71, 0xC0, 0xC1})
  void a_code_has_the_name_that_the_wrapper_gives_it(long code) {
    assertThat(ReturnCode.name(code)).contains(ReturnCodes.nameOf(code));
    assertThat(ReturnCode.inWords(code)).startsWith("CKR_").endsWith("(0x%08X)".formatted(code));
  }

  @ParameterizedTest
  @ValueSource(longs = {0x80000123L, 0xDE436972L})
  void a_code_of_a_vendor_is_shown_as_its_number(long code) {
    assertThat(ReturnCode.name(code)).isEmpty();
    assertThat(ReturnCode.inWords(code)).isEqualTo("0x%08X".formatted(code));
  }
}
