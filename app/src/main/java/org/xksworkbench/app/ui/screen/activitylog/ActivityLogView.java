package org.xksworkbench.app.ui.screen.activitylog;

import java.util.Locale;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Page;

/// One table.
public final class ActivityLogView implements Screen {

  private final Page page =
      new Page(
          "Activity", "Calls that changed something, tried to, or used a key, since the start");

  public ActivityLogView(ActivityLogViewModel viewModel) {
    var refresh = new Button("Refresh");
    refresh.setOnAction(_ -> viewModel.refresh());
    page.actions(refresh);
    var search = new TextField();
    search.setPromptText("Search operation, target, request ID, outcome");
    search.setPrefWidth(320);
    search.textProperty().bindBidirectional(viewModel.filter());
    var bar = new HBox(search);
    bar.getStyleClass().add("toolbar-row");
    var table = new TableView<>(viewModel.rows());
    table.setId("activity");
    table.setFixedCellSize(34);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.getColumns().add(Columns.text("Time", 85, entry -> Dates.clock(entry.at())));
    table.getColumns().add(Columns.text("Operation", 175, ActivityEntry::operation));
    table.getColumns().add(Columns.mono("Target", 330, ActivityEntry::target));
    table
        .getColumns()
        .add(
            Columns.node(
                "Outcome",
                230,
                entry ->
                    new Badge(
                        entry.outcome().equals("done") ? Badge.Tone.GOOD : Badge.Tone.BAD,
                        entry.outcome()),
                ActivityEntry::outcome));
    table.getColumns().add(Columns.mono("KMS request ID", 280, ActivityEntry::requestId));
    table
        .getColumns()
        .add(
            Columns.text(
                "Took", 75, entry -> String.format(Locale.ROOT, "%d ms", entry.took().toMillis())));
    var empty = new Label("Nothing was done yet. What you create, connect or prove appears here.");
    empty.getStyleClass().add("muted");
    table.setPlaceholder(empty);
    var card = new StackPane(table);
    card.getStyleClass().addAll("card", "table-card");
    VBox.setVgrow(card, Priority.ALWAYS);
    page.content(bar, card);
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {}
}
