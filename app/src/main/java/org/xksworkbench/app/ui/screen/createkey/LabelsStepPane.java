package org.xksworkbench.app.ui.screen.createkey;

import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Keys;
import org.xksworkbench.app.ui.widget.Note;

/// Alias and description.
final class LabelsStepPane extends VBox {

  private static final double FIELD_WIDTH = 460;

  LabelsStepPane(FormEntries entries) {
    super(12);
    var title = new Label("Alias and description");
    title.getStyleClass().add("heading");

    var aliasLabel = new Label("Alias, required");
    aliasLabel.getStyleClass().add("strong");
    var alias = Keys.startsAt(new TextField(entries.now().alias()));
    alias.setId("alias");
    alias.setPrefWidth(FIELD_WIDTH - 44);
    alias.setPromptText("payments-2026");
    aliasLabel.setLabelFor(alias);
    alias.textProperty().addListener((_, _, text) -> entries.edit(draft -> draft.withAlias(text)));
    var prefix = new Label("alias/");
    prefix.getStyleClass().addAll("mono", "muted");
    var aliasRow = new HBox(6, prefix, alias);
    aliasRow.setAlignment(javafx.geometry.Pos.CENTER_LEFT);

    var descriptionLabel = new Label("Description, optional");
    descriptionLabel.getStyleClass().add("strong");
    var description = new TextArea(entries.now().description());
    description.setId("description");
    description.setPrefRowCount(3);
    description.setMaxWidth(FIELD_WIDTH);
    description.setWrapText(true);
    descriptionLabel.setLabelFor(description);
    description
        .textProperty()
        .addListener((_, _, text) -> entries.edit(draft -> draft.withDescription(text)));

    var aliasHint =
        Pages.about(
            "The name by which people and programs find the key; unique in this account and Region."
                + " Up to 250 letters, digits, slashes, hyphens and underscores. An alias cannot be"
                + " renamed, but another can be added.");
    aliasHint.getStyleClass().add("small");
    getChildren()
        .addAll(
            title,
            new VBox(4, aliasLabel, aliasRow, aliasHint),
            new VBox(4, descriptionLabel, description),
            new Note(
                Note.Tone.INFO,
                "Write nothing confidential here",
                "Alias, description and tags may appear in clear in CloudTrail logs and other"
                    + " output."));
  }
}
