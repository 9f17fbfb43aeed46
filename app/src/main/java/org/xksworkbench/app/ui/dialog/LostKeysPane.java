package org.xksworkbench.app.ui.dialog;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// The KMS keys that go with what is destroyed: some by name, the rest counted.
final class LostKeysPane extends VBox {

  private static final int MOST_NAMED = 6;
  private static final int[] SHARES = {36, 30, 34};
  private static final String NO_BACKUP = "no backup recorded";

  LostKeysPane(List<LostKey> lost) {
    super(6);
    setId("lost-keys");
    var grid = new GridPane();
    grid.setHgap(16);
    grid.setVgap(4);
    for (var share : SHARES) {
      var column = new ColumnConstraints();
      column.setPercentWidth(share);
      grid.getColumnConstraints().add(column);
    }
    grid.addRow(0, head("KMS key"), head("Key of the HSM"), head("Backup"));
    lost.stream()
        .limit(MOST_NAMED)
        .forEach(key ->
            grid.addRow(
                grid.getRowCount(),
                label(key.name(), "strong"),
                label(key.xksKeyId(), "mono"),
                label(
                    key.backup().orElse(NO_BACKUP),
                    key.backup().isPresent() ? "muted" : "danger")));
    getChildren().add(grid);
    var more = lost.stream().skip(MOST_NAMED).toList();
    if (!more.isEmpty()) {
      var bare = more.stream().filter(key -> key.backup().isEmpty()).count();
      getChildren()
          .add(
              label(
                  "and %,d more".formatted(more.size())
                      + (bare == 0 ? "" : ", %,d without a recorded backup".formatted(bare)),
                  bare == 0 ? "muted" : "danger"));
    }
  }

  private static Label head(String text) {
    return label(text, "section-title");
  }

  private static Label label(String text, String style) {
    var label = new Label(text);
    label.getStyleClass().add(style);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
