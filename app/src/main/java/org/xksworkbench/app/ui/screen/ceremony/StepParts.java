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
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.plan.FactNames;
import org.xksworkbench.bridge.ceremony.plan.PlanField;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CurrentStep;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.SignOff;
import org.xksworkbench.bridge.ceremony.run.Comparison;

/// A step as it is read aloud: what is done and said, what is entered, what came, who signed it
/// off.
final class StepParts {

  private static final Words WORDS = Words.of(StepParts.class);

  /// Percent: name, what is expected, what came.
  private static final List<Integer> FACT_COLUMNS = List.of(22, 37, 41);

  private StepParts() {}

  /// @param entries what is entered, by the name of its field
  /// @param record what people write down themselves
  static List<Node> of(
      CeremonySnapshot ceremony,
      CurrentStep step,
      Map<String, StringProperty> entries,
      RecordParts record) {
    var parts = new ArrayList<Node>();
    parts.add(what(ceremony, step));
    if (step.number() == 1) {
      parts.add(
          PageParts.card(
              WORDS.text("plan.read-aloud"),
              PageParts.asWords(ceremony.plan(), "plan-fingerprint")));
    }
    if (step.waiting() == CeremonySnapshot.CeremonyWait.ACT && !step.inputs().isEmpty()) {
      parts.add(inputs(step.inputs(), entries));
    }
    if (step.waiting() == CeremonySnapshot.CeremonyWait.ACT) {
      step.record().ifPresent(asked -> parts.addAll(record.of(asked)));
    }
    parts.addAll(outcome(step));
    if (step.irreversible()) {
      var note =
          new Note(
              Note.NoteTone.WARNING,
              step.acted().at().isPresent()
                  ? WORDS.text("step.done-once")
                  : WORDS.text("step.irreversible"),
              step.acted().at().isPresent()
                  ? WORDS.text("step.done-once-about")
                  : WORDS.text("step.irreversible-about"));
      parts.add(note);
    }
    parts.add(signOffs(step));
    return parts;
  }

  /// What failed, what is not as expected, and what came.
  static List<Node> outcome(CurrentStep step) {
    var parts = new ArrayList<Node>();
    if (!step.trouble().isEmpty()) {
      var note = new Note(Note.NoteTone.WARNING, WORDS.text("step.found"), step.trouble());
      note.getStyleClass().add("ceremony-note");
      parts.add(note);
    }
    if (!step.differences().isEmpty()) {
      var note =
          new Note(
              Note.NoteTone.BAD,
              WORDS.text("step.not-expected"),
              Note.text(
                  String.join("\n", step.differences().stream().map(StepParts::inWords).toList())),
              Note.text(
                  step.waiting() == CeremonySnapshot.CeremonyWait.DECISION
                      ? WORDS.text("step.undecided")
                      : WORDS.text("step.decided")));
      note.setId("differences");
      note.getStyleClass().add("ceremony-note");
      parts.add(note);
    }
    if (!step.facts().isEmpty()) {
      parts.add(facts(step.facts()));
    }
    return parts;
  }

  private static String inWords(String difference) {
    var colon = difference.indexOf(':');
    return colon < 0
        ? difference
        : FactNames.words(difference.substring(0, colon)) + difference.substring(colon);
  }

  private static Node what(CeremonySnapshot ceremony, CurrentStep step) {
    var number =
        new Label(WORDS.text("step.of", step.number(), ceremony.steps().size(), roles(step)));
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
      var say = Note.text(WORDS.text("step.say", step.say()));
      say.setId("step-say");
      say.getStyleClass().add("step-say");
      card.getChildren().add(say);
    }
    return card;
  }

  /// Who does what in it.
  static String roles(CurrentStep step) {
    var parts = new ArrayList<String>();
    var inQuorum = step.quorum().map(CeremonySnapshot.NeededQuorum::of).orElse(List.of());
    var each =
        step.authorisations().stream().filter(one -> !inQuorum.contains(one.player())).toList();
    if (!each.isEmpty()) {
      parts.add(WORDS.text(each.size() == 1 ? "step.authorises" : "step.authorise", titles(each)));
    }
    step.quorum().ifPresent(quorum -> parts.add(quorum(quorum)));
    parts.add(WORDS.text("step.acts", step.by().role().title()));
    if (!step.confirmations().isEmpty()) {
      parts.add(
          WORDS.text(
              step.confirmations().size() == 1 ? "step.confirms" : "step.confirm",
              titles(step.confirmations())));
    }
    return String.join(", ", parts).toUpperCase(java.util.Locale.ROOT);
  }

  /// How many of whom.
  private static String quorum(CeremonySnapshot.NeededQuorum quorum) {
    return WORDS.text(
        "step.quorum",
        quorum.need(),
        quorum.of().stream().map(one -> one.role().title()).collect(Collectors.joining(", ")));
  }

  private static String titles(List<SignOff> signOffs) {
    return signOffs.stream()
        .map(signOff -> signOff.player().role().title())
        .collect(Collectors.joining(" " + WORDS.text("step.and") + " "));
  }

  private static Node inputs(List<PlanField> fields, Map<String, StringProperty> entries) {
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
    return PageParts.card(WORDS.text("step.enter"), box);
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
    grid.addRow(0, small(""), small(WORDS.text("step.expected")), small(WORDS.text("step.came")));
    for (var fact : facts) {
      if (fact.name().startsWith("probe") && !fact.name().equals("probe")) {
        continue; // for a program; people see whether there is one, and whether it opens
      }
      var label = Note.text(FactNames.words(fact.name()));
      label.getStyleClass().addAll("muted", "ceremony-fact");
      grid.addRow(
          grid.getRowCount(),
          label,
          value(fact.expected().orElse("\u2013"), ""),
          fact.actual().isEmpty()
              ? value("…", "muted")
              : fact.same()
                  ? value(fact.actual().get() + (fact.expected().isPresent() ? "  \u2713" : ""), "")
                  : value(WORDS.text("step.difference", fact.actual().get()), "danger"));
    }
    return PageParts.card(WORDS.text("step.facts"), grid);
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
        .forEach(
            one -> row.getChildren().add(signOff("signed.authorised", "step.authorises", one)));
    row.getChildren().add(signOff("signed.acted", "step.acts", step.acted()));
    step.confirmations()
        .forEach(one -> row.getChildren().add(signOff("signed.confirmed", "step.confirms", one)));
    return row;
  }

  private static Node signOff(String done, String todo, SignOff signOff) {
    var who = WORDS.text("signed.person", signOff.player().role().title(), signOff.player().name());
    var badge = new Badge();
    badge.getStyleClass().add("ceremony-badge");
    if (signOff.at().isPresent()) {
      var text = WORDS.text(done, who, CeremonyTimes.utc(signOff.at().get()));
      badge.show(Badge.BadgeTone.GOOD, text);
      badge.setText(WORDS.text("signed.done", text));
    } else {
      badge.show(Badge.BadgeTone.NEUTRAL, WORDS.text(todo, who));
    }
    return badge;
  }
}
