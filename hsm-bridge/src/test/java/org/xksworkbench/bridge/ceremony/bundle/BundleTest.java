package org.xksworkbench.bridge.ceremony.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.run.CeremonyFolder;
import org.xksworkbench.bridge.ceremony.run.CeremonyStage;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.OperatorKey;
import org.xksworkbench.bridge.ceremony.transcript.Transcript;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptCheck;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;
import org.xksworkbench.bridge.cli.HsmBridge;

/// Evidence of version 1, of one real rehearsal of the shipped plan.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BundleTest {

  private final OperatorKey signer = OperatorKey.generate();
  private Path work;
  private CeremonyFolder folder;
  private Fingerprint fingerprint;

  @BeforeAll
  void rehearse(@TempDir Path shared) throws Exception {
    work = shared;
    folder = new CeremonyFolder(Files.createDirectory(shared.resolve("ceremony")));
    var old = Files.write(shared.resolve("old.xkcb"), VersionOneTest.resource("rehearsal.xkcb"));
    var files = Bundle.read(old).files();
    Files.write(folder.plan(), files.get(Bundle.PLAN));
    var entries = TranscriptCheck.of(files.get(Bundle.TRANSCRIPT)).entries();
    fingerprint = write(folder, entries, signer);
    BundleWriter.write(folder, signer, shared.resolve("bundle"));
    BundleWriter.write(folder, signer, shared.resolve("bundle.xkcb"));
  }

  /// Signs the same course by another key.
  private static Fingerprint write(
      CeremonyFolder folder, List<TranscriptEntry> entries, OperatorKey signer) {
    try (var transcript = Transcript.create(folder.transcript(), CeremonyStage.CLOCK)) {
      for (var entry : entries) {
        transcript.append(
            switch (entry.event()) {
              case Event.Opened header ->
                  new Event.Opened(
                      header.format(),
                      header.title(),
                      header.plan(),
                      header.rehearsal(),
                      header.nonce(),
                      header.people(),
                      signer.fingerprint().hex(),
                      header.zone(),
                      header.environment());
              default -> entry.event();
            });
      }
      transcript.sign(signer);
      return transcript.fingerprint();
    }
  }

  @AfterAll
  void letDelete() throws Exception {
    try (var files = Files.walk(work)) {
      files.forEach(file -> file.toFile().setWritable(true));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bundle", "bundle.xkcb", "bundle/disclosure/transcript.jsonl"})
  void a_bundle_its_archive_and_its_public_version_verify_to_the_same_fingerprint(String name) {
    var result = BundleCheck.of(work.resolve(name));
    assertThat(result.findings()).isEmpty();
    assertThat(result.fingerprint()).contains(fingerprint);
    assertThat(result.signer()).contains(signer.fingerprint());
    assertThat(result.rehearsal()).isTrue();
    assertThat(result.disclosedOnly()).isEqualTo(name.endsWith(".jsonl"));
  }

  @Test
  void a_bundle_is_written_once_and_read_only() {
    assertThatThrownBy(() -> BundleWriter.write(folder, signer, work.resolve("bundle")))
        .hasMessageContaining("written once");
    assertThatThrownBy(() -> BundleWriter.write(folder, signer, work.resolve("bundle.xkcb")))
        .hasMessageContaining("written once");
    assertThat(
            work.resolve("bundle/transcript.jsonl").toFile().canWrite()
                && !"root".equals(System.getProperty("user.name")))
        .isFalse();
  }

  @Test
  void the_public_version_names_no_person_no_serial_and_no_arn() throws Exception {
    assertThat(Files.readString(work.resolve("bundle/disclosure/transcript.jsonl")))
        .doesNotContain("Olga", "Wanda", "Arno", "arn:aws", "camera", "payments-2027")
        .contains("\"AES-256\"", "fact.checkValue");
  }

  /// Four hundred changes of any byte of any file; a failure names the seed.
  @Test
  void a_change_of_any_byte_in_any_file_is_found_and_named_by_file_and_line() {
    var good = Bundle.read(work.resolve("bundle")).files();
    var names = List.copyOf(good.keySet());
    for (var seed = 0; seed < 400; seed++) {
      var random = new Random(seed);
      var name = names.get(random.nextInt(names.size()));
      var bytes = good.get(name).clone();
      var at = random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      var changed = new TreeMap<>(good);
      changed.put(name, bytes);
      var line = lineOf(good.get(name), at);
      assertThat(check(changed))
          .as("seed %d, %s, line %d", seed, name, line)
          .anyMatch(finding ->
              finding.file().equals(name)
                  && (name.endsWith(".pdf")
                      ? finding.line() == 0
                      : finding.line() == line || finding.line() == line + 1));
    }
  }

  @Test
  void a_removed_or_added_file_is_named() {
    var good = Bundle.read(work.resolve("bundle")).files();
    for (var name : good.keySet()) {
      var less = new TreeMap<>(good);
      less.remove(name);
      assertThat(check(less)).as(name).anyMatch(finding -> finding.file().equals(name));
    }
    var more = new TreeMap<>(good);
    more.put("extra.txt", new byte[1]);
    assertThat(check(more)).anyMatch(finding -> finding.file().equals("extra.txt"));
  }

  @Test
  void a_forged_and_newly_signed_bundle_is_consistent_alone_and_fails_against_the_signer()
      throws Exception {
    var forger = OperatorKey.generate();
    var forged = new CeremonyFolder(Files.createDirectory(work.resolve("forged")));
    Files.copy(folder.plan(), forged.plan());
    var entries = TranscriptCheck.of(Files.readAllBytes(folder.transcript())).entries();
    try (var transcript = Transcript.create(forged.transcript(), CeremonyStage.CLOCK)) {
      for (TranscriptEntry entry : entries) {
        transcript.append(
            switch (entry.event()) {
              case Event.Opened header ->
                  new Event.Opened(
                      header.format(),
                      header.title(),
                      header.plan(),
                      false,
                      header.nonce(),
                      header.people(),
                      forger.fingerprint().hex(),
                      header.zone(),
                      header.environment());
              default -> entry.event();
            });
      }
      transcript.sign(forger);
    }
    var bundle = work.resolve("forged.xkcb");
    BundleWriter.write(forged, forger, bundle);

    var alone = verify(bundle.toString());
    assertThat(alone.code()).isZero();
    assertThat(alone.out())
        .contains("consistent in itself, and no more is shown")
        .contains(String.join(" ", forger.fingerprint().words().subList(0, 8)))
        .contains(String.join(" ", forger.fingerprint().groups().subList(0, 8)));
    var against = verify(bundle.toString(), "--signer", signer.fingerprint().hex());
    assertThat(against.code()).isEqualTo(1);
    assertThat(against.err()).contains("Another key signed it");
  }

  @Test
  void the_right_signer_is_accepted_in_digits_and_in_words() {
    var bundle = work.resolve("bundle.xkcb").toString();
    assertThat(verify(bundle, "--signer", signer.fingerprint().hex()).code()).isZero();
    var words = verify(bundle, "--signer", String.join(" ", signer.fingerprint().words()));
    assertThat(words.code()).isZero();
    assertThat(words.out()).contains("signed by the required key");
  }

  @Test
  void a_rehearsal_says_so_and_is_refused_where_a_real_ceremony_is_required() {
    var bundle = work.resolve("bundle").toString();
    assertThat(verify(bundle).out())
        .startsWith("Version 1: only the operator's key stands behind this.")
        .contains("REHEARSAL.");
    var refused = verify(bundle, "--real");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("evidence of a rehearsal");
  }

  @Test
  void the_day_is_compared_with_the_rehearsal_in_words() throws Exception {
    var same = compare("bundle.xkcb", "old.xkcb");
    assertThat(same.code()).isZero();
    assertThat(same.out()).contains("is what came in the rehearsal");
    assertThat(compare("bundle.xkcb", "bundle").code()).as("one ceremony, twice").isEqualTo(2);

    var other = new CeremonyFolder(Files.createDirectory(work.resolve("other")));
    Files.copy(folder.plan(), other.plan());
    var entries = TranscriptCheck.of(Files.readAllBytes(folder.transcript())).entries();
    try (var transcript = Transcript.create(other.transcript(), CeremonyStage.CLOCK)) {
      for (var entry : entries) {
        if (entry.event() instanceof Event.Acted acted && acted.step().equals("generate")) {
          var facts = new TreeMap<>(acted.facts());
          facts.put("usages", "decrypt, encrypt, wrap");
          transcript.append(
              new Event.Acted(acted.step(), facts, acted.differences(), acted.recovered()));
        } else {
          transcript.append(entry.event());
        }
      }
      transcript.sign(signer);
    }
    BundleWriter.write(other, signer, work.resolve("other.xkcb"));
    var differs = compare("bundle.xkcb", "other.xkcb");
    assertThat(differs.code()).isEqualTo(1);
    assertThat(differs.out())
        .contains("generate, usages: \"encrypt, decrypt, sign\" in the rehearsal");
  }

  private BundleVerifyRun compare(String rehearsal, String ceremony) {
    return run("compare", work.resolve(rehearsal).toString(), work.resolve(ceremony).toString());
  }

  @Test
  void what_is_no_bundle_is_refused_in_a_sentence() throws Exception {
    var text = Files.writeString(work.resolve("text.xkcb"), "not a bundle");
    var refused = verify(text.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("no evidence of a ceremony").doesNotContain("Exception");
  }

  private static List<org.xksworkbench.bridge.ceremony.EvidenceFinding> check(
      TreeMap<String, byte[]> files) {
    try {
      var path = Files.createTempFile("bundle", ".xkcb");
      try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(path))) {
        zip.setLevel(0);
        for (var file : files.entrySet()) {
          zip.putNextEntry(new java.util.zip.ZipEntry(file.getKey()));
          zip.write(file.getValue());
          zip.closeEntry();
        }
      }
      var findings = new ArrayList<>(BundleCheck.of(path).findings());
      Files.delete(path);
      return findings;
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private record BundleVerifyRun(int code, String out, String err) {}

  private static BundleVerifyRun verify(String... arguments) {
    var all = new ArrayList<>(List.of("verify"));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private static BundleVerifyRun run(String... arguments) {
    var all = new ArrayList<>(List.of("ceremony"));
    all.addAll(List.of(arguments));
    var out = new StringWriter();
    var err = new StringWriter();
    var code =
        HsmBridge.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new BundleVerifyRun(code, out.toString(), err.toString());
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
}
