package org.xksworkbench.app.ui.screen.activitylog;

import java.util.List;
import java.util.Locale;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;

/// One table.
public final class ActivityLogView implements Screen {

  private final Page page =
      new Page(
          "Activity", "Calls that changed something, tried to, or used a key, since the start");

  public ActivityLogView(ActivityLogViewModel viewModel) {
    var refresh = new Button("Refresh");
    refresh.setOnAction(_ -> viewModel.refresh());
    page.actions(refresh);
    var search =
        SearchField.of("Search operation, target, request ID, outcome", 420, viewModel.filter());
    var bar = new HBox(search);
    bar.getStyleClass().add("toolbar-row");
    var table =
        Tables.of(
            "activity",
            viewModel.rows(),
            "Nothing was done yet. What you create, connect or prove appears here.",
            List.<TableColumn<ActivityEntry, ?>>of(
                Columns.text("Time", 85, entry -> Dates.clock(entry.at())),
                Columns.text("Operation", 175, ActivityEntry::operation),
                Columns.mono("Target", 330, ActivityEntry::target),
                Columns.node(
                    "Outcome",
                    230,
                    entry ->
                        new Badge(
                            entry.outcome().equals("done") ? Badge.Tone.GOOD : Badge.Tone.BAD,
                            entry.outcome()),
                    ActivityEntry::outcome),
                Columns.mono("KMS request ID", 280, ActivityEntry::requestId),
                Columns.text(
                    "Took",
                    75,
                    entry -> String.format(Locale.ROOT, "%d ms", entry.took().toMillis()))));
    var card = Tables.card(table);
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
