package org.xksworkbench.bridge.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleStartTest {

  @Test
  void variables_are_read_as_they_are_written() {
    var start =
        ModuleStart.of(
            " configdir='sql:/a b' ", "B=2=3\n\n  A = /with space \nEMPTY=\n", " 0x80000001 ");
    assertThat(start.initialization()).isEqualTo("configdir='sql:/a b'");
    assertThat(start.environment()).isEqualTo(Map.of("A", "/with space", "B", "2=3", "EMPTY", ""));
    assertThat(start.variables()).isEqualTo("A=/with space\nB=2=3\nEMPTY=");
    assertThat(ModuleStart.of("", " \n", " ")).isEqualTo(ModuleStart.NOTHING);
  }

  @ParameterizedTest
  @CsvSource({
    "CONF, NAME=value",
    "1A=x, is no name",
    "A B=x, is no name",
    "LD_PRELOAD=/evil.so, other code",
    "JAVA_TOOL_OPTIONS=-x, other code",
    "A=1|A=2, given twice"
  })
  void what_cannot_be_given_is_said(String variables, String why) {
    assertThatThrownBy(() -> ModuleStart.of("", variables.replace('|', '\n'), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void a_user_type_is_never_the_security_officers() {
    assertThat(ModuleStart.of("", "", "0x80000001").userType()).isEqualTo(0x80000001L);
    assertThat(ModuleStart.of("", "", "0x80000001").userTypeText()).isEqualTo("0x80000001");
    assertThat(ModuleStart.of("", "", "1").userType()).isEqualTo(1);
    for (var wrong : new String[] {"2", "-1", "0x180000000", "crypto-user"}) {
      assertThatThrownBy(() -> ModuleStart.of("", "", wrong)).hasMessageContaining("user type");
    }
    assertThat(ModuleStart.isUserType(0)).isFalse();
  }

  /// As a damaged file may hold it.
  @Test
  void a_text_of_several_lines_is_refused() {
    assertThatThrownBy(() -> new ModuleStart("a\nb", Map.of())).hasMessageContaining("is one line");
    assertThatThrownBy(() -> new ModuleStart("", Map.of("A", "x\0y")))
        .hasMessageContaining("is one line");
  }

  @Test
  void its_values_are_in_no_log() {
    assertThat(ModuleStart.of("told", "HSM_PIN=1234", "").toString())
        .contains("HSM_PIN")
        .doesNotContain("1234", "told");
  }
}
