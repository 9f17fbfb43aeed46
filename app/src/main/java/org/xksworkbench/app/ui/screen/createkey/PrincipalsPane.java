package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;

/// IAM users and roles of the account, to tick; searchable.
final class PrincipalsPane extends VBox {

  private static final int MOST_ROWS = 9;

  private final String id;
  private final Predicate<String> ticked;
  private final BiConsumer<String, Boolean> tick;
  private final CreateKeyViewModel viewModel;

  /// @param ticked whether the user or role of an ARN is chosen
  PrincipalsPane(
      CreateKeyViewModel viewModel,
      String id,
      Predicate<String> ticked,
      BiConsumer<String, Boolean> tick) {
    this.viewModel = viewModel;
    this.id = id;
    this.ticked = ticked;
    this.tick = tick;
    getChildren()
        .add(
            new LoadablePane<>(
                viewModel.principals(), this::content, viewModel::loadPrincipalsAgain));
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
                        principal -> ticked.test(principal.arn()),
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
          tick.accept(item.arn(), !ticked.test(item.arn()));
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
                        principals.stream().filter(p -> ticked.test(p.arn())).count(),
                        principals.size())));
    var search = SearchField.of("Search name, path, type", 320, filter);
    search.setId(id + "-search");
    var bar = new HBox(search, Page.grow(), count);
    bar.getStyleClass().add("toolbar-row");
    return new VBox(8, bar, Tables.card(table));
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
