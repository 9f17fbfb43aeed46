package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.Page;

/// Attributes as the token tells them, and those of its vendor that are asked for by number.
final class RawAttributesPane extends VBox {

  RawAttributesPane(HsmObjectRow row, VendorAttributesViewModel viewModel) {
    super(8);
    var label =
        Labels.mono(
            row.object().attributes().stream()
                .map(one ->
                    "%-24s %s%n".formatted(one.name(), one.raw().isEmpty() ? "(empty)" : one.raw()))
                .collect(Collectors.joining()));
    label.setWrapText(true);
    var codes = new TextField();
    codes.setPromptText("0x80000001, …");
    codes.setId("vendor-codes");
    codes.setAccessibleText("Attributes of the vendor");
    var more =
        new HBox(
            8,
            new Label("Attributes of the vendor:"),
            codes,
            Buttons.button("Ask for these too", () -> viewModel.read(codes.getText())),
            Page.grow());
    more.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(label, more);
  }
}
