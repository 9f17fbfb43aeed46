package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.Arrays;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmBrowserViewModel.Contents;
import org.xksworkbench.app.ui.screen.hsmbrowser.HsmBrowserViewModel.Notice;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.FitnessBadge;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Shown;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ObjectClass;

/// Modules and their tokens, or the objects of one token in a table with the selected one below.
public final class HsmBrowserView implements Screen {

  private static final int MOST_ROWS = 8;
  private static final String ALL_CLASSES = "All objects";

  private final HsmBrowserViewModel viewModel;
  private final Page page = new Page("HSM keys", "");

  public HsmBrowserView(HsmBrowserViewModel viewModel) {
    this.viewModel = viewModel;
    page.titled(
        Bindings.createStringBinding(() -> "HSM keys"),
        viewModel.contents().map(HsmBrowserView::subtitle));
    var modules = button("Modules and tokens", "show-modules", () -> viewModel.showModules(true));
    showWhile(modules, true);
    var generate = button("Generate key…", "generate-key", viewModel::generateKey);
    generate.setDefaultButton(true);
    showWhile(generate, true);
    page.actions(openMenu(), modules, button("Refresh", "refresh", viewModel::refresh), generate);
    var above = new VBox(8);
    viewModel.actionProblem().subscribe(_ -> renderAbove(above));
    viewModel.notice().subscribe(_ -> renderAbove(above));
    var content = new LoadablePane<>(viewModel.contents(), this::content, viewModel::refresh);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(above, content);
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

  private void renderAbove(VBox above) {
    above.getChildren().clear();
    var problem = viewModel.actionProblem().get();
    if (problem != null) {
      above.getChildren().add(new ProblemPane(problem));
    }
    var notice = viewModel.notice().get();
    if (notice != null) {
      above.getChildren().add(note(notice));
    }
    above.setManaged(!above.getChildren().isEmpty());
  }

  private static Note note(Notice notice) {
    var note =
        new Note(
            notice.good() ? Note.Tone.GOOD : Note.Tone.WARNING,
            notice.headline(),
            notice.lines().stream().map(Note::text).toArray(Node[]::new));
    note.setId("notice");
    return note;
  }

  private static String subtitle(Loadable<Contents> contents) {
    if (!(contents instanceof Loadable.Ready<Contents>(var ready))) {
      return "";
    }
    return ready
        .token()
        .map(token ->
            "%s · %s · serial %s · %s"
                .formatted(
                    token.label(),
                    token.model(),
                    token.serial(),
                    ready
                        .selected()
                        .map(place -> "slot " + Long.toUnsignedString(place.slotId()))
                        .orElse("")))
        .orElse("Modules and tokens of this workstation");
  }

  private static Button button(String text, String id, Runnable action) {
    var button = new Button(text);
    button.setId(id);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private void showWhile(Node node, boolean tokenShown) {
    Shown.onlyIf(
        node,
        viewModel
            .contents()
            .map(state ->
                state instanceof Loadable.Ready<Contents>(var ready)
                    && ready.token().isPresent() == tokenShown));
  }

  private MenuButton openMenu() {
    var menu = new MenuButton("Open module");
    menu.setId("open-module");
    menu.setOnShowing(_ -> {
      menu.getItems().clear();
      viewModel
          .installedModules()
          .forEach(known ->
              menu.getItems()
                  .add(
                      item(
                          known.product() + "  " + known.path(),
                          () -> viewModel.openModule(known.path()))));
      if (!menu.getItems().isEmpty()) {
        menu.getItems().add(new SeparatorMenuItem());
      }
      menu.getItems().add(item("Another file…", viewModel::openModule));
    });
    menu.getItems().add(item("Another file…", viewModel::openModule));
    return menu;
  }

  private static MenuItem item(String text, Runnable action) {
    var item = new MenuItem(text);
    item.setOnAction(_ -> action.run());
    return item;
  }

  private Node content(Contents contents) {
    return contents.token().isEmpty() ? new ModulesPane(contents, viewModel) : objects();
  }

  private Node objects() {
    var search = SearchField.of("Search label, ID, check value, KMS key", 270, viewModel.filter());
    var fitOnly = new CheckBox("Fit only");
    fitOnly.setId("fit-only");
    fitOnly.selectedProperty().bindBidirectional(viewModel.fitOnly());
    var count = new Label();
    count.setId("object-count");
    count.getStyleClass().add("muted");
    count.textProperty().bind(viewModel.count());
    var bar =
        new HBox(
            search,
            classes(),
            fitOnly,
            Page.grow(),
            count,
            keyMenu(),
            button("Export…", "export", viewModel::export),
            button("Log out", "logout", viewModel::logout));
    bar.getStyleClass().add("toolbar-row");
    bar.setId("object-bar");
    Page.givesWay(bar, search);
    var card = Tables.card(table());
    card.setMinHeight(Region.USE_PREF_SIZE);
    var detail = new ObjectDetailPane(viewModel);
    VBox.setVgrow(detail, Priority.ALWAYS);
    var unknown = new VBox();
    viewModel
        .kmsUnknown()
        .subscribe(why -> {
          unknown.getChildren().clear();
          why.ifPresent(text -> unknown.getChildren().add(new Note(Note.Tone.WARNING, text)));
          unknown.setManaged(why.isPresent());
        });
    return new VBox(10, bar, unknown, card, detail);
  }

  private ComboBox<String> classes() {
    var box = new ComboBox<String>();
    box.setId("object-class");
    box.getItems().add(ALL_CLASSES);
    Arrays.stream(ObjectClass.values()).map(HsmBrowserView::plural).forEach(box.getItems()::add);
    box.setValue(viewModel.objectClass().get().map(HsmBrowserView::plural).orElse(ALL_CLASSES));
    box.valueProperty()
        .subscribe(title ->
            viewModel
                .objectClass()
                .set(
                    Arrays.stream(ObjectClass.values())
                        .filter(one -> plural(one).equals(title))
                        .findFirst()));
    return box;
  }

  private static String plural(ObjectClass objectClass) {
    return switch (objectClass) {
      case DATA, DOMAIN_PARAMETERS, OTHER -> objectClass.title();
      default -> objectClass.title() + "s";
    };
  }

  private MenuButton keyMenu() {
    var menu = new MenuButton("Selected key");
    menu.setId("key-menu");
    menu.disableProperty().bind(viewModel.selected().isNull());
    menu.getItems()
        .addAll(
            item("Record a backup…", viewModel::recordBackup),
            new SeparatorMenuItem(),
            item("Set label…", viewModel::rename),
            item("Set ID…", viewModel::setId),
            item("Allow to encrypt", () -> viewModel.setUsage(KeyUsage.ENCRYPT, true)),
            item("Forbid to encrypt…", () -> viewModel.setUsage(KeyUsage.ENCRYPT, false)),
            item("Allow to decrypt", () -> viewModel.setUsage(KeyUsage.DECRYPT, true)),
            item("Forbid to decrypt…", () -> viewModel.setUsage(KeyUsage.DECRYPT, false)),
            new SeparatorMenuItem(),
            item("Delete…", viewModel::delete));
    return menu;
  }

  private TableView<HsmObjectRow> table() {
    var table =
        Tables.of(
            "hsm-keys",
            viewModel.rows(),
            "No such object is on the token.",
            List.<TableColumn<HsmObjectRow, ?>>of(
                Columns.mono("Label", 170, HsmObjectRow::label),
                Columns.mono("ID", 120, row -> row.object().ref().id()),
                Columns.text("Type", 80, row -> row.object().spec()),
                Columns.text("Usage", 120, HsmObjectRow::usage),
                Columns.text("Sensitive", 85, HsmObjectRow::sensitive),
                Columns.text("Extractable", 85, HsmObjectRow::extractable),
                Columns.mono(
                    "CMAC", 70, row -> row.checkValue().isEmpty() ? "–" : row.checkValue()),
                Columns.node(
                    "Fitness",
                    130,
                    row ->
                        row.fitness().<Node>map(FitnessBadge::of).orElseGet(() -> new Label("–")),
                    row -> row.fitness().map(one -> one.fit() ? "a" : "b").orElse("c")),
                Columns.mono("Used by", 150, HsmObjectRow::usedBy)));
    Tables.bindSelection(table, viewModel.selected());
    return Tables.fitRows(table, MOST_ROWS);
  }
}
