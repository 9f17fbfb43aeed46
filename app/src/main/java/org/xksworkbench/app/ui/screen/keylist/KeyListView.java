package org.xksworkbench.app.ui.screen.keylist;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.creation.ChangeForm;
import org.xksworkbench.app.creation.ChangeTexts;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.ColumnChooser;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.CopyMenu;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.KeyStateBadge;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.app.ui.widget.Visibility;

/// One table; a click on the alias opens the key.
public final class KeyListView implements Screen {

  private final KeyListViewModel viewModel;
  private final Settings settings;
  private final Page page =
      new Page("Customer managed keys", "KMS keys of this account and Region");

  public KeyListView(KeyListViewModel viewModel, ChangeTexts texts, Settings settings) {
    this.viewModel = viewModel;
    this.settings = settings;
    var refresh = Buttons.button("refresh", "Refresh", viewModel::refresh);
    var create = Buttons.button("create-key", "Create key", viewModel::createKey);
    create.setDefaultButton(true);
    var copy =
        CopyMenu.of(
            "Copy as",
            new ChangeForm[] {ChangeForm.TERRAFORM, ChangeForm.CLOUDFORMATION},
            ChangeForm::title,
            form -> Optional.of(texts.existing(form, viewModel.shownInKeyStores())));
    copy.setId("copy-keys");
    copy.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> viewModel.rows().stream().noneMatch(row -> row.key().xksKeyId().isPresent()),
                viewModel.rows()));
    copy.setAccessibleText("Copy the keys shown that are in external key stores");
    page.actions(copy, refresh, create);
    var content = LoadablePane.madeOnce(viewModel.state(), this::content, viewModel::refresh);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(unfinishedNote(), progress(), unknown(), content);
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

  private Node unfinishedNote() {
    var text = Note.text("");
    text.textProperty()
        .bind(
            viewModel
                .unfinished()
                .map(count ->
                    "Not finished: %d. What exists can be finished or undone."
                        .formatted(count.intValue())));
    var open = Buttons.button("open-unfinished", "Look at it", viewModel::openUnfinished);
    var note =
        new Note(
            Note.NoteTone.WARNING,
            "A KMS key was begun here and its creation did not come to its end",
            text,
            open);
    return Visibility.onlyIf(note, viewModel.unfinished().greaterThan(0));
  }

  private Node unknown() {
    var text =
        Labels.withStyle(
            viewModel
                .unknown()
                .map(count ->
                    "%,d keys are not listed: you may not describe them."
                        .formatted(count.intValue())),
            "muted");
    return Visibility.onlyIf(text, viewModel.unknown().greaterThan(0));
  }

  private Node progress() {
    var stop = Buttons.button("Stop", viewModel::stop);
    stop.getStyleClass().add("small");
    var bar = Page.toolbar(Labels.withStyle(viewModel.progress(), "muted"), stop);
    return Visibility.onlyIf(bar, viewModel.progress().isNotEmpty());
  }

  private Node content() {
    var table = table();
    var search =
        SearchField.of("Search alias, key ID, key store, external key", 320, viewModel.filter());
    var count = Labels.withStyle(viewModel.count(), "muted");
    var bar =
        Page.toolbar(
            search,
            choice("Status", "status", viewModel.statuses(), viewModel.status()),
            choice("Origin", "origin", viewModel.origins(), viewModel.origin()),
            choice("Key store", "key-store", viewModel.keyStores(), viewModel.keyStore()),
            Page.grow(),
            count,
            ColumnChooser.of(
                table,
                settings,
                Set.of(
                    "Origin",
                    "Custom key store ID",
                    LastUsedColumn.TITLE,
                    "Creation date",
                    "Regionality")));
    var card = Tables.card(table);
    VBox.setVgrow(card, Priority.ALWAYS);
    return new VBox(12, bar, card);
  }

  private static HBox choice(
      String name, String id, ObservableList<String> values, StringProperty chosen) {
    var label = Labels.withStyle(name, "muted", "small");
    label.setMinWidth(Label.USE_PREF_SIZE);
    var box = new ComboBox<>(values);
    box.setId("filter-" + id);
    box.valueProperty().bindBidirectional(chosen);
    label.setLabelFor(box);
    var line = new HBox(5, label, box);
    line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    return line;
  }

  private TableView<KeyRow> table() {
    var table =
        Tables.of(
            "kms-keys",
            "Customer managed keys",
            viewModel.rows(),
            "No KMS key is here, or none matches. Create key makes one in an external key store.",
            List.<TableColumn<KeyRow, ?>>of(
                Columns.reusingNodes("Aliases", 147, Hyperlink::new, this::link, KeyRow::alias),
                Columns.mono("Key ID", 284, row -> row.key().keyId()),
                Columns.reusingNodes(
                    "Status",
                    118,
                    Badge::new,
                    (badge, row) -> KeyStateBadge.show(badge, row.key().keyState()),
                    row -> row.key().keyState().text()),
                Columns.text("Key spec", 165, row -> row.key().keySpec()),
                Columns.text("Key usage", 142, row -> row.key().keyUsage()),
                Columns.text("Key store", 118, KeyRow::keyStore),
                Columns.mono("External key ID", 155, row -> row.key().xksKeyId().orElse("")),
                Columns.text("Origin", 140, KeyRow::origin),
                Columns.mono(
                    "Custom key store ID", 190, row -> row.key().customKeyStoreId().orElse("")),
                LastUsedColumn.of(viewModel.lastUses()),
                Columns.text("Creation date", 110, row -> Dates.day(row.key().creationDate())),
                Columns.text(
                    "Regionality",
                    110,
                    row -> row.key().multiRegion() ? "Multi-Region" : "Single-Region")));
    table.setRowFactory(_ -> {
      var row = new TableRow<KeyRow>();
      row.setOnMouseClicked(event -> {
        var item = row.getItem();
        if (event.getClickCount() == 2 && item != null) {
          viewModel.open(item);
        }
      });
      return row;
    });
    table.setOnKeyPressed(event -> {
      var chosen = table.getSelectionModel().getSelectedItem();
      if (event.getCode() == KeyCode.ENTER && chosen != null) {
        viewModel.open(chosen);
        event.consume();
      }
    });
    return table;
  }

  private void link(Hyperlink link, KeyRow row) {
    link.setText(row.alias());
    link.setVisited(false);
    link.setOnAction(_ -> viewModel.open(row));
  }
}
