package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.Keys;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;

/// IAM users and roles of the account, to tick; searchable.
final class PrincipalsPane extends VBox {

  private static final int MOST_ROWS = 9;

  private final String id;
  private final Supplier<List<String>> chosen;
  private final BiConsumer<String, Boolean> tick;
  private final StringProperty typed;
  private final PrincipalsViewModel viewModel;

  /// @param chosen the ARNs that are chosen now
  /// @param typed the ARN that is typed and not added yet
  PrincipalsPane(
      PrincipalsViewModel viewModel,
      String id,
      Supplier<List<String>> chosen,
      BiConsumer<String, Boolean> tick,
      StringProperty typed) {
    this.viewModel = viewModel;
    this.id = id;
    this.chosen = chosen;
    this.tick = tick;
    this.typed = typed;
    setSpacing(8);
    getChildren()
        .addAll(
            new LoadablePane<>(viewModel.principals(), this::content, viewModel::loadAgain),
            byArn());
  }

  /// For those who may not list users and roles, and for principals that are very new.
  private Node byArn() {
    var chosen = new VBox(3);
    viewModel.draft().subscribe(_ -> chosen.getChildren().setAll(unlisted()));
    viewModel.principals().subscribe(_ -> chosen.getChildren().setAll(unlisted()));
    var field = new TextField();
    field.setId(id + "-arn");
    field.getStyleClass().add("mono");
    field.setPrefWidth(420);
    field.setPromptText("arn:aws:iam::111122223333:role/name");
    field.setAccessibleText("ARN of an IAM user or role");
    field.textProperty().bindBidirectional(typed);
    var add = Buttons.button("Add by ARN");
    add.setId(id + "-add-arn");
    add.disableProperty().bind(Bindings.createBooleanBinding(() -> typed.get().isBlank(), typed));
    add.setOnAction(_ -> {
      tick.accept(typed.get().strip(), true);
      typed.set("");
      field.requestFocus();
    });
    // Else Enter would go on to the next page, without what was typed.
    field.setOnAction(_ -> add.fire());
    chosen.managedProperty().bind(Bindings.isNotEmpty(chosen.getChildren()));
    return new VBox(6, chosen, new HBox(8, field, add));
  }

  /// Chosen ones that the list does not show.
  private List<Node> unlisted() {
    var listed = viewModel.arns();
    return chosen.get().stream()
        .filter(arn -> !listed.contains(arn))
        .map(arn -> {
          var label = new Label(arn);
          label.getStyleClass().add("mono");
          var remove = Buttons.button("Remove", () -> tick.accept(arn, false));
          remove.getStyleClass().addAll("flat", "small");
          remove.setAccessibleText("Remove " + arn);
          var line = new HBox(8, label, remove);
          line.setAlignment(Pos.CENTER_LEFT);
          return (Node) line;
        })
        .toList();
  }

  private Node content(List<IamPrincipal> principals) {
    var rows = new FilteredList<>(FXCollections.observableList(principals));
    var filter = new SimpleStringProperty("");
    filter.subscribe(text -> rows.setPredicate(principal -> matches(principal, text)));
    var table =
        Tables.fitRows(
            Tables.of(
                id,
                rows,
                "No IAM user or role matches.",
                List.<TableColumn<IamPrincipal, ?>>of(
                    Columns.tick(
                        44,
                        principal -> ticked(principal),
                        (principal, on) -> tick.accept(principal.arn(), on),
                        IamPrincipal::name),
                    Columns.text("Name", 300, IamPrincipal::name),
                    Columns.text("Path", 240, IamPrincipal::path),
                    Columns.text("Type", 100, PrincipalsPane::type))),
            MOST_ROWS);
    table.setRowFactory(_ -> {
      var row = new TableRow<IamPrincipal>();
      row.setOnMouseClicked(event -> {
        var item = row.getItem();
        if (item != null && event.getClickCount() == 1) {
          tick.accept(item.arn(), !ticked(item));
          table.refresh();
        }
      });
      return row;
    });
    var count = new Label();
    count.getStyleClass().add("muted");
    viewModel
        .draft()
        .subscribe(_ ->
            count.setText(
                "%,d of %,d chosen"
                    .formatted(
                        principals.stream().filter(this::ticked).count(), principals.size())));
    var search = SearchField.of("Search name, path, type", 320, filter);
    search.setId(id + "-search");
    Keys.startsAt(search);
    var bar = new HBox(search, Page.grow(), count);
    bar.getStyleClass().add("toolbar-row");
    return new VBox(8, bar, Tables.card(table));
  }

  private boolean ticked(IamPrincipal principal) {
    return chosen.get().contains(principal.arn());
  }

  private static boolean matches(IamPrincipal principal, String text) {
    return (principal.name() + " " + principal.path() + " " + type(principal))
        .toLowerCase(Locale.ROOT)
        .contains(text.strip().toLowerCase(Locale.ROOT));
  }

  private static String type(IamPrincipal principal) {
    return switch (principal.type()) {
      case USER -> "User";
      case ROLE -> "Role";
    };
  }
}
