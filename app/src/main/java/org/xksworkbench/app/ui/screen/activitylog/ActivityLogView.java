package org.xksworkbench.app.ui.screen.activitylog;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.activity.ActivityEntry;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.ColumnChooser;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.ExportMenu;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.SearchField;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.app.ui.widget.Visibility;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// The calls above, the selected one below with what the proxy logged of it.
public final class ActivityLogView implements Screen {

  private static final double MICROS_PER_MILLI = 1e3;

  private final ActivityLogViewModel viewModel;
  private final VBox detail = new VBox(6);
  private final Page page =
      new Page(
          "Activity",
          "Calls from this workstation that changed something, tried to, or used a key; kept on"
              + " this machine");

  /// @param save writes an export, from a proposed file name and its text
  public ActivityLogView(
      ActivityLogViewModel viewModel, Settings settings, BiConsumer<String, String> save) {
    this.viewModel = viewModel;
    page.actions(Buttons.button("Refresh", viewModel::refresh));
    var search =
        SearchField.of(
            "Search who, operation, target, request ID, outcome", 420, viewModel.rows().filter());
    var table =
        Tables.of(
            "activity",
            "What was done from here",
            viewModel.rows().shown(),
            "Nothing was done yet. What you create, connect or prove appears here.",
            List.<TableColumn<ActivityEntry, ?>>of(
                Columns.text(
                    "Time", 165, entry -> Dates.day(entry.at()) + ", " + Dates.clock(entry.at())),
                Columns.text("Operation", 190, ActivityEntry::operation),
                Columns.mono("Target", 250, ActivityEntry::target),
                Columns.node(
                    "Outcome",
                    160,
                    entry ->
                        new Badge(
                            entry.outcome().equals("done")
                                ? Badge.BadgeTone.GOOD
                                : Badge.BadgeTone.BAD,
                            entry.outcome()),
                    ActivityEntry::outcome),
                Columns.mono("KMS request ID", 270, ActivityEntry::requestId),
                Columns.text("Who", 220, ActivityEntry::who),
                Columns.text("Took", 75, entry -> entry.took().toMillis() + " ms")));
    Tables.bindSelection(table, viewModel.rows().selected());
    var bar =
        Page.toolbar(
            search,
            Page.grow(),
            Labels.withStyle(viewModel.rows().count(), "muted"),
            ColumnChooser.of(table, settings, Set.of("Who")),
            ExportMenu.of(table, save));
    var card = Tables.card(table);
    VBox.setVgrow(card, Priority.ALWAYS);
    detail.setId("activity-detail");
    detail.getStyleClass().addAll("card", "card-body");
    Visibility.onlyIf(detail, viewModel.rows().selected().isNotNull());
    viewModel.rows().selected().subscribe(this::show);
    page.content(bar, card, detail);
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {}

  private void show(@Nullable ActivityEntry entry) {
    if (entry == null) {
      return;
    }
    var grid = new PropertyGrid().row("Who", entry.who()).copyable("Target", entry.target());
    if (!entry.requestId().isEmpty()) {
      grid.copyable("KMS request ID", entry.requestId());
    }
    detail
        .getChildren()
        .setAll(grid, Labels.withStyle("THE PROXY'S LINES OF THIS REQUEST", "section-title"));
    var calls = viewModel.proxyCalls();
    if (calls.isEmpty()) {
      detail
          .getChildren()
          .add(Labels.mutedLabel("None: the request did not reach a proxy of this workstation."));
    }
    calls.forEach(call -> detail.getChildren().add(line(call)));
  }

  private static Label line(XksCall call) {
    return Labels.withStyle(
        String.format(
            Locale.ROOT,
            "%s  %s %s  HTTP %d %s  %.1f ms",
            Dates.clock(call.at()),
            call.operation(),
            call.xksKeyId(),
            call.httpStatus(),
            call.errorName(),
            call.totalMicros() / MICROS_PER_MILLI),
        "mono",
        "log-line");
  }
}
