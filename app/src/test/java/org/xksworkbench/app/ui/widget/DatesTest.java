package org.xksworkbench.app.ui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.words.Language;

class DatesTest {

  @Test
  void a_date_is_written_as_the_words_are() {
    var time = Instant.parse("2026-12-01T03:04:05Z").atZone(ZoneOffset.UTC);
    assertThat(Dates.day(Language.ENGLISH).format(time)).isEqualTo("1 Dec 2026");
    assertThat(Dates.full(Language.ENGLISH).format(time))
        .isEqualTo("1 December 2026, 03:04:05 UTC");
    assertThat(Dates.day(Language.GERMAN).format(time)).isEqualTo("1. Dez. 2026");
    assertThat(Dates.full(Language.GERMAN).format(time))
        .isEqualTo("1. Dezember 2026, 03:04:05 UTC");
  }
}
