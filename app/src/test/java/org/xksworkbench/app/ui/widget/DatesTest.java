package org.xksworkbench.app.ui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.words.Language;

class DatesTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "-3, just now",
    "0, just now",
    "4, just now",
    "5, 5 s ago",
    "59, 59 s ago",
    "60, 1 min ago",
    "3599, 59 min ago",
    "3600, 1 h ago",
    "90000, 25 h ago"
  })
  void an_age_is_told_as_roughly_as_it_is_great(long seconds, String words) {
    assertThat(Dates.age(NOW.minusSeconds(seconds), NOW)).isEqualTo(words);
  }

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
