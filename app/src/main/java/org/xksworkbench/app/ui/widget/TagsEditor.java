package org.xksworkbench.app.ui.widget;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.KeyInputs;

/// Rows of tag key and value, to add, change and remove.
public final class TagsEditor extends VBox {

  private static final double KEY_WIDTH = 240;
  private static final double VALUE_WIDTH = 320;

  private final VBox rows = new VBox(6);
  private final Button add = Buttons.button("Add tag");
  private final Consumer<List<KeyInputs.Tag>> onChange;

  public TagsEditor(List<KeyInputs.Tag> tags, Consumer<List<KeyInputs.Tag>> onChange) {
    super(8);
    this.onChange = onChange;
    tags.forEach(tag -> rows.getChildren().add(row(tag)));
    add.setId("add-tag");
    add.setOnAction(_ -> {
      var row = row(new KeyInputs.Tag("", ""));
      rows.getChildren().add(row);
      row.getChildren().getFirst().requestFocus();
      noteChange();
    });
    var head = new HBox(8, column("Tag key", KEY_WIDTH), column("Value, optional", VALUE_WIDTH));
    head.visibleProperty().bind(javafx.beans.binding.Bindings.isNotEmpty(rows.getChildren()));
    head.managedProperty().bind(head.visibleProperty());
    getChildren().addAll(head, rows, add);
  }

  private static Label column(String name, double width) {
    var label = new Label(name);
    label.setPrefWidth(width);
    label.getStyleClass().addAll("muted", "small");
    return label;
  }

  private HBox row(KeyInputs.Tag tag) {
    var key = field(tag.key(), KEY_WIDTH, "Tag key");
    key.getStyleClass().add("tag-key");
    var value = field(tag.value(), VALUE_WIDTH, "Tag value");
    value.getStyleClass().add("tag-value");
    var remove = Buttons.button("Remove");
    remove.getStyleClass().add("flat");
    remove.setAccessibleText("Remove this tag");
    var row = new HBox(8, key, value, remove);
    row.setAlignment(Pos.CENTER_LEFT);
    remove.setOnAction(_ -> {
      rows.getChildren().remove(row);
      noteChange();
    });
    return row;
  }

  private TextField field(String text, double width, String name) {
    var field = new TextField(text);
    field.setPrefWidth(width);
    field.setAccessibleText(name);
    field.textProperty().addListener((_, _, _) -> noteChange());
    return field;
  }

  private void noteChange() {
    var tags = new ArrayList<KeyInputs.Tag>();
    for (Node row : rows.getChildren()) {
      var fields = ((HBox) row).getChildren();
      tags.add(
          new KeyInputs.Tag(
              ((TextField) fields.get(0)).getText().strip(),
              ((TextField) fields.get(1)).getText().strip()));
    }
    add.setDisable(tags.size() >= KeyInputs.MOST_TAGS);
    onChange.accept(tags);
  }
}
