package org.xksworkbench.app.ui.screen.ceremony;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.TwoColumns;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.plan.FactNames;

/// People on top, then where the ceremony runs and its evidence goes, then the environment beside
/// the plan.
final class PreparationPane extends VBox {

  private static final Words WORDS = Words.of(PreparationPane.class);

  private static final double GAP = 14;

  private final PreparationViewModel viewModel;

  PreparationPane(PreparationViewModel viewModel) {
    this.viewModel = viewModel;
    var page =
        new Page(
            WORDS.text("prepare.title", viewModel.chosenPlan().plan().title()),
            WORDS.text(
                "plan.hash", PageParts.beginning(viewModel.chosenPlan().plan().fingerprint())));
    var back = Buttons.button(WORDS.text("prepare.back"), viewModel::back);
    page.actions(
        PageParts.busy(viewModel.busy()), PageParts.rehearsal(viewModel.rehearsal()), back);
    var content =
        new VBox(
            12,
            PageParts.problem(viewModel.problem()),
            people(),
            new TwoColumns(GAP, binding(), evidence()),
            environment());
    page.content(PageParts.scroll(content), footer());
    VBox.setVgrow(page, Priority.ALWAYS);
    getChildren().add(page);
  }

  private Node people() {
    var grid = new GridPane();
    grid.setHgap(12);
    grid.setVgap(8);
    var duty = new ColumnConstraints();
    duty.setHgrow(Priority.ALWAYS);
    duty.setMinWidth(0);
    grid.getColumnConstraints()
        .addAll(
            new ColumnConstraints(90),
            new ColumnConstraints(180),
            new ColumnConstraints(120),
            new ColumnConstraints(130),
            duty);
    for (var seat : viewModel.seats()) {
      var role = new Label(seat.role().title());
      role.getStyleClass().add("strong");
      var name = new TextField();
      name.setId("name-" + seat.role().id());
      name.setPromptText(WORDS.text("people.name"));
      name.textProperty().bindBidirectional(seat.name());
      role.setLabelFor(name);
      var secret =
          Buttons.button(
              "secret-" + seat.role().id(),
              WORDS.text("people.passphrase"),
              () -> viewModel.takeSecret(seat));
      secret.setMaxWidth(Double.MAX_VALUE);
      secret.disableProperty().bind(viewModel.busy());
      var state = new Label();
      state.setId("secret-state-" + seat.role().id());
      state
          .textProperty()
          .bind(
              seat.secret()
                  .map(kind ->
                      kind.isEmpty()
                          ? WORDS.text("people.not-set")
                          : WORDS.text("people.set", kind)));
      var about = new Label(seat.role().duty());
      about.getStyleClass().addAll("muted", "small");
      about.setWrapText(true);
      grid.addRow(grid.getRowCount(), role, name, secret, state, about);
    }
    return PageParts.card(WORDS.text("people.title"), grid);
  }

  private Node binding() {
    var grid = new PropertyGrid();
    viewModel
        .token()
        .subscribe(token -> {
          grid.getChildren().clear();
          grid.row(
                  WORDS.text("place.token"), token.isEmpty() ? WORDS.text("place.no-token") : token)
              .row(WORDS.text("place.module"), viewModel.module())
              .row(WORDS.text("place.kms"), viewModel.kmsDescription());
          viewModel
              .chosenPlan()
              .plan()
              .values()
              .forEach((name, value) -> grid.row(FactNames.words(name), value));
        });
    var file = Buttons.button("binding-file", WORDS.text("place.settings"), viewModel::useBinding);
    var hsm = Buttons.button(WORDS.text("place.another-token"), viewModel::openHsm);
    return PageParts.card(WORDS.text("place.title"), grid, PageParts.buttons(file, hsm));
  }

  private Node evidence() {
    var folder = new TextField();
    folder.setId("evidence-folder");
    folder.textProperty().bindBidirectional(viewModel.folder());
    HBox.setHgrow(folder, Priority.ALWAYS);
    var choose = Buttons.button(WORDS.text("evidence.choose"), viewModel::chooseFolder);
    var name = new Label(WORDS.text("evidence.folder"));
    name.setLabelFor(folder);
    var place = new TextField();
    place.setId("place");
    place.setPromptText(WORDS.text("evidence.place-prompt"));
    place.textProperty().bindBidirectional(viewModel.place());
    var room = new Label(WORDS.text("evidence.place"));
    room.setLabelFor(place);
    return PageParts.card(
        WORDS.text("evidence.title"),
        name,
        PageParts.row(folder, choose),
        room,
        place,
        Note.text(WORDS.text("evidence.signed")));
  }

  private Node environment() {
    var utc = new Label();
    utc.setId("clock");
    utc.textProperty()
        .bind(
            viewModel
                .now()
                .map(now ->
                    WORDS.text(
                        "environment.two-clocks",
                        CeremonyTimes.utc(now),
                        CeremonyTimes.local(now, viewModel.zone()))));
    utc.getStyleClass().add("strong");
    var pane = new LoadablePane<>(viewModel.environment(), PreparationPane::facts, viewModel::look);
    pane.setId("environment");
    return PageParts.card(
        WORDS.text("environment.title"),
        PageParts.row(
            new Label(WORDS.text("environment.clock")),
            utc,
            new Label(WORDS.text("environment.compare"))),
        pane);
  }

  private static ColumnConstraints wholeColumn() {
    var column = new ColumnConstraints();
    column.setMinWidth(Region.USE_PREF_SIZE);
    return column;
  }

  static Node facts(List<PreparationViewModel.EnvironmentLine> lines) {
    var different = lines.stream().filter(line -> !line.same()).count();
    var expecting = lines.stream().filter(line -> line.expected().isPresent()).count();
    var grid = new GridPane();
    grid.setHgap(14);
    grid.setVgap(4);
    // Neither the fact nor whether it is as the plan has it is ever cut; a long value is.
    grid.getColumnConstraints().addAll(wholeColumn(), wholeColumn());
    for (var line : lines) {
      var verdict =
          new Label(
              line.expected().isEmpty()
                  ? WORDS.text("environment.not-fixed")
                  : WORDS.text(line.same() ? "environment.same" : "environment.different"));
      verdict.getStyleClass().add(line.same() ? "muted" : "danger");
      var actual = new Label(line.actual());
      actual.setMinWidth(0);
      actual.getStyleClass().add("mono");
      var name = new Label(FactNames.words(line.name()));
      name.getStyleClass().add("muted");
      grid.addRow(grid.getRowCount(), name, verdict, actual);
      if (!line.same()) {
        var expected = new Label(WORDS.text("environment.expected", line.expected().orElse("")));
        expected.getStyleClass().addAll("mono", "danger");
        grid.add(expected, 2, grid.getRowCount());
      }
    }
    if (different > 0) {
      return new VBox(
          8,
          new Note(
              Note.NoteTone.BAD,
              WORDS.text("environment.unmet", different, expecting),
              WORDS.text("environment.unmet-about")),
          grid);
    }
    return grid;
  }

  private Node footer() {
    var missing = new Label();
    missing.setId("obstacle");
    missing.textProperty().bind(viewModel.obstacle());
    missing.getStyleClass().add("muted");
    var begin =
        Buttons.button(
            "begin",
            WORDS.text(viewModel.rehearsal() ? "prepare.rehearse" : "prepare.begin"),
            viewModel::begin);
    begin.setDefaultButton(true);
    begin.disableProperty().bind(viewModel.obstacle().isNotEmpty().or(viewModel.busy()));
    var row = new HBox(missing, Page.grow(), begin);
    row.getStyleClass().add("footer-row");
    return row;
  }
}
