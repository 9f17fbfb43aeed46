package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmBrowserViewModel.Contents;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.FitnessBadge;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;

/// The token's keys in a table, the selected one explained below.
public final class HsmBrowserView implements Screen {

  private static final int MOST_ROWS = 11;

  private final HsmBrowserViewModel viewModel;
  private final Page page = new Page("HSM keys", "");

  public HsmBrowserView(HsmBrowserViewModel viewModel) {
    this.viewModel = viewModel;
    page.titled(
        Bindings.createStringBinding(() -> "HSM keys"),
        viewModel.contents().map(HsmBrowserView::subtitle));
    page.actions(
        button("Open module…", "open-module", viewModel::openModule),
        button("Refresh", "refresh", viewModel::refresh),
        generateButton());
    var problem = new VBox();
    viewModel
        .actionProblem()
        .subscribe(value -> {
          problem.getChildren().clear();
          if (value != null) {
            problem.getChildren().add(new ProblemPane(value));
          }
          problem.setManaged(value != null);
        });
    var content = new LoadablePane<>(viewModel.contents(), this::content, viewModel::refresh);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(problem, content);
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

  private static String subtitle(Loadable<Contents> contents) {
    if (!(contents instanceof Loadable.Ready<Contents>(var ready))) {
      return "";
    }
    return ready
        .token()
        .map(token ->
            "%s · %s · serial %s · %s %s"
                .formatted(
                    token.label(),
                    token.model(),
                    token.serial(),
                    ready.module().map(module -> module.description()).orElse(""),
                    ready.module().map(module -> module.libraryVersion()).orElse("")))
        .orElse("No token is logged in to");
  }

  private static Button button(String text, String id, Runnable action) {
    var button = new Button(text);
    button.setId(id);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private Button generateButton() {
    var generate = button("Generate key…", "generate-key", viewModel::generateKey);
    generate.setDefaultButton(true);
    generate
        .visibleProperty()
        .bind(
            viewModel
                .contents()
                .map(state ->
                    state instanceof Loadable.Ready<Contents>(var ready)
                        && ready.token().isPresent()));
    generate.managedProperty().bind(generate.visibleProperty());
    return generate;
  }

  private Node content(Contents contents) {
    if (contents.module().isEmpty()) {
      var open = button("Open module…", "open-module-first", viewModel::openModule);
      open.setDefaultButton(true);
      return top(
          new Note(
              Note.Tone.INFO,
              "No HSM is attached yet",
              Note.text(
                  "Choose the PKCS#11 module of your HSM: a library file of its vendor, such as"
                      + " /usr/lib/softhsm/libsofthsm2.so."),
              open));
    }
    if (contents.token().isEmpty()) {
      return top(new SlotList(contents.slots(), viewModel));
    }
    return keys(contents);
  }

  private static Node top(Node node) {
    return new VBox(node);
  }

  private Node keys(Contents contents) {
    var search = SearchField.of("Search label, ID, KMS key", 280, viewModel.filter());
    var fitOnly = new CheckBox("Fit for an external key store only");
    fitOnly.selectedProperty().bindBidirectional(viewModel.fitOnly());
    var count = new Label();
    count.getStyleClass().add("muted");
    count.textProperty().bind(viewModel.count());
    var logout = button("Log out", "logout", viewModel::logout);
    var bar = new HBox(search, fitOnly, Page.grow(), count, logout);
    bar.getStyleClass().add("toolbar-row");
    var card = Tables.card(table());
    card.setMinHeight(Region.USE_PREF_SIZE);
    var detail = new HsmKeyDetailPane(viewModel);
    VBox.setVgrow(detail, Priority.ALWAYS);
    var box = new VBox(12, bar);
    contents.kmsUnknown().ifPresent(why -> box.getChildren().add(new Note(Note.Tone.WARNING, why)));
    box.getChildren().addAll(card, detail);
    return box;
  }

  private TableView<HsmKeyRow> table() {
    var table =
        Tables.of(
            "hsm-keys",
            viewModel.rows(),
            "No secret key is here. Generate one.",
            List.<TableColumn<HsmKeyRow, ?>>of(
                Columns.mono("Label", 190, row -> row.key().label()),
                Columns.mono("ID", 140, row -> row.key().id()),
                Columns.text("Key", 75, row -> row.key().spec()),
                Columns.text("Usage", 130, HsmKeyRow::usage),
                Columns.text("Sensitive", 95, HsmKeyRow::sensitive),
                Columns.text("Extractable", 95, HsmKeyRow::extractable),
                Columns.node(
                    "Fitness",
                    150,
                    row -> FitnessBadge.of(row.fitness()),
                    row -> Boolean.toString(!row.fitness().fit())),
                Columns.mono("Used by", 170, HsmKeyRow::usedBy)));
    Tables.bindSelection(table, viewModel.selected());
    return Tables.fitRows(table, MOST_ROWS);
  }
}
