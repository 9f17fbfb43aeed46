package org.xksworkbench.app.ui.screen.keylist;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;

/// One table; a click on the alias opens the key.
public final class KeyListView implements Screen {

  private final KeyListViewModel viewModel;
  private final Page page =
      new Page("Customer managed keys", "KMS keys of this account and Region");
  private @Nullable Node built;

  public KeyListView(KeyListViewModel viewModel) {
    this.viewModel = viewModel;
    var refresh = new Button("Refresh");
    refresh.setOnAction(_ -> viewModel.refresh());
    page.actions(refresh);
    var content = new LoadablePane<>(viewModel.state(), _ -> once(), viewModel::refresh);
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

  private Node once() {
    var node = built == null ? content() : built;
    built = node;
    return node;
  }

  private Node content() {
    var search =
        SearchField.of("Search alias, key ID, key store, external key", 420, viewModel.filter());
    var count = new Label();
    count.getStyleClass().add("muted");
    count.textProperty().bind(viewModel.count());
    var bar = new HBox(search, Page.grow(), count);
    bar.getStyleClass().add("toolbar-row");
    var card = Tables.card(table());
    VBox.setVgrow(card, Priority.ALWAYS);
    return new VBox(12, bar, card);
  }

  private TableView<KeyRow> table() {
    var table =
        Tables.of(
            "kms-keys",
            viewModel.rows(),
            "No KMS key is here. Create one in a connected external key store.",
            List.<TableColumn<KeyRow, ?>>of(
                Columns.node("Alias", 190, this::link, KeyRow::alias),
                Columns.mono("Key ID", 270, row -> row.key().keyId()),
                Columns.node("Status", 120, row -> status(row.key()), row -> row.key().keyState()),
                Columns.text("Origin", 140, KeyRow::origin),
                Columns.text("Key store", 120, KeyRow::keyStore),
                Columns.mono("External key ID", 160, row -> row.key().xksKeyId().orElse("")),
                Columns.text("Created", 95, row -> Dates.day(row.key().creationDate()))));
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
    return table;
  }

  private Node link(KeyRow row) {
    var link = new Hyperlink(row.alias());
    link.setOnAction(_ -> viewModel.open(row));
    return link;
  }

  private static Badge status(KmsKey key) {
    return new Badge(
        key.keyState().equals("Enabled") ? Badge.Tone.GOOD : Badge.Tone.WARNING, key.keyState());
  }
}
