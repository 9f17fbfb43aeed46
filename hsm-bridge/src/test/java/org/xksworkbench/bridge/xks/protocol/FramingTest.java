package org.xksworkbench.bridge.xks.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FramingTest {

  private static final byte[] AAD =
      "project=nile,department=marketing".getBytes(StandardCharsets.UTF_8);
  private static final byte[] METADATA = "key_version=1".getBytes(StandardCharsets.UTF_8);

  @Test
  void the_integrity_value_is_that_of_the_specifications_example() {
    var iv = HexFormat.of().parseHex("1ccae5470f39700254779031");
    var sealed =
        HexFormat.of().parseHex("821c642b5b71783367deaf18" + "bc1c4dda7707d6812447c5955e99b261");
    assertThat(
            Base64.getEncoder().encodeToString(Framing.integrityValue(AAD, METADATA, iv, sealed)))
        .isEqualTo("qHA/ImC9h5HsLRXqCyPmWgYx7tzyoTplzILbP0fPXsc=");
  }

  @Test
  void lengths_stand_before_both_fields_even_if_both_are_absent() {
    assertThat(Framing.aad(new byte[0], new byte[0])).containsExactly(0, 0, 0);
    var framed = Framing.aad(AAD, METADATA);
    assertThat(framed).startsWith(0, 33).hasSize(2 + 33 + 1 + 13);
    assertThat(framed[35]).isEqualTo((byte) 13);
  }
}
