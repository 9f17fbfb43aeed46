package org.xksworkbench.bridge.ceremony.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;
import org.xksworkbench.bridge.store.Volume;

/// A disk that another file fills. The small file systems are in memory.
class FullDiskTest {

  private static final int LINES = 23;
  private static final int PAGE = 4096;

  private final PlayersKeys keys = PlayersKeys.inMemory();
  private final TestTime time = new TestTime();

  @TempDir private Path work;

  private Play play(Path folder, int number) throws Exception {
    return new Play(folder.resolve("ceremony" + number), work.resolve("token" + number), keys);
  }

  private static void playTo(Play play, TranscriptWriter writer, int lines) {
    while (writer.lines().size() < lines && play.next(writer)) {
      // one line after the other
    }
  }

  /// How long the file is after each line. It is the same each time but for what is random, and
  /// that has its length.
  private List<Integer> lengths() throws Exception {
    var play = play(work, 0);
    var lengths = new ArrayList<Integer>();
    try (var writer = play.begin(new TestTime())) {
      do {
        lengths.add((int) Files.size(play.transcript()));
      } while (play.next(writer));
    }
    return lengths;
  }

  /// A file takes whole pages. Where the last one is not full, a line may still fit.
  @Test
  void a_disk_that_is_full_before_any_line_leaves_whole_lines_and_one_key_and_is_resumed()
      throws Exception {
    var bundles = new ArrayList<Path>();
    var poisoned = new ArrayList<Integer>();
    var lengths = lengths();
    assertThat(lengths).hasSize(LINES + 1);
    try (var volume = Volume.on(work.resolve("volume"), "32m")) {
      for (var line = 2; line <= LINES; line++) {
        var play = play(volume.folder(), line);
        play.lengthen(PAGE - lengths.get(line - 1) % PAGE);
        var clock = new TestTime();
        if (fillBefore(play, clock, volume, line)) {
          poisoned.add(line);
        }
        assertThat(Files.readString(play.transcript())).as("line %d", line).endsWith("}\n");
        assertThat(play.made()).as("line %d", line).isLessThanOrEqualTo(1);
        volume.makeRoom();
        if (!closed(play)) {
          try (var writer = play.reopen(clock)) {
            assertThat(writer.tornBytes()).as("line %d", line).isZero();
            play.toTheEnd(writer);
          }
        }
        assertThat(play.made()).as("line %d", line).isEqualTo(1);
        bundles.add(play.sealed());
      }
      // At the others the act was not begun, had its room, or the photo had none.
      assertThat(poisoned).hasSize(LINES - 4);
      assertThat(ReferenceVerifier.of(work, bundles).values())
          .hasSize(LINES - 1)
          .allSatisfy(said -> assertThat(said.code()).as(said.text()).isEqualTo(3));
    }
  }

  private static boolean closed(Play play) throws Exception {
    return Files.readString(play.transcript()).contains("\"kind\":\"closed\"");
  }

  /// @return whether the writing ended right there
  private boolean fillBefore(Play play, TestTime clock, Volume volume, int line) throws Exception {
    try (var writer = play.begin(clock)) {
      playTo(play, writer, line - 1);
      assertThat(Files.size(play.transcript()) % PAGE).as("line %d", line).isZero();
      volume.fill();
      try {
        play.toTheEnd(writer);
        return false;
      } catch (PoisonException e) {
        assertThat(writer.lines()).as("line %d", line).hasSize(line - 1);
        var left = Files.readAllBytes(play.transcript());
        assertThat(left.length % PAGE).as("line %d", line).isZero();
        assertThatThrownBy(() -> play.next(writer)).isInstanceOf(PoisonException.class);
        assertThat(play.transcript()).as("line %d", line).hasBinaryContent(left);
        return true;
      } catch (CeremonyException e) {
        assertThat(e).hasMessageContaining("no room of 16 MiB");
        return false;
      } catch (UncheckedIOException e) {
        // There was no room for the photo either.
        return false;
      }
    }
  }

  @Test
  void the_outcome_of_what_cannot_be_undone_has_room_that_was_kept() throws Exception {
    try (var volume = Volume.on(work.resolve("volume"), "32m")) {
      var play = play(volume.folder(), 0);
      try (var writer = play.begin(time)) {
        do {
          play.next(writer);
        } while (!begunForGood(writer));
        volume.fill();
        // More than what is left of the last page.
        writer.append(
            LineDraft.of(new Content.Noted("generate")).telling("fact.log", "x".repeat(8_192)));
        play.next(writer);
        assertThat(writer.lines().getLast().content()).isInstanceOf(Content.Acted.class);
        assertThat(play.made()).isEqualTo(1);
      }
    }
  }

  private static boolean begunForGood(TranscriptWriter writer) {
    return writer.lines().getLast().content() instanceof Content.Begun begun
        && begun.irreversible();
  }

  @Test
  void nothing_that_cannot_be_undone_begins_on_a_disk_without_room() throws Exception {
    try (var volume = Volume.on(work.resolve("volume"), "8m")) {
      var play = play(volume.folder(), 0);
      try (var writer = play.begin(time)) {
        assertThatThrownBy(() -> play.toTheEnd(writer))
            .isInstanceOf(CeremonyException.class)
            .isNotInstanceOf(PoisonException.class)
            .hasMessageContaining("Nothing was begun");
        assertThat(play.made()).isZero();
        assertThat(writer.lines().getLast().content()).isInstanceOf(Content.Authorised.class);
      }
    }
  }

  @Test
  void room_that_comes_back_does_not_let_the_same_program_write_again() throws Exception {
    try (var volume = Volume.on(work.resolve("volume"), "32m")) {
      var play = play(volume.folder(), 0);
      try (var writer = play.begin(time)) {
        playTo(play, writer, 4);
        volume.fill();
        assertThatThrownBy(
                () -> {
                  while (true) {
                    play.next(writer);
                  }
                })
            .isInstanceOf(PoisonException.class)
            .hasMessageContaining("the disk is full")
            .hasMessageContaining("nothing more may be done");
        // What fitted of the line is gone.
        assertThat(Files.readString(play.transcript())).endsWith("}\n");
        volume.makeRoom();
        assertThatThrownBy(() -> play.next(writer)).isInstanceOf(PoisonException.class);
      }
    }
  }
}
