package org.xksworkbench.bridge.ceremony.transcript;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.xksworkbench.bridge.ceremony.format.CanonicalJson;

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
  void another_key_than_the_announced_one_is_found() throws Exception {
    var check = TranscriptCheck.of(written(events(), OperatorKey.generate()));
    assertThat(check.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("Another key signed"));
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
