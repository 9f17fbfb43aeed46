package org.xksworkbench.bridge.ceremony.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;
import org.xksworkbench.bridge.ceremony.person.HeldKey;
import org.xksworkbench.bridge.store.Volume;

class TranscriptWriterTest {

  /// Lines of a ceremony that nothing interrupts.
  private static final int LINES = 23;

  private final PlayersKeys keys = PlayersKeys.inMemory();
  private final TestTime time = new TestTime();

  @TempDir private Path work;
  private Play play;

  @BeforeEach
  void prepare() throws Exception {
    play = new Play(work.resolve("ceremony"), work.resolve("token"), keys);
  }

  private void playTo(TranscriptWriter writer, int lines) {
    while (writer.lines().size() < lines) {
      assertThat(play.next(writer)).isTrue();
    }
  }

  private static Pins fingerprint(TranscriptWriter writer) {
    var pins = new Pins();
    pins.fingerprint(writer.head().link().hex());
    return pins;
  }

  private static List<Content> contents(TranscriptWriter writer) {
    return writer.lines().stream().map(EvidenceLine::content).toList();
  }

  /// By ours with the fingerprint from paper, and by the one that shares no code with it.
  private void assertHolds(Path bundle, TranscriptWriter writer) throws Exception {
    var result = EvidenceCheck.of(bundle, fingerprint(writer));
    assertThat(result.findings()).isEmpty();
    assertThat(result.verdict()).isEqualTo(EvidenceCheck.EvidenceVerdict.HOLDS);
    var said = ReferenceVerifier.of(work, bundle, "fingerprint=" + writer.head().link().hex());
    assertThat(said.code()).as(said.text()).isZero();
  }

  @Test
  void a_ceremony_is_written_sealed_and_packed_and_both_verifiers_take_it() throws Exception {
    try (var writer = play.begin(time)) {
      play.toTheEnd(writer);
      assertThat(writer.lines()).hasSize(LINES);
      writer.close();
      var bundle = play.sealed();
      assertHolds(bundle, writer);
      var packed = work.resolve("bundle.xkcb");
      BundleSealing.pack(bundle, packed);
      assertHolds(packed, writer);
      assertThatThrownBy(() -> play.sealed()).hasMessageContaining("is there already");
      assertThatThrownBy(() -> BundleSealing.pack(bundle, packed))
          .hasMessageContaining("is there already");
    }
  }

  @Test
  void nothing_of_a_line_is_on_the_disk_before_everybody_has_signed_it() throws Exception {
    try (var writer = play.begin(time)) {
      var line = writer.compose(play.opened(writer));
      line.sign(keys.of("witness"));
      assertThat(line.missing()).containsExactly("operator", "auditor");
      assertThatThrownBy(() -> writer.append(line))
          .isInstanceOf(CeremonyException.class)
          .hasMessageContaining("operator, auditor must sign");
      assertThat(play.transcript()).isEmptyFile();
      assertThatThrownBy(() -> line.sign(HeldKey.generate()))
          .hasMessageContaining("This key is of nobody who signs here");
      play.signed(writer, line);
      assertThat(Files.readString(play.transcript())).endsWith("\n").hasLineCount(1);
    }
  }

  @Test
  void a_line_that_another_one_overtook_is_looked_at_and_signed_again() {
    try (var writer = play.begin(time)) {
      playTo(writer, 3);
      var composed = signed(writer);
      writer.append(
          LineDraft.of(
              new Content.WrongSecret("auditor", Content.WrongSecret.SecretKind.PASSPHRASE, 1)));
      assertThatThrownBy(() -> writer.append(composed))
          .isInstanceOf(CeremonyException.class)
          .hasMessageContaining("Another line was written");
      writer.append(signed(writer));
    }
  }

  @Test
  void a_line_is_signed_within_ten_minutes_or_again() {
    try (var writer = play.begin(time)) {
      playTo(writer, 3);
      var composed = signed(writer);
      time.pass(Duration.ofMinutes(10).toMillis());
      assertThatThrownBy(() -> writer.append(composed))
          .isInstanceOf(CeremonyException.class)
          .hasMessageContaining("More than 10 minutes");
      writer.append(signed(writer));
    }
  }

  private ComposedLine signed(TranscriptWriter writer) {
    return writer
        .compose(
            LineDraft.of(new Content.Confirmed("room"))
                .by("witness")
                .telling("shown", "0b".repeat(32)))
        .sign(keys.of("witness"));
  }

  @Test
  void a_secret_that_was_wrong_before_the_first_line_stands_behind_it() {
    try (var writer = play.begin(time)) {
      writer.append(
          LineDraft.of(
              new Content.WrongSecret("witness", Content.WrongSecret.SecretKind.PASSPHRASE, 1)));
      assertThat(writer.lines()).isEmpty();
      play.next(writer);
      assertThat(contents(writer)).hasSize(2).last().isInstanceOf(Content.WrongSecret.class);
      play.toTheEnd(writer);
      assertThat(contents(writer)).last().isInstanceOf(Content.Closed.class);
    }
  }

  @Test
  void a_line_that_no_verifier_takes_is_not_written_and_nothing_is_after_it() throws Exception {
    try (var writer = play.begin(time)) {
      playTo(writer, 3);
      var before = Files.readAllBytes(play.transcript());
      assertThatThrownBy(() -> writer.append(LineDraft.of(new Content.Acted("room", false, 0))))
          .isInstanceOf(PoisonException.class)
          .hasMessageContaining("No act of this step was begun");
      assertThatThrownBy(() -> writer.append(signed(writer))).isInstanceOf(PoisonException.class);
      assertThat(play.transcript()).hasBinaryContent(before);
    }
    try (var writer = play.reopen(time)) {
      play.toTheEnd(writer);
    }
    assertThat(play.sealed()).exists();
  }

  @Test
  void what_somebody_else_appends_ends_the_writing_and_is_kept() throws Exception {
    try (var writer = play.begin(time)) {
      playTo(writer, 3);
      Files.writeString(play.transcript(), "x", StandardOpenOption.APPEND);
      assertThatThrownBy(() -> play.next(writer))
          .isInstanceOf(PoisonException.class)
          .hasMessageContaining("somebody else wrote to it");
    }
    assertThat(Files.readString(play.transcript())).endsWith("\nx");
  }

  @Test
  void an_interrupted_ceremony_goes_on_with_a_key_of_its_own() throws Exception {
    try (var writer = play.begin(time)) {
      playTo(writer, 12);
    }
    time.restart();
    try (var writer = play.reopen(time)) {
      assertThatThrownBy(() -> writer.append(signed(writer)))
          .isInstanceOf(IllegalStateException.class);
      play.toTheEnd(writer);
      assertThat(writer.header().orElseThrow().run()).isNotEqualTo(writer.run());
      assertThat(contents(writer)).filteredOn(Content.Resumed.class::isInstance).hasSize(1);
      writer.close();
      assertHolds(play.sealed(), writer);
    }
    assertThatThrownBy(() -> play.reopen(time)).hasMessageContaining("The ceremony is over");
  }

  @Test
  void a_line_torn_at_any_byte_is_set_aside_and_told_and_nothing_whole_is_lost() throws Exception {
    try (var writer = play.begin(time)) {
      playTo(writer, 4);
    }
    var whole = Files.readAllBytes(play.transcript());
    var three = whole.length - 1;
    while (whole[three - 1] != '\n') {
      three--;
    }
    for (var length = three + 1; length < whole.length; length += 97) {
      Files.write(play.transcript(), Arrays.copyOf(whole, length));
      try (var writer = play.reopen(time)) {
        assertThat(writer.lines()).hasSize(3);
        assertThat(writer.tornBytes()).isEqualTo(length - three);
        play.next(writer);
        assertThat(contents(writer).getLast())
            .isInstanceOfSatisfying(
                Content.Resumed.class,
                resumed -> assertThat(resumed.torn()).isEqualTo(writer.tornBytes()));
      }
    }
    assertThat(work.resolve("ceremony/transcript.jsonl.torn-4")).exists();
    assertThat(work.resolve("ceremony/transcript.jsonl.torn-4-2")).exists();
  }

  @Test
  void a_transcript_in_which_a_line_was_changed_dropped_doubled_or_moved_is_not_resumed()
      throws Exception {
    try (var writer = play.begin(time)) {
      playTo(writer, LINES - 1);
    }
    var good = Files.readAllLines(play.transcript());
    for (var at = 0; at < good.size(); at++) {
      var changed = new ArrayList<>(good);
      changed.set(at, good.get(at).replace("\"up\":", "\"up\":1"));
      assertRefused(changed, at + 1);
      var doubled = new ArrayList<>(good);
      doubled.add(at, good.get(at));
      assertRefused(doubled, at + 2);
      if (at + 1 < good.size()) {
        var dropped = new ArrayList<>(good);
        dropped.remove(at);
        assertRefused(dropped, at + 1);
        var moved = new ArrayList<>(good);
        Collections.swap(moved, at, at + 1);
        assertRefused(moved, at + 1);
      }
    }
  }

  private void assertRefused(List<String> lines, int line) throws Exception {
    Files.write(play.transcript(), lines);
    assertThatThrownBy(() -> play.reopen(time))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("was changed and cannot be resumed. Line " + line + ":");
  }

  @Test
  void lines_that_were_taken_off_the_end_show_in_the_head_words() throws Exception {
    HeadWords head;
    try (var writer = play.begin(time)) {
      playTo(writer, 7);
      head = writer.head();
    }
    var lines = Files.readAllLines(play.transcript());
    try (var writer = play.reopen(time)) {
      assertThat(writer.head()).isEqualTo(head);
      assertThat(head.words()).hasSize(4);
      assertThat(writer.head().matches("  " + String.join("\n", head.words()).toUpperCase() + " "))
          .isTrue();
    }
    Files.write(play.transcript(), lines.subList(0, 6));
    try (var writer = play.reopen(time)) {
      assertThat(writer.head().matches(String.join(" ", head.words()))).isFalse();
    }
  }

  @Test
  void lines_that_were_taken_off_the_end_show_in_the_mirror() throws Exception {
    var mirror = Optional.of(Files.createDirectory(work.resolve("usb")).resolve("mirror.jsonl"));
    try (var writer = TranscriptWriter.create(play.transcript(), mirror, time)) {
      playTo(writer, 7);
      assertThat(mirror.get()).hasSameBinaryContentAs(play.transcript());
    }
    var lines = Files.readAllLines(play.transcript());
    Files.write(play.transcript(), lines.subList(0, 6));
    assertThatThrownBy(() -> TranscriptWriter.reopen(play.transcript(), mirror, time))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("lines were taken off it");
    Files.write(play.transcript(), lines);
    // The program ended between the two.
    Files.write(
        mirror.get(),
        (String.join("\n", lines.subList(0, 6)) + "\n{\"fi").getBytes(StandardCharsets.UTF_8));
    try (var writer = TranscriptWriter.reopen(play.transcript(), mirror, time)) {
      play.toTheEnd(writer);
    }
    assertThat(mirror.get()).hasSameBinaryContentAs(play.transcript());
  }

  @Test
  void a_mirror_that_fails_is_told_and_stops_nothing() throws Exception {
    try (var volume = Volume.on(work.resolve("usb"), "64k")) {
      var mirror = Optional.of(volume.folder().resolve("mirror.jsonl"));
      try (var writer = TranscriptWriter.create(play.transcript(), mirror, time)) {
        playTo(writer, 3);
        assertThat(writer.mirrorTrouble()).isEmpty();
        volume.fill();
        play.toTheEnd(writer);
        assertThat(writer.mirrorTrouble().orElseThrow()).hasMessageContaining("the disk is full");
      }
    }
    assertThat(play.sealed()).exists();
  }

  @Test
  void one_program_at_a_time_writes_a_transcript_and_never_over_another() {
    try (var writer = play.begin(time)) {
      play.next(writer);
      assertThatThrownBy(() -> play.reopen(time)).hasMessageContaining("Another program writes");
      assertThatThrownBy(() -> play.begin(time)).hasMessageContaining("There is a transcript");
    }
  }

  @Test
  void a_mirror_that_is_there_already_stops_the_beginning_and_leaves_nothing() throws Exception {
    var mirror = Files.writeString(work.resolve("mirror.jsonl"), "of another ceremony");
    assertThatThrownBy(() -> TranscriptWriter.create(play.transcript(), Optional.of(mirror), time))
        .isInstanceOf(CeremonyException.class);
    assertThat(play.transcript()).doesNotExist();
    assertThat(mirror).hasContent("of another ceremony");
  }

  @Test
  void where_no_line_is_whole_the_file_is_left_as_it_is() throws Exception {
    Files.writeString(play.transcript(), "{\"fields\":{");
    assertThatThrownBy(() -> play.reopen(time)).hasMessageContaining("has no whole line");
    assertThat(play.transcript()).hasContent("{\"fields\":{");
  }

  /// Two days back, a year forward, before each line, with and without the program's end between.
  @ParameterizedTest
  @ValueSource(longs = {-172_800_000L, 31_536_000_000L})
  void a_clock_that_is_set_between_any_two_lines_is_told_and_no_time_falls(long millis)
      throws Exception {
    for (var at = 1; at < LINES; at++) {
      for (var interrupted : List.of(false, true)) {
        var clock = new TestTime();
        var again =
            new Play(
                work.resolve("c" + at + interrupted), work.resolve("t" + at + interrupted), keys);
        var writer = again.begin(clock);
        try {
          while (writer.lines().size() < at) {
            again.next(writer);
          }
          clock.set(millis);
          if (interrupted) {
            writer.close();
            writer = again.reopen(clock);
          }
          again.toTheEnd(writer);
          assertThat(contents(writer))
              .as("before line %d", at + 1)
              .filteredOn(Content.Clock.class::isInstance)
              .singleElement()
              .satisfies(
                  content -> assertThat(((Content.Clock) content).jumpMillis()).isEqualTo(millis));
        } finally {
          writer.close();
        }
      }
    }
  }

  @Test
  void a_clock_behind_the_last_line_is_set_before_a_machine_that_was_restarted_resumes() {
    try (var writer = play.begin(time)) {
      playTo(writer, 5);
    }
    time.restart();
    time.set(-60_000);
    try (var writer = play.reopen(time)) {
      assertThatThrownBy(() -> play.next(writer))
          .isInstanceOf(CeremonyException.class)
          .hasMessageContaining("Set the clock, then resume");
      time.set(60_000);
      play.toTheEnd(writer);
      assertThat(contents(writer)).noneMatch(Content.Clock.class::isInstance);
    }
  }

  @Test
  void a_bundle_is_made_of_what_was_closed_with_its_own_plan_and_files_and_by_everybody()
      throws Exception {
    try (var writer = play.begin(time)) {
      playTo(writer, LINES - 1);
      writer.close();
      assertThatThrownBy(() -> play.sealed()).hasMessageContaining("is not over");
    }
    try (var writer = play.reopen(time)) {
      play.toTheEnd(writer);
    }
    var plan = Files.writeString(work.resolve("plan"), "ceremony: 3\n");
    assertThatThrownBy(() -> BundleSealing.of(play.transcript(), plan, new TreeMap<>()))
        .hasMessageContaining("not the one that the ceremony began with");
    Files.writeString(plan, Play.PLAN);
    var sealing = BundleSealing.of(play.transcript(), plan, new TreeMap<>());
    sealing.sign(keys.of("auditor"));
    assertThat(sealing.missing()).containsExactly("operator", "witness");
    assertThatThrownBy(() -> sealing.sign(HeldKey.generate()))
        .hasMessageContaining("of nobody who seals here");
    assertThatThrownBy(() -> sealing.write(work.resolve("bundle")))
        .hasMessageContaining("operator, witness must sign the seal");
    try (var photos = Files.list(work.resolve("ceremony/attachments"))) {
      Files.writeString(photos.findFirst().orElseThrow(), "another photo");
    }
    assertThatThrownBy(() -> BundleSealing.of(play.transcript(), plan, new TreeMap<>()))
        .hasMessageContaining("not the one that was attached");
  }
}
