package org.xksworkbench.bridge.ceremony.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.person.KeyFile;
import org.xksworkbench.bridge.ceremony.person.TableKeys;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;

/// People who made their keys at the table sign with their passphrases.
class SigningDeskTest {

  private final TestTime time = new TestTime();

  @TempDir private Path work;
  private TableKeys table;
  private Play play;
  private TranscriptWriter writer;
  private SigningDesk desk;

  @BeforeEach
  void sit() throws Exception {
    table = TableKeys.in(work.resolve("keys"));
    var keys = new TreeMap<String, KeyFile>();
    for (var id : List.of("operator", "witness")) {
      keys.put(id, table.make(id, passphrase(id)));
    }
    play = new Play(work.resolve("ceremony"), work.resolve("token"), PlayersKeys.of(keys));
    writer = play.begin(time);
    desk = new SigningDesk(writer, keys, time);
  }

  @AfterEach
  void rise() {
    writer.close();
  }

  private static char[] passphrase(String id) {
    return (id + " of this table").toCharArray();
  }

  private static PassphraseGiven right(String id) {
    return new PassphraseGiven(id, passphrase(id));
  }

  private static PassphraseGiven wrong(String id) {
    return new PassphraseGiven(id, "something else entirely".toCharArray());
  }

  private ComposedLine opening() {
    return writer.compose(play.opened(writer));
  }

  private ComposedLine remark() {
    return writer.compose(
        LineDraft.of(new Content.Remark("room")).by("witness").telling("text", "It is warm."));
  }

  @Test
  void people_open_a_ceremony_say_something_and_close_it_with_their_passphrases() {
    desk.write(this::opening, List.of(right("witness"), right("operator")));
    desk.write(this::remark, List.of(right("witness")));
    desk.write(writer::composeClosed, List.of(right("operator"), right("witness")));
    writer.close();
    assertThat(EvidenceCheck.of(play.transcript(), new Pins()).findings()).isEmpty();
    table.wipe();
    assertThat(work.resolve("keys")).isEmptyDirectory();
  }

  @Test
  void a_wrong_passphrase_is_recorded_and_what_was_to_be_signed_is_not() {
    desk.write(this::opening, List.of(right("operator"), right("witness")));
    assertThatThrownBy(() -> desk.write(this::remark, List.of(wrong("witness"))))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("It is recorded that it was wrong, 1 in a row");
    assertThat(writer.lines()).hasSize(2);
    assertThat(writer.lines().getLast().content())
        .isEqualTo(
            new Content.WrongSecret("witness", Content.WrongSecret.SecretKind.PASSPHRASE, 1));
    desk.write(this::remark, List.of(right("witness")));
    assertThatThrownBy(() -> desk.write(this::remark, List.of(wrong("witness"))))
        .hasMessageContaining("1 in a row");
  }

  @Test
  void the_passphrase_of_one_person_is_that_of_no_other() {
    desk.write(this::opening, List.of(right("operator"), right("witness")));
    var operators = new PassphraseGiven("witness", passphrase("operator"));
    assertThatThrownBy(() -> desk.write(this::remark, List.of(operators)))
        .hasMessageContaining("not the passphrase of witness");
    assertThatThrownBy(() -> desk.write(this::remark, List.of(right("operator"))))
        .hasMessageContaining("This key is of nobody who signs here");
    assertThat(writer.lines()).hasSize(2);
  }

  @Test
  void three_wrong_passphrases_in_a_row_wait_and_ten_end_the_trying() {
    desk.write(this::opening, List.of(right("operator"), right("witness")));
    for (var tries = 1; tries <= 10; tries++) {
      var said = tries + " in a row; nothing else was";
      assertThatThrownBy(() -> desk.write(this::remark, List.of(wrong("witness"))))
          .hasMessageContaining(said);
      if (tries % 3 == 0) {
        assertThatThrownBy(() -> desk.write(this::remark, List.of(right("witness"))))
            .hasMessageContaining("can be tried in 60 seconds");
        time.pass(60_000);
      }
    }
    time.pass(60_000);
    assertThatThrownBy(() -> desk.write(this::remark, List.of(right("witness"))))
        .hasMessageContaining("tries no more of them");
    assertThat(writer.lines()).hasSize(11);
    // Nobody else is kept from acting.
    desk.write(
        () ->
            writer.compose(
                LineDraft.of(new Content.Paused()).by("operator").telling("reason", "Forgotten")),
        List.of(right("operator")));
  }

  @Test
  void who_left_for_good_is_not_asked_for_a_passphrase() {
    desk.write(this::opening, List.of(right("operator"), right("witness")));
    desk.write(
        () ->
            writer.compose(
                LineDraft.of(
                        new Content.Deviated(
                            "room", Content.Deviated.Concern.PEOPLE, false, List.of("witness")))
                    .by("operator", "witness")
                    .telling("reason", "Ill")),
        List.of(right("operator"), right("witness")));
    assertThatThrownBy(() -> desk.write(this::remark, List.of(wrong("witness"))))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("left for good");
    desk.write(writer::composeClosed, List.of(right("operator")));
    assertThat(EvidenceCheck.of(play.transcript(), new Pins()).findings()).isEmpty();
  }

  @Test
  void what_a_person_gives_shows_in_no_text() {
    var given = right("witness");
    assertThat(given.toString()).isEqualTo("PassphraseGiven[witness]");
    assertThat(Arrays.toString(given.passphrase())).contains("t, a, b, l, e");
    assertThat(Map.of("x", given).toString()).doesNotContain("table");
  }
}
