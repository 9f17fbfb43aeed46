package org.xksworkbench.app.ui.screen.ceremony;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.words.Words;

/// The page that one person reads and signs, and nothing beside it.
final class SigningPane extends VBox {

  private static final Words WORDS = Words.of(SigningPane.class);

  private static final double NAMES = 220;

  SigningPane(SigningPage page) {
    super(14);
    setId("signing-page");
    var heading = new Label(WORDS.text("page.title", page.player().name()));
    heading.setId("page-title");
    heading.getStyleClass().add("step-title");
    heading.setWrapText(true);
    heading.setMinHeight(USE_PREF_SIZE);
    // It takes the focus, so that an Enter too many signs nothing.
    heading.setFocusTraversable(true);
    heading
        .sceneProperty()
        .subscribe(scene -> {
          if (scene != null) {
            heading.requestFocus();
          }
        });
    var statement = Note.text(page.statement());
    statement.setId("page-statement");
    statement.getStyleClass().add("step-say");
    var card = new VBox(10, heading, statement);
    card.getStyleClass().addAll("card", "step-card");
    if (!page.step().say().isEmpty()) {
      var said = Note.text(WORDS.text("page.said", page.step().say()));
      said.getStyleClass().add("ceremony-fact");
      card.getChildren().add(said);
    }
    getChildren().add(card);
    getChildren().addAll(StepParts.outcome(page.step()));
    getChildren().addAll(foundation(page), signatures(page), text(page));
  }

  private static Node foundation(SigningPage page) {
    var grid = grid();
    grid.setId("page-rests");
    row(grid, WORDS.text("page.key", page.player().name()), page.key());
    row(grid, WORDS.text("page.plan"), page.plan());
    row(grid, WORDS.text("page.head", page.line()), page.head());
    return PageParts.card(WORDS.text("page.rests"), grid);
  }

  private static Node signatures(SigningPage page) {
    var grid = grid();
    page.signed()
        .forEach(line ->
            row(
                grid,
                WORDS.text("page.line", line.number(), CeremonyTimes.utc(line.at())),
                line.words()));
    var next = Note.text(WORDS.text("page.signature", page.signature(), page.player().name()));
    next.setId("page-signature");
    next.getStyleClass().add("ceremony-fact");
    var card = PageParts.card(WORDS.text("page.signed-so-far", page.player().name()), grid, next);
    card.setId("page-signed");
    return card;
  }

  /// What is signed is the hash of this text, character by character.
  private static Node text(SigningPage page) {
    var text = new Label(page.text());
    text.setId("page-text");
    text.getStyleClass().add("mono");
    text.setWrapText(true);
    text.setMinHeight(USE_PREF_SIZE);
    var folded = new TitledPane(WORDS.text("page.text"), text);
    folded.setId("page-text-fold");
    folded.setExpanded(false);
    folded.setAnimated(false);
    return folded;
  }

  private static GridPane grid() {
    var grid = new GridPane();
    grid.setHgap(18);
    grid.setVgap(6);
    var names = new ColumnConstraints();
    names.setMinWidth(NAMES);
    var values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().addAll(names, values);
    return grid;
  }

  private static void row(GridPane grid, String name, String value) {
    var label = Note.text(name);
    label.getStyleClass().add("muted");
    var text = Note.text(value);
    text.getStyleClass().add("ceremony-fact");
    grid.addRow(grid.getRowCount(), label, text);
  }

  /// No button is the default one: who signs, chooses to.
  static Node bar(RunViewModel viewModel, SigningPage page) {
    var back = Buttons.button("page-back", WORDS.text("page.back"), viewModel::closePage);
    back.setCancelButton(true);
    var refuse =
        Buttons.button(
            "page-refuse",
            WORDS.text("page.refuse", Interlude.REFUSAL.key()),
            () -> viewModel.open(Interlude.REFUSAL));
    var sign =
        Buttons.button(
            "page-sign",
            WORDS.text("page.sign", page.player().name()),
            () -> viewModel.sign(page.player()));
    sign.getStyleClass().add("ceremony-next");
    sign.disableProperty().bind(viewModel.busy());
    return PageParts.row(back, refuse, Page.grow(), PageParts.busy(viewModel.busy()), sign);
  }
}
