package org.xksworkbench.app.ui.screen.keydetail;

import javafx.geometry.Pos;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyableText;
import org.xksworkbench.app.ui.widget.Labels;

/// The aliases of the key, to add and delete.
final class AliasesPane extends VBox {

  AliasesPane(KeyDetailViewModel viewModel, KeyDetails details) {
    super(10);
    getStyleClass().add("card-body");
    for (var alias : details.aliases()) {
      var remove = Buttons.button("Delete…", () -> viewModel.changes().removeAlias(alias));
      remove.getStyleClass().add("flat");
      remove.setAccessibleText("Delete " + alias);
      remove.disableProperty().bind(viewModel.changes().changing());
      var line = new HBox(8, new CopyableText(alias, "alias"), remove);
      line.setAlignment(Pos.CENTER_LEFT);
      getChildren().add(line);
    }
    if (details.aliases().isEmpty()) {
      getChildren().add(Labels.mutedLabel("This key has no alias; it is used by its ID or ARN."));
    }
    var field = new TextField();
    field.setId("new-alias");
    field.setAccessibleText("New alias");
    field.setDisable(viewModel.pendingDeletion());
    var add = Buttons.button("Create alias");
    add.setId("add-alias");
    add.disableProperty().bind(field.textProperty().isEmpty().or(viewModel.changes().changing()));
    var problem = Labels.mutedLabel("Up to 50 aliases a key; an alias cannot be renamed.");
    add.setOnAction(_ -> viewModel.changes().addAlias(field.getText()).ifPresent(problem::setText));
    field.setOnAction(_ -> add.fire());
    var line = new HBox(6, Labels.withStyle("alias/", "mono", "muted"), field, add, problem);
    line.setAlignment(Pos.CENTER_LEFT);
    getChildren().add(line);
  }
}
