package org.xksworkbench.bridge.ceremony.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  /// The strings and the order of names are those of the examples in RFC 8785, sections 3.2.2 and
  /// 3.2.3; its fractions are left out.
  @Test
  void strings_and_names_are_as_in_the_examples_of_the_rfc() {
    assertThat(
            canonical(
                """
                {"string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                 "literals": [null, true, false]}\
                """))
        .isEqualTo(
            "{\"literals\":[null,true,false],\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    assertThat(
            canonical(
                """
                {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet",
                 "1":"One","\\ud83d\\ude00":"Emoji","\\u0080":"Control","\\u00f6":"Latin"}\
                """))
        .isEqualTo(
            "{\"\\r\":\"Carriage"
                + " Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin\",\"\u20ac\":\"Euro"
                + " Sign\",\"\ud83d\ude00\":\"Emoji\",\"\ufb33\":\"Hebrew Letter Dalet\"}");
  }

  @Test
  void integers_stay_and_empty_things_are_short() {
    assertThat(canonical("{ \"a\" : [ ] , \"b\" : { } , \"c\" : 9007199254740991 }"))
        .isEqualTo("{\"a\":[],\"b\":{},\"c\":9007199254740991}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":1.0}",
        "{\"a\":1e2}",
        "{\"a\":9007199254740992}",
        "{\"a\":\"\\ud800\"}",
        "{} {}",
        ""
      })
  void what_has_no_one_form_is_refused(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> canonical(json));
  }

  private static String canonical(String json) {
    return CanonicalJson.write(CanonicalJson.parse(json));
  }
}
