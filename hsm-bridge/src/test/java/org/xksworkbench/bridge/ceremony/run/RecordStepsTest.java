package org.xksworkbench.bridge.ceremony.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xksworkbench.bridge.ceremony.run.CeremonyStage.as;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceLine;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.writing.FileToAttach;
import org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.SoftHsm;

/// Steps whose lines people write themselves: who took what, files in the evidence, and what is
/// kept elsewhere.
class RecordStepsTest {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1};

  @TempDir private Path work;

  private final Plan plan = Plan.parse(RecordPlan.TEXT);
  private HsmSession session;
  private CeremonyFolder folder;
  private CeremonyRun run;

  @BeforeEach
  void begin() {
    session = SoftHsm.newSession();
    folder = new CeremonyFolder(work.resolve("ceremony"));
    run = CeremonyStage.beginOnTokenAlone(folder, plan, session);
  }

  @AfterEach
  void end() throws Exception {
    run.close();
    session.close();
    try (var files = Files.walk(work)) {
      files.forEach(file -> file.toFile().setWritable(true));
    }
  }

  private static CustodyMove move(Content.Custody.Move what, String bag, OptionalInt photo) {
    return new CustodyMove(what, true, "HSM", "1234567", bag, "A 0017", "", "Safe 2", photo);
  }

  private void attach(Path file, String caption) {
    run.attach(file, FileToAttach.of(file).withCaption(caption), as("auditor"));
  }

  private int lines() {
    return run.entries().size();
  }

  private void confirm(String... people) {
    for (var person : people) {
      run.confirm(as(person));
    }
  }

  @Test
  void custody_attachments_and_what_is_elsewhere_are_in_evidence_that_both_verifiers_take()
      throws Exception {
    var photo = Files.write(work.resolve("the bag.png"), PNG);
    var before = lines();
    assertThatThrownBy(() -> run.act(Map.of()))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("take, open. Written down so far: none");
    assertThat(lines()).as("nothing was written").isEqualTo(before);
    // A wrong passphrase is a line of its own, and the file is called after the line that attaches.
    assertThatThrownBy(() ->
            run.attach(
                photo,
                FileToAttach.of(photo),
                new PassphraseGiven("auditor", "another one".toCharArray())))
        .hasMessageContaining("not the passphrase");
    attach(photo, "The bag");
    var attached = lines();
    run.moveCustody(
        move(Content.Custody.Move.TAKE, "A 0017", OptionalInt.of(attached)),
        as("operator", "witness"));
    assertThatThrownBy(() -> run.act(Map.of())).hasMessageContaining("so far: take");
    assertThatThrownBy(() ->
            run.moveCustody(
                move(Content.Custody.Move.OPEN, "", OptionalInt.empty()),
                as("operator", "operator")))
        .hasMessageContaining("2 different people");
    run.moveCustody(
        move(Content.Custody.Move.OPEN, "", OptionalInt.empty()), as("operator", "witness"));
    run.act(Map.of());
    confirm("operator", "witness");

    assertThatThrownBy(() -> run.act(Map.of())).hasMessageContaining("Attach it first");
    run.pause("Tea", as("auditor"));
    var text = Files.writeString(work.resolve("approval.txt"), "Approved, Çelik.\n");
    assertThatThrownBy(() -> attach(text, "x")).hasMessageContaining("does not run now");
    run.goOn(String.join(" ", run.snapshot().head().words()), as("auditor", "operator"));
    attach(text, "The approval");
    run.act(Map.of());
    confirm("auditor");

    assertThatThrownBy(() -> run.act(Map.of())).hasMessageContaining("where it is kept");
    run.keepElsewhere(
        new FileToAttach("", Fingerprint.of("video"), 5, "video/mp4", "The room"),
        "Safe 2",
        as("witness"));
    run.act(Map.of());
    confirm("witness");
    run.act(Map.of());
    confirm("operator", "auditor");
    var fingerprint = CeremonyStage.seal(run);

    assertThat(folder.bundle().resolve("attachments/%03d-the-bag.png".formatted(attached)))
        .hasBinaryContent(PNG);
    var pins = new Pins();
    pins.fingerprint(fingerprint.hex());
    var check = EvidenceCheck.of(folder.bundle(), pins);
    assertThat(check.findings()).isEmpty();
    assertThat(check.verdict()).isEqualTo(EvidenceCheck.EvidenceVerdict.HOLDS);
    var transcript = Files.readString(folder.bundle().resolve("transcript.jsonl"));
    assertThat(transcript).contains("image/png", "text/plain", "take open");
    var said = ReferenceVerifier.of(work, folder.bundle(), "fingerprint=" + fingerprint.hex());
    assertThat(said.code()).as(said.text()).isZero();
  }

  @Test
  void another_bag_and_a_file_of_another_type_are_seen() throws Exception {
    attach(Files.write(work.resolve("bag.png"), PNG), "The bag");
    var photo = OptionalInt.of(lines());
    run.moveCustody(move(Content.Custody.Move.TAKE, "B 0018", photo), as("operator", "witness"));
    run.moveCustody(
        move(Content.Custody.Move.OPEN, "", OptionalInt.empty()), as("operator", "witness"));
    run.act(Map.of());
    assertThat(run.snapshot().current().orElseThrow().differences())
        .containsExactly("bag: expected \"A 0017\", came \"B 0018\"");
    run.deviate(
        "The last ceremony wrote down another one",
        Content.Deviated.Concern.SECURITY,
        as("operator", "witness"),
        false);
    confirm("operator", "witness");
    attach(work.resolve("bag.png"), "The approval");
    assertThatThrownBy(() -> run.act(Map.of()))
        .hasMessageContaining("is image/png, and the step takes text/plain");
    run.deviate(
        "It was a photo of the wrong paper",
        Content.Deviated.Concern.SCRIPT,
        as("operator", "witness"),
        true);
    run.abort("Enough", as("operator", "witness"));
    var _ = CeremonyStage.seal(run);
    assertThat(EvidenceCheck.of(folder.bundle(), new Pins()).findings()).isEmpty();
  }

  @Test
  void a_step_tells_what_is_not_written_down_yet_and_what_is() throws Exception {
    assertThat(asked().missing()).contains("take, open. Written down so far: none");
    attach(Files.write(work.resolve("bag.png"), PNG), "The bag");
    run.moveCustody(
        move(Content.Custody.Move.TAKE, "A 0017", OptionalInt.of(lines())),
        as("operator", "witness"));
    assertThat(asked().lines())
        .extracting(EvidenceLine::kind)
        .containsExactly("attached", "custody");
    run.moveCustody(
        move(Content.Custody.Move.OPEN, "", OptionalInt.empty()), as("operator", "witness"));
    assertThat(asked().missing()).isEmpty();
    run.act(Map.of());
    confirm("operator", "witness");
    assertThat(asked().lines()).as("of the step before").isEmpty();
    assertThat(asked().missing()).contains("Attach it first");
  }

  private CeremonySnapshot.PeoplesRecord asked() {
    return run.snapshot().current().orElseThrow().record().orElseThrow();
  }

  @Test
  void a_file_that_is_another_than_the_one_whose_hash_was_shown_is_not_attached() throws Exception {
    var photo = Files.write(work.resolve("bag.png"), PNG);
    var seen = FileToAttach.of(photo).withCaption("The bag");
    var before = lines();
    Files.writeString(photo, "something else");
    assertThatThrownBy(() -> run.attach(photo, seen, as("auditor")))
        .isInstanceOf(CeremonyException.class)
        .hasMessageContaining("was changed after its SHA-256 was shown");
    assertThat(lines()).as("nothing was written").isEqualTo(before);
    assertThatThrownBy(() -> FileToAttach.of(work)).hasMessageContaining("is no file");
    var large = work.resolve("video.mp4");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength((256L << 20) + 1);
    }
    assertThatThrownBy(() -> FileToAttach.of(large)).hasMessageContaining("larger than 256 MiB");
  }
}
