package org.xksworkbench.bridge.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  /// The published example of the tool that reads hashes aloud at the DNS root key ceremonies.
  private static final String WORDS =
      "optic onlooker ringbolt recover upset almighty steamship hemisphere billiard butterfat"
          + " classic letterhead reward filament waffle midsummer berserk speculate cement revival"
          + " ribcage repellent commence combustion freedom component standard disruptive physique"
          + " liberty acme typewriter";

  private final Fingerprint known = Fingerprint.of("mekmitasdigoat");

  @Test
  void a_fingerprint_is_sha_256_in_hexadecimal_and_in_pgp_words() {
    assertThat(known.hex())
        .isEqualTo("8d9eadc1f305d46f1f203886aa5df98f1ed62fcbacc23d2f6732d24d928703e8");
    assertThat(String.join(" ", known.words())).isEqualTo(WORDS);
    assertThat(known.groups()).hasSize(16).startsWith("8d9e").endsWith("03e8");
  }

  @Test
  void what_people_type_from_paper_is_understood_as_digits_or_as_words() {
    assertThat(
            Fingerprint.parse(
                " 8D9E adc1 f305 d46f 1f20 3886 aa5d f98f\n1ed6 2fcb acc2 3d2f"
                    + " 6732 d24d 9287 03e8"))
        .isEqualTo(known);
    assertThat(Fingerprint.parse(WORDS.toUpperCase(java.util.Locale.ROOT).replace(" ", " - ")))
        .isEqualTo(known);
  }

  @Test
  void a_missing_word_is_heard_because_the_next_one_has_the_wrong_syllables() {
    var words = new ArrayList<>(known.words());
    words.remove(3);
    assertThatThrownBy(() -> Fingerprint.parse(String.join(" ", words)))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("Word 4, \"upset\"");
  }

  @Test
  void every_byte_has_a_word_at_even_and_at_odd_places() {
    for (var value = 0; value < 256; value++) {
      var bytes = new byte[] {(byte) value, (byte) value};
      assertThat(PgpWords.decode(String.join(" ", PgpWords.encode(bytes)))).isEqualTo(bytes);
    }
  }
}
