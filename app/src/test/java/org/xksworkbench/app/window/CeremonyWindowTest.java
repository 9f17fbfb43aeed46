package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Pins;

/// Key ceremonies in the real window on the real demo, by mouse and keyboard.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CeremonyWindowTest {

  static final List<String> ROLES = List.of("operator", "witness", "auditor");
  private static final Pattern CHECK_VALUE =
      Pattern.compile("check value\\s.*?([0-9A-F]{6})", Pattern.DOTALL);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private DemoWindow window;
  private Path folder;

  @BeforeAll
  void open(@TempDir Path shared) throws Exception {
    folder = shared;
    window = new DemoWindow(shared);
  }

  @AfterAll
  void close() {
    window.close();
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    window.assertNothingReported();
  }

  @Test
  void three_people_follow_the_shipped_plan_to_evidence_that_verifies() throws Exception {
    begin();
    var checkValue = "";
    while (window.isShown("#ceremony-run")) {
      enter(checkValue);
      var title = window.textsOf("#step-title");
      signOff();
      if (title.contains("Read the check value") && checkValue.isEmpty()) {
        checkValue = checkValue(window);
      }
    }
    var finished = signTranscript();
    assertThat(finished.summary().orElseThrow().header().counts())
        .isEqualTo(Content.Counts.REHEARSAL);
    assertThat(window.textsOf("#result"))
        .contains("payments-2027")
        .contains("arn:aws:kms:")
        .contains(checkValue)
        .contains("Request ID of CreateKey");
    assertThat(window.textsOf("#final-fingerprint"))
        .contains(fingerprint(finished).words().getFirst());
    window.click("#ceremony-done");

    window.go(new Destination.HsmKeyScreen("payments-2027"));
    window.awaitText("#lineage-strip", "AES-256 key for an external key store");
    assertThat(window.textsOf("#lineage-strip"))
        .contains(fingerprint(finished).hex().substring(0, 8));
  }

  @Test
  void a_wrong_person_a_wrong_value_a_deviation_a_pause_and_an_abort() throws Exception {
    begin();
    signOff();
    signOff();
    window.click("#sign-witness");
    window.awaitText("#page-title", "witness-name signs");
    assertThat(window.textsOf("#page-statement")).contains("I, witness-name (Witness)");
    assertThat(window.textsOf("#page-signed")).contains("The opening").contains("signature 2");
    assertThat(window.isShown("#ceremony-steps")).as("nothing else is shown").isFalse();
    window.press(KeyCode.ENTER);
    assertThat(window.isShown(".dialog-pane")).as("an Enter too many signs nothing").isFalse();
    window.click("#page-sign");
    window.type("#dialog-input", passphrase("operator"));
    window.press(KeyCode.ENTER);
    window.awaitText("#ceremony-problem", "not the passphrase of witness");
    window.click("#page-back");
    signOff();
    signOff();

    window.press(KeyCode.F7);
    window.type("#reason", "The camera is adjusted");
    window.click("#agree-auditor");
    window.click("#interlude-record");
    identify("auditor");
    window.awaitText("#stopped", "The camera is adjusted");
    goOn("auditor");
    window.awaitText("#step-title", "Note how the ceremony is recorded");
    enter("");
    while (window.textsOf("#step-title").contains("Note how the ceremony is recorded")) {
      signOff();
    }
    window.awaitText("#step-title", "Check the clock");
    window.type(
        "#entry-reference",
        TIME.format(Instant.now().plus(Duration.ofHours(3)).atZone(ZoneOffset.UTC)));
    signOff();
    window.awaitText("#differences", "within: expected \"yes\", came \"no\"");
    assertThat(window.isShown("#sign-auditor")).isFalse();
    window.press(KeyCode.F6);
    window.type("#reason", "The other clock is wrong");
    window.click("#agree-operator");
    assertThat(window.isDisabled("#interlude-record")).isTrue();
    window.click("#agree-witness");
    window.click("#interlude-record");
    identify("operator");
    identify("witness");
    window.await("that people can sign", () -> window.isShown("#sign-auditor"));
    while (window.textsOf("#step-title").contains("Check the clock")) {
      signOff();
    }
    window.awaitText("#ceremony-steps", "Check the clock (with a deviation)");

    window.press(KeyCode.F9);
    window.type("#reason", "Fire alarm");
    window.click("#agree-operator");
    window.click("#agree-auditor");
    window.click("#interlude-record");
    identify("operator");
    identify("auditor");
    window.awaitText("#ceremony-end", "The ceremony was aborted: Fire alarm");
    signTranscript();
    window.click("#ceremony-done");
    window.awaitText("#ceremonies", "Key ceremonies");
  }

  /// With the words that stand on the screen, as people wrote them down.
  private void goOn(String role) {
    var words = window.textsOf("#head-words").replaceFirst("^.*: ", "").strip();
    window.click("#go-on");
    window.type("#reason", words);
    window.click("#agree-" + role);
    window.click("#interlude-record");
    identify(role);
  }

  private void begin() {
    begin(window);
  }

  /// Names and passphrases, and nothing else.
  static void begin(DemoWindow window) {
    window.go(new Destination.CeremoniesScreen());
    prepare(window);
    open(window);
  }

  static void prepare(DemoWindow window) {
    window.click("#prepare");
    for (var role : ROLES) {
      window.fill("#name-" + role, role + "-name");
      window.click("#secret-" + role);
      chooseSecret(window, passphrase(role));
      window.awaitText("#secret-state-" + role, "passphrase set");
    }
  }

  static void open(DemoWindow window) {
    window.click("#begin");
    ROLES.forEach(role -> identify(window, role));
    window.awaitText("#step-title", "Open the ceremony", PATIENCE);
  }

  private static void chooseSecret(DemoWindow window, String passphrase) {
    window.fill("#dialog-input", passphrase);
    window.fill("#dialog-repeat", passphrase);
    window.click("#dialog-ok");
  }

  private void enter(String checkValue) {
    enter(window, checkValue);
  }

  static void enter(DemoWindow window, String checkValue) {
    if (window.isShown("#entry-reference")) {
      var clock = window.textsOf("#step-title").contains("clock");
      window.fill(
          "#entry-reference", clock ? TIME.format(Instant.now().atZone(ZoneOffset.UTC)) : "none");
    }
    if (window.isShown("#entry-checkValue")) {
      window.fill("#entry-checkValue", checkValue);
    }
    if (window.isShown("#entry-bag")) {
      window.fill("#entry-bag", "none");
    }
  }

  /// As the token told it.
  static String checkValue(DemoWindow window) {
    var found = CHECK_VALUE.matcher(window.textsOf("#facts"));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private void signOff() {
    signOff(window);
  }

  /// Whoever is awaited first.
  static void signOff(DemoWindow window) {
    var before = state(window);
    var role =
        ROLES.stream().filter(one -> window.isShown("#sign-" + one)).findFirst().orElseThrow();
    var signs = !window.textsOf("#sign-" + role).strip().endsWith("acts");
    window.click("#sign-" + role);
    if (signs) {
      window.click("#page-sign");
      identify(window, role);
    }
    window.await(
        "the sign-off of the " + role + " is recorded",
        PATIENCE,
        () ->
            !window.isShown("#ceremony-run")
                || (!window.isShown("#page-sign") && !state(window).equals(before)));
  }

  private static String state(DemoWindow window) {
    return window.textsNow("#step-title") + window.textsNow("#sign-offs");
  }

  private void identify(String role) {
    identify(window, role);
  }

  static void identify(DemoWindow window, String role) {
    // One dialog may follow the other at once: each says whose it is.
    var name = role + "-name";
    window.await("the dialog of " + name, () -> window.textsNow(".dialog-pane").contains(name));
    window.fill("#dialog-input", passphrase(role));
    window.press(KeyCode.ENTER);
    window.await(
        "the dialog of " + name + " is closed",
        () -> !window.textsNow(".dialog-pane").contains(name));
  }

  /// Signs and seals, and verifies what was written as anybody else would: with the paper.
  private EvidenceCheck.EvidenceResult signTranscript() throws IOException {
    var fingerprint = signTranscript(window);
    var pins = new Pins();
    pins.fingerprint(fingerprint);
    var check = EvidenceCheck.of(latest().resolve("bundle"), pins);
    assertThat(check.findings()).isEmpty();
    assertThat(check.verdict()).isEqualTo(EvidenceCheck.EvidenceVerdict.HOLDS);
    return check;
  }

  private static Fingerprint fingerprint(EvidenceCheck.EvidenceResult result) {
    return result.summary().orElseThrow().fingerprint();
  }

  /// @return the words that everybody wrote on paper
  static String signTranscript(DemoWindow window) {
    window.click("#sign-end");
    ROLES.forEach(role -> identify(window, role));
    window.awaitText("#final-fingerprint", " ", PATIENCE);
    var words = window.accessibleText("#final-fingerprint");
    window.type("#paper-words", String.join(" ", List.of(words.split(" ")).subList(0, 4)));
    window.click("#seal");
    ROLES.forEach(role -> identify(window, role));
    window.awaitText("#verification", "The evidence was sealed and verified", PATIENCE);
    return words;
  }

  private Path latest() throws IOException {
    try (var folders = Files.list(folder.resolve("ceremonies"))) {
      return folders
          .max(java.util.Comparator.comparing(path -> path.toFile().lastModified()))
          .orElseThrow();
    }
  }

  static String passphrase(String role) {
    return role + "-passphrase";
  }
}
