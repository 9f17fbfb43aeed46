package org.xksworkbench.app.ui.screen.keydetail;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.creation.ChangeForm;
import org.xksworkbench.app.creation.CreationStage;
import org.xksworkbench.app.kms.KeyEvent;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Choices;
import org.xksworkbench.app.ui.widget.CodeArea;
import org.xksworkbench.app.ui.widget.CopyButton;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;

/// How the key was made: request IDs, commands, and the event of CloudTrail.
final class CreationPane extends VBox {

  private static final int COMMAND_ROWS = 9;
  private static final int EVENT_ROWS = 14;

  private final CreationViewModel viewModel;

  CreationPane(CreationViewModel viewModel, KeyDetails details) {
    super(12);
    this.viewModel = viewModel;
    getStyleClass().add("card-body");
    details.creation().map(creation -> creation.stage()).ifPresent(this::requests);
    if (viewModel.text(ChangeForm.AWS_CLI).isPresent()) {
      texts();
    }
    getChildren().add(event());
  }

  private void requests(CreationStage stage) {
    if (stage instanceof CreationStage.CreationFinished finished) {
      var grid = new PropertyGrid();
      if (!finished.createKeyRequestId().isEmpty()) {
        grid.copyable("CreateKey", finished.createKeyRequestId());
      }
      if (!finished.createAliasRequestId().isEmpty()) {
        grid.copyable("CreateAlias", finished.createAliasRequestId());
      }
      getChildren().addAll(Labels.strong("Created from here, by these requests"), grid);
    }
  }

  private void texts() {
    var area = CodeArea.readOnly("", COMMAND_ROWS, "Text for the AWS CLI, Terraform or others");
    area.setId("commands");
    var heading = new Label();
    heading.getStyleClass().add("strong");
    var form = Choices.of("change-form", List.of(ChangeForm.values()), ChangeForm::title);
    form.setAccessibleText("Form of the text");
    form.valueProperty()
        .subscribe(chosen -> {
          if (chosen != null) {
            heading.setText(about(chosen));
            area.setText(viewModel.text(chosen).orElse(""));
          }
        });
    form.setValue(ChangeForm.AWS_CLI);
    var line = new HBox(8, heading, Page.grow(), form, new CopyButton("Copy", area::getText));
    line.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(line, area);
  }

  private static String about(ChangeForm form) {
    return switch (form) {
      case AWS_CLI -> "Commands of the AWS CLI that make such a key";
      case TERRAFORM -> "Terraform that takes this key over; not applied by this program";
      case CLOUDFORMATION -> "CloudFormation for its alias; not applied by this program";
    };
  }

  private VBox event() {
    var box = new VBox(8);
    box.setId("creation-event");
    var ask = Buttons.button("ask-cloudtrail", "Ask CloudTrail", viewModel::askCloudTrail);
    viewModel
        .event()
        .subscribe(event -> {
          box.getChildren().setAll(Labels.strong("CreateKey event of AWS CloudTrail"));
          box.getChildren().addAll(describe(event, ask));
        });
    return box;
  }

  private static List<Node> describe(@Nullable Loadable<Optional<KeyEvent>> event, Button ask) {
    return switch (event) {
      case null ->
          List.of(
              Labels.mutedLabel(
                  "CloudTrail tells of the last 90 days. Needs cloudtrail:LookupEvents."),
              ask);
      case Loadable.Loading<Optional<KeyEvent>> _ ->
          List.of(Labels.mutedLabel("Asking CloudTrail…"));
      case Loadable.LoadFailed<Optional<KeyEvent>>(var problem) ->
          List.of(new ProblemPane(problem), ask);
      case Loadable.Ready<Optional<KeyEvent>>(var found) ->
          found
              .map(CreationPane::describe)
              .orElseGet(() ->
                  List.of(
                      Labels.mutedLabel(
                          "CloudTrail has none: it is older than 90 days, or only minutes old."),
                      ask));
    };
  }

  private static List<Node> describe(KeyEvent event) {
    return List.of(
        new PropertyGrid()
            .row("Time", Dates.full(event.time()))
            .row("User", event.username())
            .copyable("Event ID", event.eventId())
            .copyable("Request ID", event.requestId()),
        CodeArea.readOnly(event.json(), EVENT_ROWS, "Event, JSON"));
  }
}
