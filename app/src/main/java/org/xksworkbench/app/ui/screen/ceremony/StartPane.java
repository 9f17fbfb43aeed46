package org.xksworkbench.app.ui.screen.ceremony;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.xksworkbench.app.ceremony.Ceremonies;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.plan.FactNames;
import org.xksworkbench.bridge.ceremony.plan.ShippedPlan;

/// Plans on the left, what the chosen one is on the right.
final class StartPane extends VBox {

  private static final Words WORDS = Words.of(StartPane.class);

  private static final double LEFT_WIDTH = 300;
  private static final double NAME_WIDTH = 130;

  private final CeremonyStartViewModel viewModel;

  StartPane(CeremonyStartViewModel viewModel) {
    this.viewModel = viewModel;
    var page = new Page(WORDS.text("start.title"), WORDS.text("start.about"));
    var verify =
        Buttons.button(
            "verify-evidence", WORDS.text("start.verify"), Feather.CHECK_CIRCLE, viewModel::verify);
    page.actions(
        PageParts.busy(viewModel.busy()), PageParts.rehearsal(viewModel.rehearsal()), verify);
    var right = new VBox(12);
    HBox.setHgrow(right, Priority.ALWAYS);
    viewModel.values().subscribe(values -> right.getChildren().setAll(plan(values)));
    var columns = new HBox(20, leftSide(), PageParts.scroll(right));
    HBox.setHgrow(columns.getChildren().getLast(), Priority.ALWAYS);
    VBox.setVgrow(columns, Priority.ALWAYS);
    page.content(columns);
    VBox.setVgrow(page, Priority.ALWAYS);
    getChildren().add(page);
  }

  private Node leftSide() {
    var group = new ToggleGroup();
    var plans = new VBox(6);
    for (var shipped : ShippedPlan.values()) {
      var plan = shipped.plan();
      var button = Buttons.toggleButton(plan.title());
      button.setWrapText(true);
      button.setMinHeight(Region.USE_PREF_SIZE);
      button.setId("plan-" + shipped.fileName());
      button.setAccessibleText(plan.title());
      button.getStyleClass().add("plan-choice");
      button.setToggleGroup(group);
      button.setMaxWidth(Double.MAX_VALUE);
      button.setOnAction(_ -> viewModel.choose(shipped));
      viewModel.shipped().subscribe(chosen -> button.setSelected(chosen == shipped));
      plans.getChildren().add(button);
    }
    var open =
        Buttons.button(
            "open-plan", WORDS.text("start.open"), Feather.FILE_TEXT, viewModel::openFile);
    open.setMaxWidth(Double.MAX_VALUE);
    var resume =
        Buttons.button(
            "resume-elsewhere",
            WORDS.text("start.resume-elsewhere"),
            Feather.FOLDER,
            viewModel::resumeElsewhere);
    resume.setMaxWidth(Double.MAX_VALUE);
    var unfinished = new VBox(6);
    unfinished.setId("unfinished-ceremonies");
    viewModel
        .unfinished()
        .addListener(
            (javafx.collections.ListChangeListener<Ceremonies.UnfinishedCeremony>)
                _ -> fill(unfinished));
    fill(unfinished);
    var box = new VBox(10, plans, open, unfinished, resume);
    box.setPrefWidth(LEFT_WIDTH);
    box.setMinWidth(LEFT_WIDTH);
    var scroll = PageParts.scroll(box);
    scroll.setMinWidth(LEFT_WIDTH + 16);
    scroll.setMaxWidth(LEFT_WIDTH + 16);
    return scroll;
  }

  private void fill(VBox box) {
    box.getChildren().setAll(viewModel.unfinished().stream().map(this::unfinishedCard).toList());
  }

  private Node unfinishedCard(Ceremonies.UnfinishedCeremony one) {
    var resume =
        Buttons.button("resume", WORDS.text("start.resume"), () -> viewModel.resume(one.folder()));
    resume.disableProperty().bind(viewModel.busy());
    var text = new VBox(4, Note.text(WORDS.text("start.last-record", Dates.full(one.lastAt()))));
    one.fault().ifPresent(why -> text.getChildren().add(Note.text(why)));
    return new Note(
        one.fault().isEmpty() ? Note.NoteTone.WARNING : Note.NoteTone.BAD,
        WORDS.text("start.interrupted", one.title()),
        text,
        resume);
  }

  /// @param values of a shipped plan, to be set; empty for one from a file
  private List<Node> plan(Map<String, StringProperty> values) {
    var title = new Label();
    title.getStyleClass().add("heading");
    title.setWrapText(true);
    title
        .textProperty()
        .bind(viewModel.chosen().map(plan -> plan.plan().title()).orElse(WORDS.text("plan.none")));
    var about = Note.text("");
    about.textProperty().bind(viewModel.chosen().map(StartPane::about).orElse(""));
    about.getStyleClass().add("muted");
    var prepare = Buttons.button("prepare", WORDS.text("plan.prepare"), viewModel::prepare);
    prepare.setDefaultButton(true);
    prepare.disableProperty().bind(viewModel.chosen().isNull());
    var script = Buttons.button("save-script", WORDS.text("plan.script"), viewModel::saveScript);
    script.disableProperty().bind(viewModel.chosen().isNull());
    var save = Buttons.button("save-plan", WORDS.text("plan.save"), viewModel::savePlan);
    save.disableProperty().bind(viewModel.chosen().isNull());
    var saved = new Label();
    saved.getStyleClass().add("muted");
    saved.textProperty().bind(viewModel.saved());
    var card = PageParts.card(WORDS.text("plan.title"), title, about);
    if (!values.isEmpty()) {
      card.getChildren().add(fields(values));
    }
    card.getChildren().add(PageParts.buttons(prepare, script, save, saved));
    var fingerprint = new VBox();
    viewModel
        .chosen()
        .subscribe(plan ->
            fingerprint
                .getChildren()
                .setAll(
                    plan == null
                        ? List.of()
                        : List.of(
                            PageParts.card(
                                WORDS.text("plan.read-aloud"),
                                PageParts.asWords(plan.plan().fingerprint(), "plan-fingerprint"),
                                Note.text(WORDS.text("plan.compare"))))));
    var steps = new VBox();
    viewModel
        .chosen()
        .subscribe(
            plan -> steps.getChildren().setAll(plan == null ? List.of() : List.of(steps(plan))));
    return List.of(PageParts.problem(viewModel.problem()), card, fingerprint, steps);
  }

  private static String about(ChosenPlan chosen) {
    var plan = chosen.plan();
    return WORDS.text(
        "plan.about",
        plan.purpose(),
        plan.steps().size(),
        plan.roles().values().stream().map(role -> role.title()).collect(Collectors.joining(", ")));
  }

  private static Node fields(Map<String, StringProperty> values) {
    var grid = new GridPane();
    grid.setHgap(12);
    grid.setVgap(6);
    var names = new ColumnConstraints(NAME_WIDTH);
    var fields = new ColumnConstraints();
    fields.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().addAll(names, fields);
    values.forEach((name, value) -> {
      var field = new TextField();
      field.setId("value-" + name);
      field.setMaxWidth(360);
      field.textProperty().bindBidirectional(value);
      var label = new Label(FactNames.words(name));
      label.setLabelFor(field);
      grid.addRow(grid.getRowCount(), label, field);
    });
    return grid;
  }

  private static Node steps(ChosenPlan chosen) {
    var grid = new GridPane();
    grid.setHgap(14);
    grid.setVgap(4);
    var number = 1;
    for (var step : chosen.plan().steps()) {
      var who =
          step.signers().stream()
              .map(role -> chosen.plan().role(role).title())
              .collect(Collectors.joining(", "));
      var signs = new Label(who);
      signs.getStyleClass().add("muted");
      var what = new Label(step.title());
      if (step.action().irreversible()) {
        what.setText(WORDS.text("plan.irreversible", step.title()));
        what.getStyleClass().add("strong");
      }
      grid.addRow(number - 1, new Label(String.valueOf(number)), what, signs);
      number++;
    }
    return PageParts.card(WORDS.text("plan.steps"), grid);
  }
}
