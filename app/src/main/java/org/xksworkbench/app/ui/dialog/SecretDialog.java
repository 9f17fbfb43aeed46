package org.xksworkbench.app.ui.dialog;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ui.widget.Buttons;

/// Asks for a passphrase, or lets a person choose one or the file of a key. What was typed leaves
/// the field as characters and is cleared from it.
final class SecretDialog {

  private static final double WIDTH = 480;

  private final Stage owner;
  private final Dialog<GivenSecret> dialog = new Dialog<>();
  private final PasswordField first = new PasswordField();
  private final PasswordField second = new PasswordField();
  private final SimpleObjectProperty<@Nullable Path> file = new SimpleObjectProperty<>();
  private final VBox box = new VBox(12);

  private SecretDialog(Stage owner, String headline, String text) {
    this.owner = owner;
    dialog.initOwner(owner);
    dialog.setTitle(headline);
    var title = new Label(headline);
    title.getStyleClass().add("heading");
    title.setWrapText(true);
    first.setId("dialog-input");
    first.setPromptText("Passphrase");
    first.setAccessibleText(headline);
    second.setId("dialog-repeat");
    second.setPromptText("The same passphrase again");
    second.setAccessibleText(second.getPromptText());
    box.setPrefWidth(WIDTH);
    box.getChildren().addAll(title, paragraph(text), first);
  }

  static Optional<GivenSecret> askForKnown(
      Stage owner, Consumer<Scene> dress, String headline, String text, String action) {
    var asking = new SecretDialog(owner, headline, text);
    return asking.show(dress, action, Bindings.createBooleanBinding(() -> true));
  }

  static Optional<GivenSecret> askForNew(
      Stage owner, Consumer<Scene> dress, String headline, String text, int shortest) {
    var asking = new SecretDialog(owner, headline, text);
    var hint = new Label();
    hint.getStyleClass().addAll("muted", "small");
    hint.textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> asking.hint(shortest),
                asking.first.textProperty(),
                asking.second.textProperty()));
    asking.box.getChildren().addAll(asking.second, hint, asking.fileRow());
    return asking.show(
        dress,
        "Continue",
        Bindings.createBooleanBinding(
            () ->
                asking.first.getLength() >= shortest
                    && asking.first.getText().equals(asking.second.getText()),
            asking.first.textProperty(),
            asking.second.textProperty()));
  }

  private String hint(int shortest) {
    if (first.getLength() < shortest) {
      return "At least " + shortest + " characters.";
    }
    return first.getText().equals(second.getText())
        ? "Both are the same."
        : "The two are not the same yet.";
  }

  private Optional<GivenSecret> show(
      Consumer<Scene> dress, String action, BooleanBinding typedWell) {
    var pane = dialog.getDialogPane();
    pane.setContent(box);
    pane.getButtonTypes()
        .setAll(
            new ButtonType(action, ButtonData.OK_DONE),
            new ButtonType("Cancel", ButtonData.CANCEL_CLOSE));
    var ok = (Button) pane.lookupButton(pane.getButtonTypes().getFirst());
    ok.setId("dialog-ok");
    ok.disableProperty()
        .bind(file.isNull().and(first.textProperty().isEmpty().or(typedWell.not())));
    dress.accept(pane.getScene());
    FxDialogs.startAt(dialog, first);
    dialog.setResultConverter(
        button -> button.getButtonData() == ButtonData.OK_DONE ? takeSecret() : null);
    var answer = dialog.showAndWait();
    first.clear();
    second.clear();
    return answer;
  }

  private GivenSecret takeSecret() {
    var chosen = file.get();
    if (chosen != null) {
      return new GivenSecret.GivenKeyFile(chosen);
    }
    return new GivenSecret.Passphrase(first.getText().toCharArray());
  }

  private HBox fileRow() {
    var choose = Buttons.button("Use a key that I brought\u2026");
    choose.setId("dialog-key-file");
    choose.setOnAction(_ -> {
      var chooser = new FileChooser();
      chooser.setTitle("Key file");
      var chosen = chooser.showOpenDialog(owner);
      file.set(chosen == null ? null : chosen.toPath());
    });
    var name = new Label();
    name.getStyleClass().add("muted");
    name.textProperty()
        .bind(file.map(path -> String.valueOf(path.getFileName())).orElse("instead of a new one"));
    first.disableProperty().bind(file.isNotNull());
    second.disableProperty().bind(file.isNotNull());
    var row = new HBox(10, choose, name);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private static Label paragraph(String text) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }
}
