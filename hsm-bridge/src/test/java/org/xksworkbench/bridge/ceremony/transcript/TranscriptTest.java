package org.xksworkbench.bridge.ceremony.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;
import org.xksworkbench.bridge.store.Volume;

class TranscriptTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T12:04:31.5Z"), ZoneOffset.UTC);

  private final OperatorKey operator = OperatorKey.generate();
  private Path file;

  @BeforeEach
  void place(@TempDir Path folder) {
    file = folder.resolve("transcript.jsonl");
  }

  @Test
  void what_was_written_is_read_back_event_by_event_and_signed_by_the_announced_key()
      throws Exception {
    var events = events();
    var bytes = written(events, operator);
    var check = TranscriptCheck.of(bytes);
    assertThat(check.findings()).isEmpty();
    assertThat(check.entries())
        .extracting(TranscriptEntry::event)
        .containsExactlyElementsOf(events);
    assertThat(check.entries()).allMatch(entry -> entry.at().equals(CLOCK.instant()));
    assertThat(check.signerFingerprint()).contains(operator.fingerprint());
    assertThat(check.header("title")).isEqualTo("A \u201ckey\u201d");
  }

  @Test
  void two_transcripts_of_the_same_events_have_different_leaves() throws Exception {
    var one = new String(written(events(), operator), StandardCharsets.UTF_8);
    Files.delete(file);
    var other = new String(written(events(), operator), StandardCharsets.UTF_8);
    assertThat(salts(one)).doesNotContainAnyElementsOf(salts(other)).hasSizeGreaterThan(30);
  }

  /// Changes at places and of kinds that a seed fixes; a failure names the seed.
  @Test
  void a_change_anywhere_is_found_and_its_line_is_named() throws Exception {
    var good = written(events(), operator);
    for (var seed = 0; seed < 1_500; seed++) {
      var random = new Random(seed);
      var at = random.nextInt(good.length);
      var changed =
          switch (random.nextInt(4)) {
            case 0 -> replaced(good, at, (byte) (good[at] ^ 1 << random.nextInt(8)));
            case 1 -> replaced(good, at, (byte) random.nextInt(256));
            case 2 -> spliced(good, at, at + 1, new byte[0]);
            default -> spliced(good, at, at, new byte[] {(byte) random.nextInt(256)});
          };
      if (Arrays.equals(good, changed)) {
        continue;
      }
      var line = lineOf(good, at);
      // A byte beside the end of a line may count as of the next one.
      assertThat(TranscriptCheck.of(changed).findings())
          .as("seed %d, line %d", seed, line)
          .anyMatch(finding -> finding.line() == line || finding.line() == line + 1);
    }
  }

  @Test
  void a_removed_doubled_or_moved_line_is_named() throws Exception {
    var good = lines(written(events(), operator));
    for (var at = 0; at < good.size(); at++) {
      var removed = new ArrayList<>(good);
      removed.remove(at);
      assertNamed(removed, at + 1);
      var doubled = new ArrayList<>(good);
      doubled.add(at, good.get(at));
      assertNamed(doubled, at + 2);
      if (at + 1 < good.size()) {
        var moved = new ArrayList<>(good);
        moved.set(at, good.get(at + 1));
        moved.set(at + 1, good.get(at));
        assertNamed(moved, at + 1);
      }
    }
  }

  @Test
  void a_truncation_anywhere_is_found_and_where_it_was_cut_is_named() throws Exception {
    var good = written(events(), operator);
    for (var length = 0; length < good.length; length += 11) {
      var line = lineOf(good, length);
      assertThat(TranscriptCheck.of(Arrays.copyOf(good, length)).findings())
          .as("cut to %d bytes", length)
          .anyMatch(finding -> finding.line() == line);
    }
  }

  @Test
  void a_forged_record_with_a_recomputed_hash_does_not_fit_the_next_one_and_is_named()
      throws Exception {
    var good = lines(written(events(), operator));
    var record = (com.fasterxml.jackson.databind.node.ObjectNode) CanonicalJson.parse(good.get(2));
    var person =
        (com.fasterxml.jackson.databind.node.ObjectNode) record.path("fields").path("person");
    person.put("value", "Somebody Else");
    record.put("hash", TranscriptLines.hash(record).hex());
    good.set(2, CanonicalJson.write(record));
    assertNamed(good, 4);
  }

  @Test
  void a_disclosed_transcript_has_the_same_fingerprint_and_withholds_names_and_serials()
      throws Exception {
    var full = written(events(), operator);
    var disclosed = Disclosure.of(full);
    var check = TranscriptCheck.of(disclosed);
    assertThat(check.findings()).isEmpty();
    assertThat(check.fingerprint()).isEqualTo(TranscriptCheck.of(full).fingerprint());
    assertThat(check.signerFingerprint()).contains(operator.fingerprint());
    assertThat(check.disclosed()).isTrue();
    var text = new String(disclosed, StandardCharsets.UTF_8);
    assertThat(text)
        .contains("763CBC")
        .doesNotContain("Olga Operator", "Wanda Witness", "SERIAL-1", "broke", "arn:aws");
    for (var seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var at = random.nextInt(disclosed.length);
      var changed = replaced(disclosed, at, (byte) (disclosed[at] ^ 1 << random.nextInt(7)));
      assertThat(TranscriptCheck.of(changed).findings()).as("seed %d", seed).isNotEmpty();
    }
  }

  @Test
  void a_crash_between_two_lines_is_resumed_with_the_same_chain() throws Exception {
    var events = events();
    var half = events.size() / 2;
    try (var transcript = Transcript.create(file, CLOCK)) {
      events.subList(0, half).forEach(transcript::append);
    }
    var reopened = Transcript.reopen(file, CLOCK);
    assertThat(reopened.torn()).isEmpty();
    try (var transcript = reopened.transcript()) {
      assertThat(transcript.entries()).hasSize(half);
      events.subList(half, events.size()).forEach(transcript::append);
      transcript.sign(operator);
    }
    assertThat(TranscriptCheck.of(Files.readAllBytes(file)).findings()).isEmpty();
  }

  @Test
  void a_line_torn_at_any_byte_is_set_aside_and_nothing_whole_is_lost() throws Exception {
    try (var transcript = Transcript.create(file, CLOCK)) {
      events().subList(0, 3).forEach(transcript::append);
    }
    var whole = Files.readAllBytes(file);
    var twoLines = whole.length - lines(whole).get(2).length() - 1;
    for (var length = twoLines + 1; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      var reopened = Transcript.reopen(file, CLOCK);
      reopened.transcript().close();
      assertThat(reopened.transcript().entries()).hasSize(2);
      assertThat(reopened.torn().orElseThrow())
          .isEqualTo(Arrays.copyOfRange(whole, twoLines, length));
      assertThat(file.resolveSibling("transcript.jsonl.torn-3"))
          .hasBinaryContent(reopened.torn().orElseThrow());
    }
  }

  @Test
  void a_transcript_that_was_changed_is_not_resumed_and_the_line_is_named() throws Exception {
    try (var transcript = Transcript.create(file, CLOCK)) {
      events().subList(0, 3).forEach(transcript::append);
    }
    Files.writeString(file, Files.readString(file).replace("Wanda Witness", "Walter Witness"));
    assertThatThrownBy(() -> Transcript.reopen(file, CLOCK))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("Line 1: ");
  }

  @Test
  void a_transcript_is_written_by_one_program_at_a_time_and_never_over_another() throws Exception {
    try (var transcript = Transcript.create(file, CLOCK)) {
      transcript.append(events().getFirst());
      assertThatThrownBy(() -> Transcript.reopen(file, CLOCK))
          .hasMessageContaining("Another program writes");
      assertThatThrownBy(() -> Transcript.create(file, CLOCK))
          .hasMessageContaining("There is a transcript");
    }
  }

  @Test
  void after_the_signature_nothing_is_added() throws Exception {
    written(events(), operator);
    assertThatThrownBy(() -> Transcript.reopen(file, CLOCK))
        .hasMessageContaining("The ceremony is over");
  }

  @Test
  void another_key_than_the_announced_one_is_found() throws Exception {
    var check = TranscriptCheck.of(written(events(), OperatorKey.generate()));
    assertThat(check.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("Another key signed"));
  }

  @Test
  void an_operator_key_comes_back_from_its_file_with_its_passphrase_only(@TempDir Path folder) {
    var key = folder.resolve("operator.pem");
    operator.write(key, "correct horse".toCharArray());
    var read = OperatorKey.read(key, "correct horse".toCharArray());
    assertThat(read.fingerprint()).isEqualTo(operator.fingerprint());
    assertThat(
            SignatureAlgorithm.verifies(operator.publicKey(), new byte[3], read.sign(new byte[3])))
        .isTrue();
    assertThat(key).content().doesNotContain("BEGIN PRIVATE KEY");
    assertThatThrownBy(() -> OperatorKey.read(key, "wrong".toCharArray()))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("passphrase is wrong");
    assertThatThrownBy(() -> operator.write(key, "x".toCharArray()))
        .hasMessageContaining("never written over");
    assertThat(operator.toString()).doesNotContain("Private");
  }

  @Test
  void a_full_disk_leaves_no_half_of_a_record_and_the_ceremony_goes_on_when_there_is_room(
      @TempDir Path home) throws Exception {
    try (var volume = Volume.on(home.resolve("volume"), "64k")) {
      var full = volume.folder().resolve("transcript.jsonl");
      try (var transcript = Transcript.create(full, CLOCK)) {
        transcript.append(events().getFirst());
        volume.fill();
        assertThatThrownBy(
                () -> {
                  while (true) {
                    transcript.append(events().get(1));
                  }
                })
            .isInstanceOf(CeremonyException.class)
            .hasMessage(
                full
                    + " cannot be written: the disk is full. Make room on the disk, then try"
                    + " again.");
        volume.makeRoom();
        transcript.append(events().get(1));
        var check = TranscriptCheck.ofUnfinished(Files.readAllBytes(full));
        assertThat(check.findings()).isEmpty();
        assertThat(check.entries()).hasSameSizeAs(transcript.entries());
      }
    }
  }

  @Test
  void where_no_record_is_whole_the_file_is_left_as_it_is() throws Exception {
    Files.writeString(file, "{\"at\":\"2026");
    try (var transcript = Transcript.reopen(file, CLOCK).transcript()) {
      assertThat(transcript.entries()).isEmpty();
    }
    assertThat(file).hasContent("{\"at\":\"2026");
  }

  private List<Event> events() {
    return List.of(
        new Event.Opened(
            1,
            "A \u201ckey\u201d",
            "ab".repeat(32),
            true,
            "7F3K",
            List.of(
                new Event.Cast("operator", "Olga Operator", "cd".repeat(32)),
                new Event.Cast("witness", "Wanda Witness", "ef".repeat(32))),
            operator.fingerprint().hex(),
            "Europe/Vienna",
            Map.of("tokenSerial", "SERIAL-1")),
        new Event.Authorised("make", "witness", "Wanda Witness"),
        new Event.Begun(
            "make", "operator", "Olga Operator", "generate-key", true, Map.of("type", "AES-256")),
        new Event.Noted("make", Map.of("id", "0102")),
        new Event.Acted("make", Map.of("checkValue", "763CBC"), List.of("a difference"), false),
        new Event.ActFailed("prove", "the token broke"),
        new Event.Asked("prove", Event.ActStatus.NOT_DONE, "nothing"),
        new Event.Deviated("prove", "it broke", List.of("Olga Operator", "Wanda Witness"), true),
        new Event.Paused("lunch", "Olga Operator"),
        new Event.BreakTaken("lunch", "Olga Operator", List.of("Wanda Witness", "Olga Operator")),
        new Event.Continued("Olga Operator"),
        new Event.Interrupted("2026-11-24T12:04:31Z", 61, 3, "ab".repeat(32), List.of()),
        new Event.Acted("kms", Map.of("arn", "arn:aws:kms:\u2026"), List.of(), true),
        new Event.Confirmed("make", "witness", "Wanda Witness"),
        new Event.Aborted("enough", List.of("Olga Operator", "Wanda Witness")),
        new Event.Closed("aborted", 1, 1, 1));
  }

  private byte[] written(List<Event> events, TranscriptSigner signer) throws Exception {
    try (var transcript = Transcript.create(file, CLOCK)) {
      events.forEach(transcript::append);
      transcript.sign(signer);
    }
    return Files.readAllBytes(file);
  }

  private static void assertNamed(List<String> lines, int line) {
    var findings =
        TranscriptCheck.of((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8))
            .findings();
    assertThat(findings).as("line %d", line).anyMatch(finding -> finding.line() == line);
  }

  private static List<String> lines(byte[] bytes) {
    return new ArrayList<>(new String(bytes, StandardCharsets.UTF_8).lines().toList());
  }

  private static List<String> salts(String transcript) {
    return java.util.regex.Pattern.compile("\"salt\":\"([0-9a-f]+)\"")
        .matcher(transcript)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static int lineOf(byte[] bytes, int at) {
    var line = 1;
    for (var i = 0; i < at; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }

  private static byte[] replaced(byte[] bytes, int at, byte value) {
    var copy = bytes.clone();
    copy[at] = value;
    return copy;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] insert) {
    var out = new java.io.ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(insert);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
