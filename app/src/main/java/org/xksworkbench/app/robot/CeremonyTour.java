package org.xksworkbench.app.robot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javafx.scene.control.Labeled;
import org.xksworkbench.app.bootstrap.Robot;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.theme.Theme;

/// A rehearsal of the shipped plan with three people, from the choice of the plan to the verified
/// evidence. The people are made up, and their passphrases are published here: nothing of a
/// rehearsal counts.
final class CeremonyTour extends Tour {

  private static final List<String> ROLES = List.of("operator", "witness", "auditor");
  private static final Map<String, String> NAMES =
      Map.of("operator", "Olga Operator", "witness", "Wanda Witness", "auditor", "Arno Auditor");
  private static final Pattern CHECK_VALUE = Pattern.compile("[0-9A-F]{6}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  /// Steps of which a picture is taken, before and after the act.
  private static final List<String> PICTURED =
      List.of("Open the ceremony", "Generate the key on the token", "Create the KMS key");

  private final Clock clock = Clock.systemUTC();

  CeremonyTour(Robot.Driven window, Path folder) {
    super(window, folder);
  }

  @Override
  ObjectNode run() throws Exception {
    var started = clock.instant();
    go(new Destination.CeremoniesScreen());
    await("a plan is chosen", () -> has("#plan-fingerprint"));
    picture("plan");
    fire("#prepare");
    for (var role : ROLES) {
      await("the name is asked for", () -> has("#name-" + role));
      type("#name-" + role, NAMES.getOrDefault(role, role));
      fire("#secret-" + role);
      choosePassphrase(passphrase(role));
      await(
          "the passphrase is taken",
          () -> text("#secret-state-" + role).contains("passphrase set"));
    }
    type("#place", "Demo");
    await("the environment is told", () -> textIn("#environment", "SoftHSM"));
    picture("prepared");
    fire("#begin");
    for (var role : ROLES) {
      sign(role);
    }
    await("the first step is shown", () -> has("#step-title"));
    var checkValue = follow();
    await("the end is shown", () -> has("#sign-end"));
    picture("signature");
    fire("#sign-end");
    for (var role : ROLES) {
      sign(role);
    }
    await("the fingerprint is shown", () -> has("#seal"));
    picture("seal");
    type("#paper-words", onWindow(this::firstWords));
    fire("#seal");
    for (var role : ROLES) {
      sign(role);
    }
    await("the evidence is verified", () -> textIn("#verification", "sealed and verified"));
    picture("evidence");
    onWindow(() -> {
      window.theme().choose(Theme.ThemeChoice.DARK);
      return true;
    });
    picture("evidence-dark");
    return mapper
        .createObjectNode()
        .put("kms", "local KMS, not AWS")
        .put("rehearsal", true)
        .put("checkValue", checkValue)
        .put("tookSeconds", Duration.between(started, clock.instant()).toSeconds());
  }

  /// Through all steps, each person for themselves.
  private String follow() throws Exception {
    var checkValue = "";
    while (onWindow(() -> has("#ceremony-run"))) {
      var before = onWindow(this::state);
      var title = onWindow(() -> text("#step-title"));
      enter(title, checkValue);
      if (PICTURED.contains(title)) {
        picture(title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
      }
      var role = onWindow(() -> ROLES.stream().filter(one -> has("#sign-" + one)).findFirst());
      var button =
          "#sign-" + role.orElseThrow(() -> new AssertionError("Nobody is awaited at " + title));
      var signs = onWindow(() -> !text(button).endsWith("acts"));
      fire(button);
      if (signs) {
        await("the page is shown", () -> has("#page-sign"));
        if (PICTURED.contains(title)) {
          picture(title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + "-signing");
        }
        fire("#page-sign");
        sign(role.orElseThrow());
      }
      await(
          "it is recorded",
          () -> !has("#ceremony-run") || (!has("#page-sign") && !state().equals(before)));
      if (title.equals("Read the check value")) {
        var found = onWindow(this::shownCheckValue);
        checkValue = found.isEmpty() ? checkValue : found;
      }
    }
    return checkValue;
  }

  private String state() {
    if (!has("#sign-offs")) {
      return "";
    }
    var told = new StringBuilder(text("#step-title"));
    need("#sign-offs")
        .lookupAll(".badge")
        .forEach(badge -> told.append(((Labeled) badge).getText()));
    return told.toString();
  }

  private void enter(String title, String checkValue) throws Exception {
    if (onWindow(() -> has("#entry-reference"))) {
      type("#entry-reference", title.contains("clock") ? TIME.format(clock.instant()) : "none");
    }
    if (onWindow(() -> has("#entry-checkValue"))) {
      type("#entry-checkValue", checkValue);
    }
    if (onWindow(() -> has("#entry-bag"))) {
      type("#entry-bag", "none");
    }
  }

  private String shownCheckValue() {
    return has("#facts")
        ? need("#facts").lookupAll(".label").stream()
            .map(node -> ((Labeled) node).getText())
            .filter(told -> CHECK_VALUE.matcher(told).matches())
            .findFirst()
            .orElse("")
        : "";
  }

  /// Whoever is asked, by the name that the dialog says.
  private void sign(String role) throws Exception {
    var name = NAMES.getOrDefault(role, role);
    await("the passphrase of " + name + " is asked for", () -> has("#dialog-input") && asks(name));
    type("#dialog-input", passphrase(role));
    fire("#dialog-ok");
    await("the dialog of " + name + " is closed", () -> !has("#dialog-input") || !asks(name));
  }

  private boolean asks(String name) {
    return need("#dialog-input").getScene().getRoot().lookupAll(".heading").stream()
        .anyMatch(node -> ((Labeled) node).getText().contains(name));
  }

  /// As people write them on paper.
  private String firstWords() {
    var words = need("#final-fingerprint").getAccessibleText().split(" ");
    return String.join(" ", List.of(words).subList(0, 4));
  }

  private void choosePassphrase(String passphrase) throws Exception {
    await("a passphrase can be chosen", () -> has("#dialog-repeat"));
    type("#dialog-input", passphrase);
    type("#dialog-repeat", passphrase);
    fire("#dialog-ok");
    await("the dialog is closed", () -> !has("#dialog-repeat"));
  }

  private static String passphrase(String who) {
    return "rehearsal-" + who;
  }
}
