package org.xksworkbench.bridge.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

class ForeignTextTest {

  private static final String ESC = Character.toString(0x1B);
  private static final String RIGHT_TO_LEFT = Character.toString(0x202E);
  private static final String NO_WIDTH = Character.toString(0x200B);
  private static final String TAG = Character.toString(0xE0041);
  private static final String NEXT_LINE = Character.toString(0x85);
  private static final String LINE_SEPARATOR = Character.toString(0x2028);

  @Test
  void what_a_terminal_obeys_and_what_is_not_seen_is_shown_as_an_escape() {
    assertThat(ForeignText.printable(ESC + "[2Jgone")).isEqualTo("\\u001B[2Jgone");
    assertThat(ForeignText.printable("one\ntwo\r\tthree")).isEqualTo("one\\ntwo\\r\\tthree");
    assertThat(ForeignText.printable("key" + RIGHT_TO_LEFT + "2-dorp"))
        .isEqualTo("key\\u202E2-dorp");
    assertThat(ForeignText.printable("a" + NO_WIDTH + "b")).isEqualTo("a\\u200Bb");
    assertThat(ForeignText.printable("a" + TAG)).isEqualTo("a\\U000E0041");
    assertThat(ForeignText.printable(NEXT_LINE + LINE_SEPARATOR)).isEqualTo("\\u0085\\u2028");
    assertThat(ForeignText.printable("half \uD834")).isEqualTo("half \\uD834");
  }

  @Test
  void what_people_write_stays_as_it_is() {
    for (var text : new String[] {"", "payments 2026", "Grüße, Åse", "鍵", "مفتاح", "𝄞", "a\\b"}) {
      assertThat(ForeignText.printable(text)).isEqualTo(text);
    }
  }

  @Test
  void the_sentence_of_a_failure_holds_no_such_character() {
    var failure = new HsmException(Reason.KEY_NOT_FOUND, "No key " + ESC + "[31m is there.");
    assertThat(failure).hasMessage("No key \\u001B[31m is there.");
  }
}
