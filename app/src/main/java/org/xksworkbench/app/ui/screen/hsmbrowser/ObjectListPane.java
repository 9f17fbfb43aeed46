package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.FitnessBadge;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.bridge.hsm.ObjectClass;

/// The objects of the token in a table, and which of them are shown.
final class ObjectListPane extends VBox {

  private static final int MOST_ROWS = 8;
  private static final String ALL_CLASSES = "All objects";

  private final ObjectListViewModel viewModel;

  /// @param actions right of what chooses the objects
  ObjectListPane(ObjectListViewModel viewModel, Node... actions) {
    super(10);
    this.viewModel = viewModel;
    getChildren().addAll(bar(actions), kmsKeysUnknown(), table());
  }

  private Node bar(Node... actions) {
    var search = SearchField.of("Search label, ID, check value, KMS key", 270, viewModel.filter());
    var fitOnly = Buttons.checkBox("Fit only");
    fitOnly.setId("fit-only");
    fitOnly.selectedProperty().bindBidirectional(viewModel.fitOnly());
    var count = Labels.withStyle(viewModel.count(), "muted");
    count.setId("object-count");
    var bar = new HBox(search, classes(), fitOnly, Page.grow(), count);
    bar.getChildren().addAll(actions);
    bar.getStyleClass().add("toolbar-row");
    bar.setId("object-bar");
    Page.givesWay(bar, search);
    return bar;
  }

  private ComboBox<String> classes() {
    var box = new ComboBox<String>();
    box.setId("object-class");
    box.setAccessibleText("Class of the objects shown");
    box.getItems().add(ALL_CLASSES);
    Arrays.stream(ObjectClass.values()).map(ObjectListPane::plural).forEach(box.getItems()::add);
    box.setValue(viewModel.objectClass().get().map(ObjectListPane::plural).orElse(ALL_CLASSES));
    box.valueProperty().subscribe(title -> viewModel.objectClass().set(classOf(title)));
    return box;
  }

  private static Optional<ObjectClass> classOf(String plural) {
    return Arrays.stream(ObjectClass.values())
        .filter(one -> plural(one).equals(plural))
        .findFirst();
  }

  private static String plural(ObjectClass objectClass) {
    return switch (objectClass) {
      case DATA, DOMAIN_PARAMETERS, OTHER -> objectClass.title();
      default -> objectClass.title() + "s";
    };
  }

  private Node kmsKeysUnknown() {
    var box = new VBox();
    viewModel
        .kmsKeysUnknown()
        .subscribe(why -> {
          box.getChildren().clear();
          why.ifPresent(text -> box.getChildren().add(new Note(Note.NoteTone.WARNING, text)));
          box.setManaged(why.isPresent());
        });
    return box;
  }

  private Node table() {
    var table =
        Tables.of(
            "hsm-keys",
            "Objects on the token",
            viewModel.rows(),
            viewModel.nothingThere(),
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
    var card = Tables.card(Tables.fitRows(table, MOST_ROWS));
    card.setMinHeight(Region.USE_PREF_SIZE);
    return card;
  }
}
