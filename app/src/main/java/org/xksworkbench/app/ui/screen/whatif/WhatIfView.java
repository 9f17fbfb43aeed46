package org.xksworkbench.app.ui.screen.whatif;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.inventory.FailingKey;
import org.xksworkbench.app.inventory.Outage;
import org.xksworkbench.app.inventory.OutageCause;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Choices;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.app.words.Words;

/// What is gone above, what fails without it below.
public final class WhatIfView implements Screen {

  private static final Words WORDS = Words.of(WhatIfView.class);
  private static final int MOST_ROWS = 12;

  private final WhatIfViewModel viewModel;
  private final Page page = new Page(WORDS.text("page.title"), WORDS.text("page.about"));

  public WhatIfView(WhatIfViewModel viewModel) {
    this.viewModel = viewModel;
    var refresh = Buttons.button("refresh", WORDS.text("page.refresh"), viewModel::refresh);
    var save = Buttons.button("save-pdf", WORDS.text("page.save"), viewModel::savePdf);
    save.setDefaultButton(true);
    save.disableProperty().bind(viewModel.outage().isNull());
    page.actions(refresh, save);
    var content = new LoadablePane<>(viewModel.causes(), this::content, viewModel::refresh);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(content);
    viewModel.refresh();
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {
    viewModel.close();
  }

  private Node content(List<OutageCause> causes) {
    if (causes.isEmpty()) {
      return new Note(
          Note.NoteTone.INFO, WORDS.text("causes.none"), WORDS.text("causes.none-about"));
    }
    var choice = Keyboard.startsAt(Choices.of("cause", causes, OutageCause::words));
    choice.valueProperty().bindBidirectional(viewModel.cause());
    var label = new Label(WORDS.text("cause.label"));
    label.setLabelFor(choice);
    var result = new VBox(12);
    result.setId("outage");
    viewModel
        .outage()
        .subscribe(outage ->
            result
                .getChildren()
                .setAll(outage == null ? List.<Node>of() : List.<Node>of(result(outage))));
    var row = new HBox(8, label, choice);
    row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    return new VBox(12, row, result);
  }

  private Node result(Outage outage) {
    var table =
        Tables.of(
            "failing-keys",
            WORDS.text("keys.table"),
            FXCollections.observableList(outage.keys()),
            WORDS.text("keys.none"),
            List.<TableColumn<FailingKey, ?>>of(
                Columns.mono(WORDS.text("keys.name"), 260, FailingKey::names),
                Columns.node(
                    WORDS.text("keys.fails"),
                    200,
                    WhatIfView::verdict,
                    key -> (key.sure() ? "a" : "b") + (key.worksNow() ? "a" : "b")),
                Columns.text(
                    WORDS.text("keys.store"),
                    160,
                    key -> key.line().store().map(ExternalKeyStore::name).orElse("–")),
                Columns.mono(WORDS.text("keys.external"), 180, key -> key.line().xksKeyId()),
                Columns.text(
                    WORDS.text("keys.backup"),
                    110,
                    key ->
                        WORDS.text(
                            key.line().backup().isPresent() ? "backup.recorded" : "backup.none"))));
    Tables.whenClicked(table, _ -> false, viewModel::open);
    var unseen =
        new Note(
            Note.NoteTone.INFO,
            WORDS.text("unseen.title"),
            outage.unseen().stream().map(Note::text).toArray(Label[]::new));
    return new VBox(
        12,
        new Note(
            outage.losses() > 0 ? Note.NoteTone.WARNING : Note.NoteTone.INFO, outage.summary()),
        Tables.card(Tables.fitRows(table, MOST_ROWS)),
        unseen);
  }

  private static Node verdict(FailingKey key) {
    if (!key.sure()) {
      return new Badge(Badge.BadgeTone.NEUTRAL, WORDS.text("fails.unseen"));
    }
    return key.failsAlready()
        .<Node>map(why ->
            new HBox(
                8,
                new Badge(Badge.BadgeTone.NEUTRAL, WORDS.text("fails.already")),
                Labels.mutedLabel(why)))
        .orElseGet(() -> new Badge(Badge.BadgeTone.BAD, WORDS.text("fails.now")));
  }
}
