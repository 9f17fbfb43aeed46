package org.xksworkbench.app.ui.screen.overview;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.overview.Overview.LoopFigures;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.words.Words;

/// Figures of the loop, each a button to where it comes from. What is not known yet is a dash.
final class FiguresPane extends HBox {

  private static final Words WORDS = Words.of(FiguresPane.class);
  private static final String UNKNOWN = "–";

  FiguresPane(LoopFigures figures, OverviewViewModel viewModel) {
    getStyleClass().addAll("card", "loop-figures");
    setMinWidth(0);
    getChildren()
        .addAll(
            figure(
                "figure-keys",
                "figure.keys",
                figures.keys().map(keys -> String.valueOf(keys.usable())).orElse(UNKNOWN),
                figures.keys().map(keys -> WORDS.text("figure.of", keys.all())).orElse(""),
                () -> viewModel.go(new Destination.KeysScreen())),
            figure(
                "figure-stores",
                "figure.stores",
                String.valueOf(figures.connected()),
                WORDS.text("figure.of-connected", figures.stores()),
                () -> viewModel.go(new Destination.KeyStoresScreen())),
            figure(
                "figure-slowest",
                "figure.slowest",
                figures.slowestMillis().isPresent()
                    ? WORDS.text("figure.millis", figures.slowestMillis().getAsDouble())
                    : UNKNOWN,
                WORDS.text("figure.of-250"),
                () -> viewModel.go(new Destination.XksProxyScreen())),
            figure(
                "figure-certificate",
                "figure.certificate",
                figures.certificateDays().isPresent()
                    ? String.valueOf(figures.certificateDays().getAsLong())
                    : UNKNOWN,
                WORDS.text("figure.days"),
                () -> viewModel.go(new Destination.XksProxyScreen())),
            figure(
                "figure-backup",
                "figure.backup",
                figures.withoutBackup().map(String::valueOf).orElse(UNKNOWN),
                "",
                () -> viewModel.go(new Destination.LineageScreen())));
  }

  private static Button figure(String id, String name, String value, String unit, Runnable open) {
    var amount = Labels.withStyle(value, "figure-value");
    var figure = new HBox(6, amount, Labels.mutedLabel(unit));
    figure.setAlignment(Pos.BASELINE_LEFT);
    var button = Buttons.button(id, "", open);
    button.setGraphic(new VBox(2, Labels.withStyle(WORDS.text(name), "muted", "small"), figure));
    button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    button.getStyleClass().addAll("flat", "loop-figure");
    button.setAlignment(Pos.CENTER_LEFT);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setMinWidth(0);
    button.setAccessibleText(WORDS.text(name) + " " + value + " " + unit);
    HBox.setHgrow(button, Priority.ALWAYS);
    return button;
  }
}
