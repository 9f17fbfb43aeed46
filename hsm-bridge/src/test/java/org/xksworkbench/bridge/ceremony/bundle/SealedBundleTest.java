package org.xksworkbench.bridge.ceremony.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.ReferenceVerifier;
import org.xksworkbench.bridge.ceremony.person.KeyFile;
import org.xksworkbench.bridge.ceremony.plan.ShippedPlan;
import org.xksworkbench.bridge.ceremony.run.CeremonyFolder;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;
import org.xksworkbench.bridge.ceremony.run.CeremonyStage;
import org.xksworkbench.bridge.cli.HsmBridge;

/// Evidence of one real rehearsal of the shipped plan, with a pause, a wrong passphrase, a refusal
/// and a deviation.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealedBundleTest {

  private Path work;
  private CeremonyFolder folder;
  private Fingerprint fingerprint;
  private List<Player> people;

  @BeforeAll
  void rehearse(@TempDir Path shared) throws Exception {
    work = shared;
    folder = new CeremonyFolder(shared.resolve("ceremony"));
    var plan = ShippedPlan.EXTERNAL_KEY.plan();
    try (var stage = new CeremonyStage(Files.createDirectory(shared.resolve("tls")));
        var run = stage.begin(folder, plan)) {
      people = run.snapshot().people();
      CeremonyStage.upTo(run, "recording");
      run.pause("The camera is adjusted", CeremonyStage.as("auditor"));
      assertThatThrownBy(() ->
              run.goOn(
                  String.join(" ", run.snapshot().head().words()),
                  List.of(
                      new org.xksworkbench.bridge.ceremony.writing.SigningDesk.PassphraseGiven(
                          "auditor", "it was another one".toCharArray()))))
          .isInstanceOf(CeremonyException.class);
      run.goOn(
          String.join(" ", run.snapshot().head().words()), List.of(CeremonyStage.as("auditor")));
      CeremonyStage.upTo(run, "generate");
      run.refuse("The phone rang", CeremonyStage.as("witness"));
      run.deviate(
          "The phone is off now",
          Content.Deviated.Concern.PEOPLE,
          CeremonyStage.as("operator", "witness"),
          false);
      CeremonyStage.toTheEnd(run);
      fingerprint = CeremonyStage.seal(run);
    }
    keepForEyes(folder.bundle(), plan.text());
  }

  /// Pictures of these are looked at by people.
  private static void keepForEyes(Path bundle, String plan) throws Exception {
    var kept = Path.of(System.getProperty("xksw.basedir"), "hsm-bridge", "target", "ceremony");
    Files.createDirectories(kept);
    Files.copy(
        bundle.resolve("report.pdf"),
        kept.resolve("report.pdf"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.write(
        kept.resolve("script.pdf"),
        ScriptPdf.of(org.xksworkbench.bridge.ceremony.plan.Plan.parse(plan)));
  }

  @AfterAll
  void letDelete() throws Exception {
    try (var files = Files.walk(work)) {
      files.forEach(file -> file.toFile().setWritable(true));
    }
  }

  @Test
  void ours_and_the_reference_verifier_accept_it_compared_with_paper() throws Exception {
    var bundle = folder.bundle().toString();
    var holds = run("verify", bundle, "--fingerprint", fingerprint.hex());
    assertThat(holds.code()).as(holds.err()).isZero();
    assertThat(holds.out())
        .contains(
            "REHEARSAL. Nothing of it counts.",
            "Deviations: 1, resumptions: 0",
            "wrong secrets: 1",
            "operator, Olga Operator. Ed25519 key made at the table:");
    assertThat(run("verify", bundle).code()).as("compared with nothing").isEqualTo(3);
    assertThat(run("verify", bundle, "--fingerprint", fingerprint.hex(), "--counts").code())
        .isOne();
    var persons = new ArrayList<>(List.of("verify", bundle));
    people.forEach(
        person -> persons.addAll(List.of("--person", person.id() + "=" + person.key().hex())));
    assertThat(run(persons.toArray(String[]::new)).code()).isZero();
    var reference = ReferenceVerifier.of(work, folder.bundle(), "fingerprint=" + fingerprint.hex());
    assertThat(reference.code()).as(reference.text()).isZero();
  }

  @Test
  void in_one_file_it_verifies_to_the_same_fingerprint() throws Exception {
    var one = work.resolve("one.xkcb");
    var packed = run("export", folder.bundle().toString(), "--to", one.toString());
    assertThat(packed.code()).as(packed.err()).isZero();
    assertThat(run("verify", one.toString(), "--fingerprint", fingerprint.hex()).code()).isZero();
    var reference = ReferenceVerifier.of(work, one, "fingerprint=" + fingerprint.hex());
    assertThat(reference.code()).as(reference.text()).isZero();
    assertThat(run("export", folder.bundle().toString(), "--to", one.toString()).err())
        .contains("is there already");
  }

  @Test
  void what_came_is_compared_with_another_rehearsal_and_not_with_itself() {
    var bundle = folder.bundle().toString();
    var same = run("compare", bundle, bundle);
    assertThat(same.code()).isEqualTo(2);
    assertThat(same.err()).contains("the evidence of one ceremony");
  }

  @Test
  void what_others_may_see_names_no_person_no_serial_and_no_arn() throws Exception {
    assertThat(Files.readString(folder.bundle().resolve("public.jsonl")))
        .doesNotContain("Olga", "Wanda", "Arno", "arn:aws", "camera", "payments-2027", "phone")
        .contains("\"AES-256\"", "fact.checkValue", "\"counts\":\"rehearsal\"");
  }

  @Test
  void a_plan_is_printed_checked_and_made_a_script_and_a_person_gets_a_key() throws Exception {
    var plan = work.resolve("plan.yaml");
    Files.writeString(plan, run("plans", "external-key").out());
    assertThat(plan).content().isEqualTo(ShippedPlan.EXTERNAL_KEY.text());
    var words = ShippedPlan.EXTERNAL_KEY.plan().fingerprint().words();
    assertThat(run("check", plan.toString()).out())
        .contains(String.join(" ", words.subList(24, 32)));
    var script = work.resolve("script.pdf");
    assertThat(run("script", plan.toString(), "--out", script.toString()).code()).isZero();
    assertThat(run("script", plan.toString(), "--out", script.toString()).err())
        .contains("is there already");
    Files.writeString(plan, "ceremony: 1\npin: 1\n");
    assertThat(run("check", plan.toString()).err())
        .startsWith(plan + ", line 2: \"pin\" is not known");

    var passphrase = work.resolve("passphrase");
    Files.writeString(passphrase, "correct horse battery\n");
    if (passphrase.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(
          passphrase, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
    var key = work.resolve("anna.pem");
    var made = run("person", "--out", key.toString(), "--passphrase-file", passphrase.toString());
    assertThat(made.code()).as(made.err()).isZero();
    var read = KeyFile.at(key);
    assertThat(made.out()).contains(String.join(" ", read.key().keyid().words().subList(0, 8)));
    assertThat(read.open("correct horse battery".toCharArray())).isPresent();
    Files.writeString(passphrase, "short\n");
    var refused =
        run(
            "person",
            "--out",
            work.resolve("never").toString(),
            "--passphrase-file",
            passphrase.toString());
    assertThat(refused.err()).contains("14 characters at least");
    assertThat(work.resolve("never")).doesNotExist();
  }

  @Test
  void the_report_tells_what_matters_and_its_qr_code_holds_the_fingerprint() throws Exception {
    try (var report = Loader.loadPDF(folder.bundle().resolve("report.pdf").toFile())) {
      var text = new PDFTextStripper().getText(report);
      assertThat(text)
          .contains(
              "REHEARSAL",
              "Olga Operator",
              "Wanda Witness",
              "arn:aws:kms:us-east-1:",
              "The camera is adjusted",
              "Check value",
              "tamper-evident, not tamper-proof")
          .contains(fingerprint.groups().getFirst(), fingerprint.words().getFirst())
          .contains(people.getFirst().key().words().get(5));
      assertThat(scanned(report)).isEqualTo(fingerprint.hex());
    }
  }

  /// As a scanner does, which looks again from nearer: at one look, zxing misses about one code in
  /// fifty, each of them clean (measured with random fingerprints).
  private static String scanned(PDDocument report) throws IOException {
    for (var dpi = 144; dpi <= 300; dpi += 26) {
      var picture = new PDFRenderer(report).renderImageWithDPI(0, dpi);
      var width = picture.getWidth();
      var pixels = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
      var light = new RGBLuminanceSource(width, picture.getHeight(), pixels);
      try {
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(light))).getText();
      } catch (ReaderException e) {
        // From nearer.
      }
    }
    throw new AssertionError("There is no QR code on the first page that can be read.");
  }

  @ParameterizedTest
  @EnumSource(ShippedPlan.class)
  void the_script_of_every_shipped_plan_has_its_steps_and_its_fingerprint(ShippedPlan shipped)
      throws Exception {
    var plan = shipped.plan();
    try (var script = Loader.loadPDF(ScriptPdf.of(plan))) {
      var text = new PDFTextStripper().getText(script);
      assertThat(text)
          .contains("Initials", "Time", plan.fingerprint().words().getLast())
          .contains(plan.roles().values().stream().map(role -> role.title()).toList());
      assertThat(text.replaceAll("\\s+", " "))
          .contains(plan.steps().stream().map(step -> step.title()).toList());
    }
  }

  private record ToldRun(int code, String out, String err) {}

  private static ToldRun run(String... arguments) {
    var all = new ArrayList<>(List.of("ceremony"));
    all.addAll(List.of(arguments));
    var out = new StringWriter();
    var err = new StringWriter();
    var code =
        HsmBridge.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new ToldRun(code, out.toString(), err.toString());
  }
}
