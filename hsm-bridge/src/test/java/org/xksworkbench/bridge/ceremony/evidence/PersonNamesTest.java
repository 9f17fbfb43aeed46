package org.xksworkbench.bridge.ceremony.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Anna Berg",
        "Çelik O’Neil",
        "Jean-Luc d'Arc",
        "J. R. Müller",
        "Анна Иванова",
        "山田 花子",
        "山田ハナ Smith",
        "김 Kim",
        "محمد علي",
        "प्रिया शर्मा"
      })
  void a_name_that_people_write_is_a_name(String name) {
    assertThat(PersonNames.fault(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "Anna ",
        " Anna",
        "Anna  Berg",
        "Anna\tBerg",
        "Anna\u00a0Berg",
        "An\u200dna",
        "An\u034fna",
        "Anna\ufe0f",
        "Anna\u202eBerg",
        "Anna1",
        "Anna_Berg",
        "Anna\u0308",
        "\uff21nna",
        "Аnna",
        "Anna Αlpha",
        "山田 Анна"
      })
  void what_is_not_seen_or_looks_like_another_letter_is_none(String name) {
    assertThat(PersonNames.fault(name)).isPresent();
  }
}
