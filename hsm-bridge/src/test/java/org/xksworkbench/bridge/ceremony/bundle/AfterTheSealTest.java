package org.xksworkbench.bridge.ceremony.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;
import org.xksworkbench.bridge.ceremony.person.KeyFile;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.run.CeremonyFolder;
import org.xksworkbench.bridge.ceremony.run.CeremonyRun;
import org.xksworkbench.bridge.ceremony.run.CeremonyStage;
import org.xksworkbench.bridge.ceremony.run.Devices;
import org.xksworkbench.bridge.ceremony.run.EnvironmentProbe;
import org.xksworkbench.bridge.ceremony.run.Setup;
import org.xksworkbench.bridge.cli.HsmBridge;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// What is made of a sealed bundle of a real rehearsal: counter-signatures, anchors, checklists and
/// public versions, by the commands that do it. The auditor brought a key, the others made theirs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AfterTheSealTest {

  private static final String PLAN =
      """
      ceremony: 2
      title: A key and what comes after its ceremony
      roles:
        operator: {title: Operator}
        witness: {title: Internal witness}
        auditor: {title: Auditor}
      values: {label: after-the-seal}
      counter-sign: yes
      steps:
        - id: room
          title: The room
          do: confirm
          by: operator
          confirm: [witness, auditor]
          say: Nobody else is here.
          covers: [BR 6.1.1.1]
        - id: generate
          title: The key
          do: generate-key
          by: operator
          authorise: [witness]
          confirm: [witness, auditor]
          with: {label: "${label}"}
          expect: {type: AES-256}
          covers: [WT 4.1, BR 6.1.1.1]
        - id: aside
          title: Nobody does this
          do: say
          by: operator
          confirm: [witness]
          say: It is left out.
          covers: [PCI 9-2]
        - id: end
          title: The end
          do: export
          by: operator
          confirm: [auditor]
      """;

  private Path work;
  private Path sealed;
  private Fingerprint fingerprint;
  private Path ownKey;
  private Path otherKey;
  private Path secret;
  private TimeStampAuthority authority;

  /// A copy for each test.
  private Path bundle;

  @BeforeAll
  void rehearse(@TempDir Path shared) throws Exception {
    work = shared;
    ownKey = work.resolve("auditor.pem");
    KeyFile.create(ownKey, CeremonyStage.passphrase("auditor").toCharArray());
    otherKey = work.resolve("other.pem");
    KeyFile.create(otherKey, CeremonyStage.passphrase("auditor").toCharArray());
    secret = work.resolve("secret");
    Files.writeString(secret, CeremonyStage.passphrase("auditor") + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    authority = TimeStampAuthority.in(Files.createDirectory(work.resolve("authority")));
    var folder = new CeremonyFolder(work.resolve("ceremony"));
    var plan = Plan.parse(PLAN);
    var people = CeremonyStage.people(plan);
    people.bring("auditor", "Arno Auditor", ownKey);
    try (var session = SoftHsm.newSession();
        var run =
            CeremonyRun.start(
                folder,
                new Setup(
                    plan,
                    true,
                    people,
                    "Room 4",
                    new Devices(SoftHsm.hsm().module(), session, Optional.empty()),
                    new EnvironmentProbe(),
                    CeremonyStage.CLOCK),
                CeremonyStage.everybody(plan))) {
      CeremonyStage.upTo(run, "aside");
      run.deviate(
          "There is nothing to say",
          Content.Deviated.Concern.SCRIPT,
          CeremonyStage.as("operator", "witness"),
          true);
      CeremonyStage.toTheEnd(run);
      fingerprint = CeremonyStage.seal(run);
    }
    sealed = folder.bundle();
  }

  @BeforeEach
  void copy() throws IOException {
    bundle = Files.createTempDirectory(work, "copy");
    try (var files = Files.list(sealed)) {
      for (var file : files.toList()) {
        Files.copy(file, bundle.resolve(file.getFileName()));
      }
    }
  }

  @AfterAll
  void letDelete() throws Exception {
    try (var files = Files.walk(work)) {
      files.forEach(file -> file.toFile().setWritable(true));
    }
  }

  private record AfterRun(int code, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  private static AfterRun run(Object... arguments) {
    var all = new ArrayList<>(List.of("ceremony"));
    List.of(arguments).forEach(argument -> all.add(argument.toString()));
    var out = new StringWriter();
    var err = new StringWriter();
    var code =
        HsmBridge.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new AfterRun(code, out.toString(), err.toString());
  }

  private AfterRun countersign(Path what, Path key, Object... more) {
    var all =
        new ArrayList<Object>(
            List.of("countersign", what, "--key", key, "--passphrase-file", secret));
    all.addAll(List.of(more));
    return run(all.toArray());
  }

  private AfterRun verify(Path what, Object... more) {
    var all = new ArrayList<Object>(List.of("verify", what, "--fingerprint", fingerprint));
    all.addAll(List.of(more));
    return run(all.toArray());
  }

  private ReferenceVerifier.Said reference(Path what, String... more) throws Exception {
    var pins = new ArrayList<>(List.of("fingerprint=" + fingerprint.hex()));
    pins.addAll(List.of(more));
    return ReferenceVerifier.of(work, what, pins.toArray(String[]::new));
  }

  private Path packed() {
    var one = bundle.resolveSibling(bundle.getFileName() + ".xkcb");
    assertThat(run("export", bundle, "--to", one).code()).isZero();
    return one;
  }

  @Test
  void an_auditor_counter_signs_with_the_key_that_they_brought_and_both_verifiers_know_it()
      throws Exception {
    assertThat(verify(bundle, "--require", "counter-signature").code()).isOne();
    var signed = countersign(bundle, ownKey, "--fingerprint", fingerprint, "--json");
    assertThat(signed.code()).as(signed.err()).isZero();
    var keyid = KeyFile.at(ownKey).key().keyid().hex();
    assertThat(signed.json().path("file").asText())
        .isEqualTo("after/counter-" + keyid.substring(0, 8) + ".json");
    assertThat(signed.json().path("checked").toString()).isEqualTo("[\"fingerprint\"]");
    var told = verify(bundle, "--require", "counter-signature");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("Counter-signed by auditor: accepted.");
    var said = reference(bundle);
    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text()).contains("COUNTER-SIGNED: accepted, by auditor");
    assertThat(countersign(bundle, ownKey, "--fingerprint", fingerprint).err())
        .contains("is there already");
  }

  @Test
  void nothing_is_signed_that_was_compared_with_nothing_does_not_hold_or_by_a_key_of_the_table()
      throws Exception {
    assertThat(countersign(bundle, ownKey).code()).isEqualTo(3);
    assertThat(countersign(bundle, ownKey, "--fingerprint", "0".repeat(64)).code()).isOne();
    assertThat(countersign(bundle, ownKey, "--fingerprint", fingerprint, "--reject").code())
        .as("without a reason")
        .isEqualTo(2);
    assertThat(countersign(bundle.resolve("transcript.jsonl"), ownKey).code()).isEqualTo(2);
    Files.writeString(secret.resolveSibling("wrong"), "it was another one\n");
    Files.setPosixFilePermissions(
        secret.resolveSibling("wrong"), PosixFilePermissions.fromString("rw-------"));
    assertThat(
            run(
                    "countersign",
                    bundle,
                    "--key",
                    ownKey,
                    "--passphrase-file",
                    secret.resolveSibling("wrong"),
                    "--fingerprint",
                    fingerprint)
                .code())
        .isEqualTo(77);
    assertThat(bundle.resolve("after")).doesNotExist();
  }

  @Test
  void somebody_who_did_not_take_part_is_known_by_their_key_from_paper() throws Exception {
    var signed =
        countersign(
            bundle, otherKey, "--fingerprint", fingerprint, "--exception", "The door stood open.");
    assertThat(signed.code()).as(signed.err()).isZero();
    var unknown = verify(bundle, "--require", "counter-signature");
    assertThat(unknown.code()).isOne();
    var keyid = KeyFile.at(otherKey).key().keyid();
    var known = verify(bundle, "--require", "counter-signature", "--counter-signer", keyid);
    assertThat(known.code()).as(known.err()).isZero();
    assertThat(known.out()).contains("accepted, with exceptions.", "The door stood open.");
    assertThat(verify(bundle, "--counter-signer", "0".repeat(64)).err())
        .contains("counter-signer: Nobody counter-signed");
    assertThat(
            countersign(
                    bundle,
                    ownKey,
                    "--fingerprint",
                    fingerprint,
                    "--reject",
                    "--exception",
                    "No bag was sealed.")
                .code())
        .isZero();
    assertThat(verify(bundle, "--require", "counter-signature", "--counter-signer", keyid).code())
        .as("one of two rejects it")
        .isOne();
    assertThat(reference(bundle).text())
        .contains("COUNTER-SIGNED: rejected, by auditor")
        .contains("by nobody who took part, key " + keyid.hex());
  }

  @Test
  void a_bundle_in_one_file_gets_another_file_that_has_the_signature() throws Exception {
    var one = packed();
    assertThat(countersign(one, ownKey, "--fingerprint", fingerprint).err()).contains("--to");
    var two = work.resolve("two.xkcb");
    var signed = countersign(one, ownKey, "--fingerprint", fingerprint, "--to", two);
    assertThat(signed.code()).as(signed.err()).isZero();
    var told = verify(two, "--require", "counter-signature");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(reference(two).code()).isZero();
    assertThat(verify(one).out()).doesNotContain("Counter-signed");
    try (var left = Files.list(work)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".added") || name.startsWith(".bundle"));
    }
  }

  @Test
  void a_time_stamp_is_asked_for_and_added_as_files_and_holds_under_its_authority()
      throws Exception {
    var query = bundle.resolveSibling(bundle.getFileName() + ".tsq");
    assertThat(run("anchor", bundle, "--query", query).code()).isZero();
    var answer = authority.answer(query);
    var alone = run("anchor", bundle, "--tsr", answer);
    assertThat(alone.code()).as("its authority was compared with nothing").isEqualTo(3);
    assertThat(bundle.resolve("after/seal.tsr")).exists();
    var again =
        run("anchor", bundle, "--tsr", answer, "--tsa-ca", authority.certificate(), "--json");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.json().path("file").asText()).isEqualTo("after/seal-2.tsr");
    assertThat(again.json().path("trusted").asBoolean()).isTrue();
    var anchored = verify(bundle, "--require", "anchor", "--tsa-ca", authority.certificate());
    assertThat(anchored.code()).as(anchored.err()).isZero();
    assertThat(anchored.out()).contains("says CN=Test time stamps.");
    assertThat(verify(bundle, "--require", "anchor").code()).isOne();
    var said = reference(bundle, "tsa=" + authority.certificate());
    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text()).contains("TIME STAMP HOLDS: after/seal.tsr");
    assertThat(reference(bundle).text()).contains("NOT CHECKED: after/seal.tsr");
  }

  @Test
  void a_time_stamp_of_something_else_or_of_another_authority_is_not_taken(@TempDir Path folder)
      throws Exception {
    var other = authority.stamp(bundle.resolve("plan.yaml"));
    var refused = run("anchor", bundle, "--tsr", other);
    assertThat(refused.code()).isOne();
    assertThat(refused.err()).contains("a time stamp of something else than this seal");
    assertThat(run("anchor", bundle, "--tsr", bundle.resolve("plan.yaml")).code()).isOne();
    assertThat(bundle.resolve("after")).doesNotExist();
    assertThat(run("verify", bundle).code()).isEqualTo(3);
    var strange = TimeStampAuthority.in(folder);
    var stamp = strange.stamp(bundle.resolve("seal.json"));
    assertThat(run("anchor", bundle, "--tsr", stamp, "--tsa-ca", authority.certificate()).code())
        .isEqualTo(3);
    assertThat(verify(bundle, "--require", "anchor", "--tsa-ca", authority.certificate()).code())
        .isOne();
    assertThat(reference(bundle, "tsa=" + authority.certificate()).code()).isOne();
    var archive = packed();
    var target = work.resolve("never.xkcb");
    assertThat(run("anchor", archive, "--tsr", other, "--to", target).code()).isOne();
    assertThat(target).doesNotExist();
  }

  @Test
  void a_proof_of_opentimestamps_and_a_publication_are_added_and_must_be_of_this_ceremony()
      throws Exception {
    var proof = bundle.resolveSibling(bundle.getFileName() + ".ots");
    var head =
        java.util.HexFormat.of()
            .parseHex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e892940108");
    var seal = Fingerprint.ofFile(bundle.resolve("seal.json")).hex();
    Files.write(proof, head);
    Files.write(
        proof,
        java.util.HexFormat.of().parseHex("0".repeat(64)),
        java.nio.file.StandardOpenOption.APPEND);
    assertThat(run("anchor", bundle, "--ots", proof).code()).isOne();
    Files.write(proof, head);
    Files.write(
        proof,
        java.util.HexFormat.of().parseHex(seal + "f010"),
        java.nio.file.StandardOpenOption.APPEND);
    assertThat(run("anchor", bundle, "--ots", proof).code()).isEqualTo(3);
    var scan = Files.write(work.resolve("page.png"), new byte[] {1, 2, 3});
    assertThat(run("anchor", bundle, "--published", "The Gazette, page 7").code()).isEqualTo(2);
    var published =
        run(
            "anchor",
            bundle,
            "--published",
            "The Gazette, page 7",
            "--on",
            "2027-03-04",
            "--scan",
            scan);
    assertThat(published.code()).as(published.err()).isEqualTo(3);
    var told = verify(bundle);
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("Said to be printed on 2027-03-04: The Gazette, page 7");
    assertThat(reference(bundle).code()).isZero();
    Files.write(
        bundle.resolve("after/publication.png"),
        new byte[] {1, 2, 4},
        java.nio.file.StandardOpenOption.DSYNC);
    assertThat(verify(bundle).err()).contains("after/publication.json: The scan");
  }

  @Test
  void a_reader_is_told_the_fields_that_are_chosen_and_gets_to_the_same_fingerprint()
      throws Exception {
    assertThat(countersign(bundle, ownKey, "--fingerprint", fingerprint).code()).isZero();
    var target = work.resolve("told");
    var told =
        run(
            "disclose",
            bundle,
            "--to",
            target,
            "--tell",
            "1:name.witness",
            "--tell",
            "reason",
            "--json");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.json().path("told").asInt()).isEqualTo(2);
    assertThat(target).isDirectoryNotContaining("glob:**transcript.jsonl");
    assertThat(target.resolve("disclosed.jsonl"))
        .content()
        .contains("Wanda Witness", "There is nothing to say")
        .doesNotContain("Olga", "Room 4");
    assertThat(target.resolve("public.jsonl")).content().doesNotContain("Wanda");
    var verified = verify(target, "--require", "counter-signature");
    assertThat(verified.code()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("Public version", "Wanda Witness");
    var said = reference(target);
    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text()).contains("PUBLIC, " + told.json().path("withheld").asInt());
    var archive = work.resolve("told.xkcb");
    assertThat(run("disclose", bundle, "--to", archive).code()).isZero();
    assertThat(verify(archive).code()).isZero();
    assertThat(reference(archive).code()).isZero();
    assertThat(run("disclose", bundle, "--to", archive).code()).isEqualTo(2);
    assertThat(run("disclose", target, "--to", work.resolve("again")).code()).isEqualTo(2);
    assertThat(run("disclose", bundle, "--to", work.resolve("no"), "--tell", "rumour").err())
        .contains("There is no field rumour");
    var lines = Files.readString(target.resolve("disclosed.jsonl"));
    target.resolve("disclosed.jsonl").toFile().setWritable(true);
    Files.writeString(target.resolve("disclosed.jsonl"), lines.replace("Wanda", "Wenda"));
    assertThat(verify(target).err()).contains("disclosed.jsonl, line 1");
    assertThat(reference(target).code()).isOne();
  }

  @Test
  void a_checklist_says_what_must_be_seen_what_came_and_what_no_step_covers() throws Exception {
    var demands = work.resolve("demands");
    Files.writeString(demands, "# of the owner\nBR 6.1.1.1\nPCI 9-2\nWT 4.6\n");
    var plan = bundle.resolve("plan.yaml");
    var before = work.resolve("before.pdf");
    var made = run("checklist", plan, "--out", before, "--demands", demands);
    assertThat(made.code()).as(made.err()).isEqualTo(3);
    assertThat(made.out()).contains("WT 4.6").doesNotContain("PCI 9-2");
    assertThat(text(before))
        .contains("FOR THE AUDITOR", "signs before it that it be done: Internal witness", "BR 6.1")
        .contains("four head words", "Demands that no step covers", "[    ]");
    var after = work.resolve("after.pdf");
    var told = run("checklist", bundle, "--out", after, "--demands", demands, "--json");
    assertThat(told.code()).as(told.err()).isEqualTo(3);
    assertThat(told.json().path("uncovered").toString())
        .as("the step that covers one was left out")
        .isEqualTo("[\"PCI 9-2\",\"WT 4.6\"]");
    assertThat(told.json().path("steps").findValuesAsText("end"))
        .containsExactly("done", "done", "left-out", "done");
    assertThat(text(after))
        .contains("LEFT OUT", "There is nothing to say", "authorised by Wanda Witness");
    Files.writeString(demands, "BR 6.1.1.1\n");
    assertThat(run("checklist", plan, "--json", "--demands", demands).code()).isZero();
    assertThat(run("checklist", plan).code()).isEqualTo(2);
    assertThat(run("checklist", plan, "--out", before).err()).contains("is there already");
    var kept = Path.of(System.getProperty("xksw.basedir"), "hsm-bridge", "target", "ceremony");
    Files.createDirectories(kept);
    for (var paper : List.of(before, after)) {
      Files.copy(
          paper,
          kept.resolve("checklist-" + paper.getFileName()),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String text(Path pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf.toFile())) {
      return new PDFTextStripper().getText(document);
    }
  }
}
