package org.xksworkbench.app.ui.screen.keydetail;

import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.creation.Stage;
import org.xksworkbench.app.kms.KeyEvent;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyButton;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;

/// How the key was made: request IDs, commands, and the event of CloudTrail.
final class CreationPane extends VBox {

  private static final int COMMAND_ROWS = 9;
  private static final int EVENT_ROWS = 14;

  private final KeyDetailViewModel viewModel;

  CreationPane(KeyDetailViewModel viewModel, KeyDetails details) {
    super(12);
    this.viewModel = viewModel;
    getStyleClass().add("card-body");
    details.creation().map(creation -> creation.stage()).ifPresent(this::requests);
    viewModel.commandsToCreate().ifPresent(this::commands);
    getChildren().add(event());
  }

  private void requests(Stage stage) {
    if (stage instanceof Stage.Finished finished) {
      var grid = new PropertyGrid();
      if (!finished.createKeyRequestId().isEmpty()) {
        grid.copyable("CreateKey", finished.createKeyRequestId());
      }
      if (!finished.createAliasRequestId().isEmpty()) {
        grid.copyable("CreateAlias", finished.createAliasRequestId());
      }
      getChildren().addAll(strong("Created from here, by these requests"), grid);
    }
  }

  private void commands(String commands) {
    var text = area(commands, COMMAND_ROWS);
    text.setId("commands");
    text.setAccessibleText("Commands of the AWS CLI");
    getChildren()
        .addAll(
            new HBox(
                8,
                strong("Commands of the AWS CLI that make such a key"),
                Page.grow(),
                new CopyButton("Copy", () -> commands)),
            text);
  }

  private VBox event() {
    var box = new VBox(8);
    box.setId("creation-event");
    var ask = Buttons.button("ask-cloudtrail", "Ask CloudTrail", viewModel::askCloudTrail);
    viewModel
        .creationEvent()
        .subscribe(event -> {
          box.getChildren().setAll(strong("CreateKey event of AWS CloudTrail"));
          box.getChildren().addAll(told(event, ask));
        });
    return box;
  }

  private static List<Node> told(
      @org.jspecify.annotations.Nullable Loadable<Optional<KeyEvent>> event, Button ask) {
    return switch (event) {
      case null ->
          List.of(
              KeyDetailView.muted(
                  "CloudTrail tells of the last 90 days. Needs cloudtrail:LookupEvents."),
              ask);
      case Loadable.Loading<Optional<KeyEvent>> _ ->
          List.of(KeyDetailView.muted("Asking CloudTrail…"));
      case Loadable.Failed<Optional<KeyEvent>>(var problem) ->
          List.of(new ProblemPane(problem), ask);
      case Loadable.Ready<Optional<KeyEvent>>(var found) ->
          found
              .map(CreationPane::shown)
              .orElseGet(() ->
                  List.of(
                      KeyDetailView.muted(
                          "CloudTrail has none: it is older than 90 days, or only minutes old."),
                      ask));
    };
  }

  private static List<Node> shown(KeyEvent event) {
    var text = area(event.json(), EVENT_ROWS);
    text.setAccessibleText("Event, JSON");
    return List.of(
        new PropertyGrid()
            .row("Time", Dates.full(event.time()))
            .row("User", event.username())
            .copyable("Event ID", event.eventId())
            .copyable("Request ID", event.requestId()),
        text);
  }

  private static TextArea area(String content, int rows) {
    var area = new TextArea(content);
    area.setEditable(false);
    area.setPrefRowCount(rows);
    area.getStyleClass().add("mono");
    return area;
  }

  private static Label strong(String text) {
    var label = new Label(text);
    label.getStyleClass().add("strong");
    return label;
  }
}
