package org.xksworkbench.bridge.ceremony.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xksworkbench.bridge.cli.HsmBridge;

/// What `hsm-bridge ceremony verify` and the reference verifier conclude from evidence that nobody
/// changed.
class EvidenceTest {

  @TempDir private Path work;

  private final TestBundle bundle = new TestBundle();
  private final List<ObjectNode> lines = bundle.scribe.lines(TestBundle.drafts());
  private final String fingerprint = Scribe.link(lines.getLast());
  private TreeMap<String, byte[]> files;
  private Path folder;

  @BeforeEach
  void write() throws Exception {
    files = new TreeMap<>(bundle.files(lines));
    folder = TestBundle.folder(Files.createDirectory(work.resolve("bundle")), files);
  }

  private Path archive() throws Exception {
    return Files.write(work.resolve("bundle.xkcb"), TestBundle.archive(files));
  }

  private Path publicVersion() throws Exception {
    var some = new TreeMap<>(files);
    some.keySet().retainAll(List.of("public.jsonl", "seal.json", "SHA256SUMS"));
    some.put("after/notes.txt", new byte[] {1});
    return TestBundle.folder(Files.createDirectories(work.resolve("public")), some);
  }

  private record EvidenceVerifyRun(int code, String out, String err) {}

  private static EvidenceVerifyRun verify(Path path, String... options) {
    var out = new StringWriter();
    var err = new StringWriter();
    var arguments = new ArrayList<>(List.of("ceremony", "verify", path.toString()));
    arguments.addAll(List.of(options));
    var code =
        HsmBridge.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments.toArray(String[]::new));
    return new EvidenceVerifyRun(code, out.toString(), err.toString());
  }

  private String[] everybody() {
    var options = new ArrayList<String>();
    bundle.scribe.persons.forEach((id, key) -> {
      options.add("--person");
      options.add(id + "=" + key.keyid());
    });
    return options.toArray(String[]::new);
  }

  @Test
  void a_bundle_that_is_compared_with_nothing_is_consistent_and_no_more() throws Exception {
    for (var path : List.of(folder, archive(), publicVersion())) {
      var ran = verify(path);
      assertThat(ran.err()).isEmpty();
      assertThat(ran.code()).as(path.toString()).isEqualTo(3);
      assertThat(ran.out()).contains("REHEARSAL").contains("anybody can make such evidence");
      assertThat(ReferenceVerifier.of(work, path).code()).isEqualTo(3);
    }
  }

  @Test
  void the_fingerprint_from_paper_makes_it_hold() throws Exception {
    for (var path : List.of(folder, archive(), publicVersion(), folder.resolve("public.jsonl"))) {
      var ran = verify(path, "--fingerprint", fingerprint);
      assertThat(ran.err()).isEmpty();
      assertThat(ran.code()).as(path.toString()).isZero();
    }
    var said = ReferenceVerifier.of(work, folder, "fingerprint=" + fingerprint);
    assertThat(said.text()).startsWith("OK rehearsal").contains("NOT CHECKED: what plan.yaml says");
    assertThat(said.code()).isZero();
    assertThat(ReferenceVerifier.of(work, archive(), "fingerprint=" + fingerprint).code()).isZero();
    assertThat(ReferenceVerifier.of(work, publicVersion(), "fingerprint=" + fingerprint).text())
        .contains("PUBLIC, ")
        .contains(" fields withheld");
  }

  @Test
  void the_keys_of_everybody_make_it_hold_and_those_of_some_do_not() throws Exception {
    assertThat(verify(folder, everybody()).code()).isZero();
    var witness = bundle.scribe.persons.get("witness").keyid();
    assertThat(verify(folder, "--person", "witness=" + witness).code()).isEqualTo(3);
    assertThat(ReferenceVerifier.of(work, folder, "witness=" + witness).code()).isEqualTo(3);
  }

  /// A bundle with a value of a public source.
  private Path beaconIn(String step) throws Exception {
    var told = BeaconBundle.bundle(step);
    return TestBundle.folder(
        Files.createDirectory(work.resolve("beacon-" + step)),
        told.files(told.scribe.lines(BeaconBundle.drafts(step))));
  }

  @Test
  void a_value_of_a_public_source_is_told_by_both_and_counts_before_the_key_only()
      throws Exception {
    var before = beaconIn(BeaconBundle.ROOM);
    var ran = verify(before, "--require", "beacon");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out())
        .contains("before any key was made")
        .contains("source: drand quicknet")
        .contains("round: 13579")
        .contains("value: 8f21cc04d1b2a3e9")
        .contains("look it up at its source");
    var said = ReferenceVerifier.of(work, before);
    assertThat(said.code()).as(said.text()).isEqualTo(3);
    assertThat(said.text())
        .contains("BEACON, look it up: [\"drand quicknet\", \"13579\", \"8f21cc04d1b2a3e9\"]");
    var json = new ObjectMapper().readTree(verify(before, "--json").out());
    assertThat(json.at("/beacons/0/value").asText()).isEqualTo("8f21cc04d1b2a3e9");
    assertThat(json.at("/beacons/0/beforeKeys").asBoolean()).isTrue();

    var after = beaconIn(BeaconBundle.RECORDING);
    assertThat(verify(after).out()).contains("of what follows line 27");
    var required = verify(after, "--require", "beacon");
    assertThat(required.code()).isEqualTo(1);
    assertThat(required.out() + required.err()).contains("nothing shows that the keys");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--fingerprint 0000000000000000000000000000000000000000000000000000000000000000",
        "--plan 0000000000000000000000000000000000000000000000000000000000000000",
        "--person witness=0000000000000000000000000000000000000000000000000000000000000000",
        "--person mallory=0000000000000000000000000000000000000000000000000000000000000000",
        "--signer 0000000000000000000000000000000000000000000000000000000000000000",
        "--counts",
        "--real",
        "--token-serial 7654321",
        "--not-before 2027-03-02T00:00:00Z",
        "--not-after 2027-03-01T00:00:00Z",
        "--require no-deviations",
        "--require no-recovered",
        "--require no-resumptions",
        "--require beacon",
        "--require smart-cards"
      })
  void what_is_not_as_it_was_asked_is_a_finding(String options) {
    var asked = new ArrayList<>(List.of("--fingerprint", fingerprint));
    asked.addAll(List.of(options.split(" ")));
    if (options.startsWith("--fingerprint")) {
      asked.subList(0, 2).clear();
    }
    var ran = verify(folder, asked.toArray(String[]::new));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("does NOT hold: 1 findings");
  }

  @Test
  void what_is_as_it_was_asked_is_none() {
    var ran =
        verify(
            folder,
            "--fingerprint",
            fingerprint,
            "--plan",
            lines.getFirst().path("public").path("plan").asText(),
            "--token-serial",
            "1234567",
            "--token-serial",
            "other",
            "--not-before",
            "2027-03-01T00:00:00Z",
            "--not-after",
            "2027-03-02T00:00:00Z");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
  }

  @Test
  void a_serial_that_is_withheld_is_not_the_one_that_was_asked() throws Exception {
    var ran = verify(publicVersion(), "--token-serial", "1234567");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("token-serial: It is not told");
  }

  @Test
  void a_policy_file_says_the_same_as_options() throws Exception {
    var policy =
        Files.writeString(
            work.resolve("policy.toml"),
            """
            fingerprint = "%s"
            counts = "rehearsal"
            plan = "%s"
            persons = { witness = "%s" }
            token-serial = ["1234567"]
            not-before = 2027-03-01T00:00:00Z
            """
                .formatted(
                    fingerprint,
                    lines.getFirst().path("public").path("plan").asText(),
                    bundle.scribe.persons.get("witness").keyid()));
    var ran = verify(folder, "--policy", policy.toString());
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    Files.writeString(policy, "counts = \"ceremony\"\nrequire = [\"no-deviations\"]\n");
    assertThat(verify(folder, "--policy", policy.toString()).err())
        .contains("counts: This is the evidence of a rehearsal.")
        .contains("require no-deviations: Somebody deviated from the plan.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fingerprints = \"x\"",
        "fingerprint = 7",
        "fingerprint = \"not of the list\"",
        "persons = [\"witness\"]",
        "persons = { witness = 7 }",
        "not-before = \"today\"",
        "token-serial = \"1234567\"",
        "require = [\"luck\"]",
        "counts = \"real\"",
        "counts ="
      })
  void a_policy_file_that_is_not_understood_is_wrong_use(String text) throws Exception {
    var policy = Files.writeString(work.resolve("policy.toml"), text);
    var ran = verify(folder, "--policy", policy.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).isNotBlank().doesNotContain("Exception");
  }

  @Test
  void what_cannot_be_read_is_told_apart_from_what_does_not_hold() throws Exception {
    var text = Files.writeString(work.resolve("text.xkcb"), "not a bundle");
    assertThat(verify(text).code()).isEqualTo(2);
    assertThat(verify(work.resolve("nothing")).code()).isEqualTo(2);
    assertThat(verify(Files.createDirectory(work.resolve("empty"))).code()).isEqualTo(2);
    assertThat(verify(folder, "--fingerprint", "not of the list").code()).isEqualTo(2);
  }

  /// Somebody takes the seal away so that only the lines are left.
  @Test
  void a_bundle_without_its_seal_is_none_of_version_one() throws Exception {
    Files.delete(folder.resolve("seal.json"));
    var ran = verify(folder);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("seal.json: This file is missing.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"link", "folder", "empty folder"})
  void a_folder_holds_plain_files_only(String what) throws Exception {
    switch (what) {
      case "link" ->
          Files.createSymbolicLink(folder.resolve("checklist.pdf"), folder.resolve("report.pdf"));
      case "folder" ->
          Files.writeString(Files.createDirectory(folder.resolve("more")).resolve("x"), "x");
      default -> Files.createDirectory(folder.resolve("after"));
    }
    var ran = verify(folder, "--fingerprint", fingerprint);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ReferenceVerifier.of(work, folder).code()).isEqualTo(1);
  }

  @Test
  void a_program_is_told_what_it_compares_and_of_what_does_not_hold_only_why() throws Exception {
    var told = new ObjectMapper().readTree(verify(folder, "--json").out());
    assertThat(told.path("verdict").asText()).isEqualTo("nothing-compared");
    assertThat(told.path("fingerprint").asText()).isEqualTo(fingerprint);
    assertThat(told.path("people").path(1).path("name").asText()).isEqualTo("Bela Kun");
    assertThat(told.path("people").path(1).path("keyid").asText())
        .isEqualTo(bundle.scribe.persons.get("witness").keyid());
    assertThat(told.path("notChecked").toString()).contains("pages that people signed");
    var alone = verify(folder.resolve("transcript.jsonl"), "--json").out();
    assertThat(new ObjectMapper().readTree(alone).path("notChecked").toString())
        .contains("compared with the plan");
    var ran = verify(folder, "--json", "--counts");
    assertThat(ran.code()).isEqualTo(1);
    var refused = new ObjectMapper().readTree(ran.out());
    assertThat(refused.path("findings").path(0).path("file").asText()).isEqualTo("counts");
    assertThat(refused.has("fingerprint")).isFalse();
  }

  /// Whoever made the evidence chose these characters.
  @Test
  void what_is_printed_moves_no_cursor_and_turns_no_direction() throws Exception {
    var drafts = new ArrayList<>(TestBundle.drafts());
    drafts.set(0, drafts.getFirst().telling("{'title':'AES\\u001b[2J\\u202e652'}"));
    var other = bundle.scribe.lines(drafts);
    var path = TestBundle.folder(Files.createDirectory(work.resolve("other")), bundle.files(other));
    var ran = verify(path.resolve("transcript.jsonl"));
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out())
        .contains("AES\\u{001b}[2J\\u{202e}652")
        .doesNotContain("\u001b", "\u202e");
  }

  @Test
  void a_counter_signature_of_somebody_who_took_part_is_told_and_holds() throws Exception {
    var witness = bundle.scribe.persons.get("witness");
    var statement = BesideTheSeal.statement(witness, files.get("seal.json"));
    files.put(
        BesideTheSeal.name(witness),
        TestBundle.envelope(statement, java.util.Map.of("witness", witness)));
    var ran = verify(archive(), "--fingerprint", fingerprint, "--require", "counter-signature");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("Counter-signed by witness: accepted.");
    assertThat(ReferenceVerifier.of(work, archive()).text())
        .contains("COUNTER-SIGNED: accepted, by witness");
  }

  @Test
  void the_public_version_tells_no_name_no_place_and_no_reason() throws Exception {
    assertThat(Files.readString(publicVersion().resolve("public.jsonl"), StandardCharsets.UTF_8))
        .doesNotContain("Anna", "Room 4", "1234567", "slow", "payments-2027")
        .contains("AES-256", "a1b2c3");
    assertThat(verify(publicVersion()).out()).contains("fields withheld").contains("name withheld");
  }
}
