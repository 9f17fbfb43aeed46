package org.xksworkbench.app.ui.dialog;

import java.util.List;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;

/// With which key an XKS proxy is tested. Load is only put on it where somebody says so.
final class TestedKeyPane extends VBox {

  private final ComboBox<String> key = new ComboBox<>();
  private final CheckBox withLoad;

  /// @param known keys that it serves; the first stands in the field
  /// @param load what is done with load
  TestedKeyPane(List<String> known, String load) {
    super(8);
    key.setId("dialog-key");
    key.setEditable(true);
    key.setMaxWidth(Double.MAX_VALUE);
    key.getItems().setAll(known);
    key.getEditor().setText(known.stream().findFirst().orElse(""));
    key.setPromptText("such as payments-2026");
    withLoad = Buttons.checkBox(load);
    withLoad.setId("dialog-load");
    withLoad.setWrapText(true);
    withLoad.setMinHeight(Region.USE_PREF_SIZE);
    getChildren()
        .addAll(
            FxDialogs.label("XKS key ID", key),
            key,
            FxDialogs.hint("The test encrypts and decrypts with it, and changes nothing."),
            withLoad,
            FxDialogs.hint("Not on a proxy in production."));
  }

  Node first() {
    return key;
  }

  /// Whether no key is named.
  BooleanBinding incomplete() {
    return FxDialogs.blank(key.getEditor());
  }

  TestedKey key() {
    return new TestedKey(key.getEditor().getText().strip(), withLoad.isSelected());
  }
}
