package org.xksworkbench.app.ui.screen.keystorelist;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.regions.RegionsPane;
import org.xksworkbench.app.ui.regions.RegionsViewModel;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.ColumnChooser;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.ConnectionStateBadge;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.ExportMenu;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;

/// Table above, the selected key store below.
public final class KeyStoreListView implements Screen {

  private static final int MOST_ROWS = 8;

  private final KeyStoreListViewModel viewModel;
  private final Optional<RegionsViewModel> regions;
  private final Settings settings;
  private final BiConsumer<String, String> save;
  private final Page page =
      new Page(
          "External key stores",
          "Key stores of this account and Region whose keys are kept outside AWS");

  /// @param regions empty where there is one alone
  /// @param settings keep the columns
  /// @param save writes an export, from a proposed file name and its text
  public KeyStoreListView(
      KeyStoreListViewModel viewModel,
      Optional<RegionsViewModel> regions,
      Settings settings,
      BiConsumer<String, String> save) {
    this.viewModel = viewModel;
    this.regions = regions;
    this.settings = settings;
    this.save = save;
    var refresh = Buttons.button("refresh", "Refresh", viewModel::refresh);
    var create =
        Buttons.button("create-key-store", "Create external key store", viewModel::createStore);
    page.actions(refresh, create);
    regions.ifPresent(all -> {
      var look = Buttons.button("all-regions", "All Regions", all::look);
      look.disableProperty().bind(all.busy());
      page.actions(look, refresh, create);
      page.content(new RegionsPane(all));
    });
    var content = LoadablePane.madeOnce(viewModel.state(), this::content, viewModel::refresh);
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
    regions.ifPresent(RegionsViewModel::close);
    viewModel.close();
  }

  private Node content() {
    var search = SearchField.of("Search name, ID, endpoint, state", 316, viewModel.rows().filter());
    var counted = Labels.withStyle(viewModel.counted(), "muted");
    counted.setId("keys-counted");
    var table = table();
    var bar =
        Page.toolbar(
            search,
            counted,
            Page.grow(),
            Labels.withStyle(viewModel.rows().count(), "muted"),
            ColumnChooser.of(table, settings, Set.of("Proxy URI path", "Access key ID")),
            ExportMenu.of(table, save));

    var card = Tables.card(table);
    card.setMinHeight(Region.USE_PREF_SIZE);

    var detail = new KeyStoreDetailPane(viewModel);
    VBox.setVgrow(detail, Priority.ALWAYS);
    return new VBox(12, bar, card, detail);
  }

  private TableView<KeyStoreRow> table() {
    var table =
        Tables.of(
            "key-stores",
            "External key stores",
            viewModel.rows().shown(),
            "No external key store is here. Create one, or look in another Region.",
            List.<TableColumn<KeyStoreRow, ?>>of(
                Columns.text("Name", 150, row -> row.store().name()),
                Columns.mono("Custom key store ID", 185, row -> row.store().id()),
                Columns.node(
                    "Connection state",
                    150,
                    row -> ConnectionStateBadge.of(row.store().connectionState()),
                    KeyStoreRow::state),
                Columns.text("Connectivity", 165, KeyStoreRow::connectivity),
                Columns.mono("Proxy URI endpoint", 200, row -> row.store().proxy().uriEndpoint()),
                Columns.mono("Proxy URI path", 170, row -> row.store().proxy().uriPath()),
                Columns.mono("Access key ID", 190, row -> row.store().proxy().accessKeyId()),
                Columns.text("Keys", 55, KeyStoreRow::keyCount),
                Columns.text("Created", 100, row -> Dates.day(row.store().creationDate()))));
    Tables.bindSelection(table, viewModel.rows().selected());
    return Tables.fitRows(table, MOST_ROWS);
  }
}
