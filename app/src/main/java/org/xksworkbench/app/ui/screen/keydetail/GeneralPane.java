package org.xksworkbench.app.ui.screen.keydetail;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.KeyStateBadge;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.PropertyGrid;

/// Alias, ARN, status, description and dates; the description can be changed in its place.
final class GeneralPane extends VBox {

  private final KeyDetailViewModel viewModel;
  private final VBox description = new VBox(6);

  GeneralPane(KeyDetailViewModel viewModel, KeyDetails details) {
    this.viewModel = viewModel;
    var key = details.key();
    read(details);
    var grid =
        new PropertyGrid()
            .row(
                "Alias",
                details.aliases().isEmpty() ? "none" : String.join(", ", details.aliases()))
            .copyable("ARN", key.arn())
            .copyable("Key ID", key.keyId())
            .row("Status", KeyStateBadge.of(key.keyState()))
            .row("Description", (Node) description)
            .row("Creation date", Dates.full(key.creationDate()))
            .row("Last used", (Node) new LastUsePane(viewModel))
            .row("Regionality", key.multiRegion() ? "Multi-Region" : "Single-Region");
    key.deletionDate().ifPresent(date -> grid.row("Deletion date", Dates.full(date)));
    getChildren().add(grid);
  }

  private void read(KeyDetails details) {
    var text = details.key().description();
    var label = new Label(text.isEmpty() ? "–" : text);
    label.setWrapText(true);
    var edit = Buttons.small("edit-description", "Edit", () -> edit(details));
    edit.setDisable(viewModel.pendingDeletion());
    var line = new HBox(10, label, edit);
    line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    description.getChildren().setAll(line);
  }

  private void edit(KeyDetails details) {
    var area = new TextArea(details.key().description());
    area.setId("description");
    area.setPrefRowCount(2);
    area.setWrapText(true);
    area.setAccessibleText("Description");
    var problem = Labels.mutedLabel("It may appear in clear in CloudTrail logs.");
    var save =
        Buttons.button(
            "save-description",
            "Save",
            () -> viewModel.changes().saveDescription(area.getText()).ifPresent(problem::setText));
    save.disableProperty().bind(viewModel.changes().changing());
    var cancel = Buttons.button("Cancel", () -> read(details));
    description.getChildren().setAll(area, new HBox(8, save, cancel, problem));
  }
}
