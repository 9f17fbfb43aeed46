package org.xksworkbench.app.ui.screen.ceremony;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.bridge.ceremony.plan.FactNames;
import org.xksworkbench.bridge.ceremony.plan.Field;
import org.xksworkbench.bridge.ceremony.run.CeremonyView;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.CurrentStep;
import org.xksworkbench.bridge.ceremony.run.CeremonyView.SignOff;
import org.xksworkbench.bridge.ceremony.run.Comparison;

/// A step as it is read aloud: what is done and said, what is entered, what came, who signed it
/// off.
final class StepParts {

  /// Percent: name, what is expected, what came.
  private static final List<Integer> FACT_COLUMNS = List.of(22, 37, 41);

  private StepParts() {}

  /// @param entries what is entered, by the name of its field
  static List<Node> of(
      CeremonyView ceremony, CurrentStep step, Map<String, StringProperty> entries) {
    var parts = new ArrayList<Node>();
    parts.add(what(ceremony, step));
    if (step.number() == 1) {
      parts.add(
          Parts.card(
              "SHA-256 OF THE PLAN, TO BE READ ALOUD",
              Parts.spoken(ceremony.plan(), "plan-fingerprint")));
    }
    if (step.waiting() == CeremonyView.Waiting.ACT && !step.inputs().isEmpty()) {
      parts.add(inputs(step.inputs(), entries));
    }
    if (!step.trouble().isEmpty()) {
      var note = new Note(Note.Tone.WARNING, "What was found", step.trouble());
      note.getStyleClass().add("ceremony-note");
      parts.add(note);
    }
    if (!step.differences().isEmpty()) {
      var note =
          new Note(
              Note.Tone.BAD,
              "Not as expected",
              Note.text(
                  String.join("\n", step.differences().stream().map(StepParts::inWords).toList())),
              Note.text(
                  step.waiting() == CeremonyView.Waiting.DECISION
                      ? "Two people agree on a deviation, with a reason, or the ceremony is"
                          + " aborted."
                      : "People agreed to go on."));
      note.setId("differences");
      note.getStyleClass().add("ceremony-note");
      parts.add(note);
    }
    if (!step.facts().isEmpty()) {
      parts.add(facts(step.facts()));
    }
    if (step.irreversible()) {
      var note =
          new Note(
              Note.Tone.WARNING,
              step.acted().at().isPresent()
                  ? "This cannot be repeated"
                  : "This cannot be undone, and is never tried twice",
              step.acted().at().isPresent()
                  ? "If something is wrong, record a deviation. The step will not be done again."
                  : "If the program or the machine fails, the token or AWS KMS is asked whether it"
                      + " was done.");
      parts.add(note);
    }
    parts.add(signOffs(step));
    return parts;
  }

  private static String inWords(String difference) {
    var colon = difference.indexOf(':');
    return colon < 0
        ? difference
        : FactNames.words(difference.substring(0, colon)) + difference.substring(colon);
  }

  private static Node what(CeremonyView ceremony, CurrentStep step) {
    var number =
        new Label(
            "STEP "
                + step.number()
                + " OF "
                + ceremony.steps().size()
                + "  \u00b7  "
                + roles(step));
    number.getStyleClass().addAll("section-title", "step-roles");
    number.setWrapText(true);
    var title = new Label(step.title());
    title.setId("step-title");
    title.getStyleClass().add("step-title");
    title.setWrapText(true);
    title.setMinHeight(Region.USE_PREF_SIZE);
    var card = new VBox(8, number, title);
    card.getStyleClass().addAll("card", "step-card");
    if (!step.say().isEmpty()) {
      var say = Note.text("Say aloud: \u201c" + step.say() + "\u201d");
      say.setId("step-say");
      say.getStyleClass().add("step-say");
      card.getChildren().add(say);
    }
    return card;
  }

  private static String roles(CurrentStep step) {
    var parts = new ArrayList<String>();
    if (!step.authorisations().isEmpty()) {
      parts.add(titles(step.authorisations()) + " AUTHORISES");
    }
    parts.add(step.by().role().title() + " ACTS");
    if (!step.confirmations().isEmpty()) {
      parts.add(
          titles(step.confirmations())
              + (step.confirmations().size() == 1 ? " CONFIRMS" : " CONFIRM"));
    }
    return String.join(", ", parts).toUpperCase(java.util.Locale.ROOT);
  }

  private static String titles(List<SignOff> signOffs) {
    return signOffs.stream()
        .map(signOff -> signOff.player().role().title())
        .collect(Collectors.joining(" and "));
  }

  private static Node inputs(List<Field> fields, Map<String, StringProperty> entries) {
    var box = new VBox(8);
    for (var field : fields) {
      var input = new TextField();
      input.setId("entry-" + field.name());
      input.getStyleClass().add("ceremony-input");
      input.setMaxWidth(560);
      var entry = entries.get(field.name());
      if (entry != null) {
        input.textProperty().bindBidirectional(entry);
      }
      var prompt = new Label(field.prompt());
      prompt.getStyleClass().add("ceremony-fact");
      prompt.setWrapText(true);
      prompt.setLabelFor(input);
      box.getChildren().addAll(prompt, input);
    }
    return Parts.card("TO BE ENTERED", box);
  }

  private static Node facts(List<Comparison> facts) {
    var grid = new GridPane();
    grid.setId("facts");
    grid.setHgap(18);
    grid.setVgap(6);
    for (var share : FACT_COLUMNS) {
      var column = new ColumnConstraints();
      column.setPercentWidth(share);
      grid.getColumnConstraints().add(column);
    }
    grid.addRow(0, small(""), small("EXPECTED"), small("WHAT CAME"));
    for (var fact : facts) {
      var label = Note.text(FactNames.words(fact.name()));
      label.getStyleClass().addAll("muted", "ceremony-fact");
      grid.addRow(
          grid.getRowCount(),
          label,
          value(fact.expected().orElse("\u2013"), ""),
          fact.actual().isEmpty()
              ? value("\u2026", "muted")
              : fact.same()
                  ? value(fact.actual().get() + (fact.expected().isPresent() ? "  \u2713" : ""), "")
                  : value(fact.actual().get() + "  \u2260 different", "danger"));
    }
    return Parts.card("EXPECTED BEFORE, AND WHAT CAME AFTER", grid);
  }

  private static Label small(String text) {
    var label = new Label(text);
    label.getStyleClass().add("section-title");
    return label;
  }

  private static Label value(String text, String style) {
    var label = Note.text(text);
    label.getStyleClass().addAll("mono", "ceremony-fact");
    if (!style.isEmpty()) {
      label.getStyleClass().add(style);
    }
    return label;
  }

  private static Node signOffs(CurrentStep step) {
    var row = new javafx.scene.layout.FlowPane(10, 6);
    row.setId("sign-offs");
    step.authorisations()
        .forEach(one -> row.getChildren().add(signOff("authorised", "authorises", one)));
    row.getChildren().add(signOff("acted", "acts", step.acted()));
    step.confirmations()
        .forEach(one -> row.getChildren().add(signOff("confirmed", "confirms", one)));
    return row;
  }

  private static Node signOff(String done, String todo, SignOff signOff) {
    var who = signOff.player().role().title() + ": " + signOff.player().name();
    var badge = new Badge();
    badge.getStyleClass().add("ceremony-badge");
    if (signOff.at().isPresent()) {
      badge.show(Badge.Tone.GOOD, who + " " + done + " " + Clocks.utc(signOff.at().get()));
      badge.setText("\u2713 " + who + " " + done + " " + Clocks.utc(signOff.at().get()));
    } else {
      badge.show(Badge.Tone.NEUTRAL, who + " " + todo);
    }
    return badge;
  }
}
