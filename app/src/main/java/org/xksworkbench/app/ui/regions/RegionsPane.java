package org.xksworkbench.app.ui.regions;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.KeyStoreSearch.RegionFinding;
import org.xksworkbench.app.kms.KeyStoreSearch.RegionSurvey;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.ConnectionStateBadge;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.app.ui.widget.Visibility;

/// The Regions of the account, each with its key stores or why they are not known; nothing before
/// somebody has asked.
public final class RegionsPane extends VBox {

  private static final int MOST_ROWS = 6;

  private final ObservableList<RegionFinding> rows = FXCollections.observableArrayList();
  private final VBox refused = new VBox(4);
  private final VBox problem = new VBox();

  public RegionsPane(RegionsViewModel viewModel) {
    super(8);
    setId("regions-pane");
    var summary = Labels.strong("");
    summary.setId("regions-summary");
    summary.setWrapText(true);
    var open = Buttons.button("regions-open", "Go to this Region", () -> {});
    var table =
        Tables.of(
            "regions",
            "External key stores of other Regions",
            rows,
            "No Region has answered yet.",
            List.<TableColumn<RegionFinding, ?>>of(
                Columns.mono("Region", 150, RegionFinding::region),
                Columns.node("Worst state", 132, RegionsPane::worst, RegionsPane::rank),
                Columns.text("External key stores", 700, RegionsViewModel::words)));
    var chosen = table.getSelectionModel().selectedItemProperty();
    open.setOnAction(_ -> {
      var finding = chosen.get();
      if (finding != null) {
        viewModel.go(finding);
      }
    });
    open.disableProperty().bind(chosen.map(viewModel::isHere).orElse(true));
    var found =
        new VBox(
            8,
            Page.toolbar(summary, Page.grow(), open),
            refused,
            Tables.card(Tables.fitRows(table, MOST_ROWS)));
    getChildren().setAll(problem, found);
    Visibility.onlyIf(found, viewModel.survey().isNotNull());
    Visibility.onlyIf(this, viewModel.survey().isNotNull().or(viewModel.problem().isNotNull()));
    viewModel
        .survey()
        .subscribe(survey -> {
          if (survey != null) {
            summary.setText(RegionsViewModel.summary(survey));
            show(survey);
          }
        });
    viewModel
        .problem()
        .subscribe(met -> {
          problem.getChildren().clear();
          if (met != null) {
            problem.getChildren().add(new ProblemPane(met));
          }
        });
  }

  private static Node worst(RegionFinding finding) {
    return switch (finding) {
      case RegionFinding.StoresUnknown _ -> new Badge(Badge.BadgeTone.WARNING, "Not known");
      case RegionFinding.StoresFound found ->
          RegionsViewModel.worst(found)
              .<Node>map(ConnectionStateBadge::of)
              .orElseGet(() -> Labels.mutedLabel("–"));
    };
  }

  private static String rank(RegionFinding finding) {
    return switch (finding) {
      case RegionFinding.StoresUnknown _ -> "1";
      case RegionFinding.StoresFound found ->
          RegionsViewModel.worst(found)
              .map(state -> String.valueOf(9 - RegionsViewModel.badness(state)))
              .orElse("9");
    };
  }

  private void show(RegionSurvey survey) {
    rows.setAll(survey.findings());
    refused.getChildren().setAll(survey.refused().stream().<Node>map(Note::text).toList());
  }
}
