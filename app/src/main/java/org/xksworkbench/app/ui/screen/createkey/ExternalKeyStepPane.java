package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.FitnessBadge;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Tables;

/// The external key: picked from the HSM, or typed.
final class ExternalKeyStepPane extends VBox {

  private static final int MOST_ROWS = 9;

  private final CreateKeyViewModel viewModel;
  private final TextField typed = new TextField();

  ExternalKeyStepPane(CreateKeyViewModel viewModel) {
    super(12);
    this.viewModel = viewModel;
    var title = new Label("Which key in the HSM?");
    title.getStyleClass().add("heading");
    var about =
        Note.text(
            "The external key protects everything encrypted under the new KMS key. This choice is"
                + " permanent.");
    about.getStyleClass().add("muted");
    var table = new LoadablePane<>(viewModel.choices(), this::table, viewModel::loadChoices);
    getChildren().addAll(title, about, table, typedId(), checked());
  }

  private Node table(List<ExternalKeyChoice> choices) {
    if (choices.isEmpty()) {
      return new Note(
          Note.Tone.INFO,
          "No key of an HSM can be shown here",
          "Open the HSM and log in under HSM keys, or type the ID by which the proxy knows the"
              + " external key.");
    }
    var table =
        Tables.fitRows(
            Tables.of(
                "external-keys",
                FXCollections.observableList(choices),
                "No secret key is on the token. Generate one under HSM keys.",
                List.<TableColumn<ExternalKeyChoice, ?>>of(
                    Columns.mono("Label = XKS key ID", 210, choice -> choice.key().label()),
                    Columns.text("Key", 80, choice -> choice.key().spec()),
                    Columns.node(
                        "Fit for an external key store",
                        560,
                        ExternalKeyStepPane::fitness,
                        choice -> Boolean.toString(!choice.selectable())))),
            MOST_ROWS);
    table.setRowFactory(_ -> new ChoiceRow());
    choices.stream()
        .filter(choice -> choice.key().label().equals(viewModel.draft().get().xksKeyId()))
        .findFirst()
        .ifPresent(table.getSelectionModel()::select);
    Tables.whenSelected(table, choice -> typed.setText(choice.key().label()));
    viewModel
        .draft()
        .subscribe(draft -> {
          var chosen = table.getSelectionModel().getSelectedItem();
          if (chosen != null && !chosen.key().label().equals(draft.xksKeyId())) {
            table.getSelectionModel().clearSelection();
          }
        });
    return Tables.card(table);
  }

  private static Node fitness(ExternalKeyChoice choice) {
    var badge =
        choice.usedBy().isPresent()
            ? new Badge(Badge.Tone.NEUTRAL, "In use")
            : FitnessBadge.of(choice.fitness());
    var reason = new Label(choice.reason());
    reason.getStyleClass().addAll("muted", "small");
    var box = new HBox(8, badge, reason);
    box.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    return box;
  }

  private HBox typedId() {
    var label = new Label("External key ID");
    typed.setId("xks-key-id");
    typed.setPrefWidth(320);
    typed.getStyleClass().add("mono");
    typed.setPromptText("picked above, or typed");
    typed.setText(viewModel.draft().get().xksKeyId());
    label.setLabelFor(typed);
    typed
        .textProperty()
        .subscribe(text -> {
          if (!text.strip().equals(viewModel.draft().get().xksKeyId())) {
            viewModel.edit(draft -> draft.withXksKeyId(text));
          }
        });
    var hint = new Label("the ID by which the XKS proxy knows the key");
    hint.getStyleClass().addAll("muted", "small");
    var box = new HBox(10, label, typed, hint);
    box.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    HBox.setHgrow(hint, Priority.ALWAYS);
    return box;
  }

  /// What is known of the chosen key before AWS KMS is asked.
  private Node checked() {
    var box = new VBox();
    viewModel.draft().subscribe(draft -> box.getChildren().setAll(checkOf(draft.xksKeyId())));
    viewModel
        .choices()
        .subscribe(_ -> box.getChildren().setAll(checkOf(viewModel.draft().get().xksKeyId())));
    return box;
  }

  private List<Node> checkOf(String xksKeyId) {
    return viewModel
        .check(xksKeyId)
        .map(check -> (Node) new Note(tone(check), check.headline(), check.text()))
        .map(List::of)
        .orElse(List.of());
  }

  private static Note.Tone tone(ExternalKeyCheck check) {
    return switch (check.outcome()) {
      case GOOD -> Note.Tone.GOOD;
      case UNKNOWN -> Note.Tone.INFO;
      case REFUSED -> Note.Tone.WARNING;
    };
  }

  /// A key that AWS KMS would refuse looks so.
  private static final class ChoiceRow extends TableRow<ExternalKeyChoice> {

    private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");

    @Override
    protected void updateItem(@Nullable ExternalKeyChoice item, boolean empty) {
      super.updateItem(item, empty);
      pseudoClassStateChanged(REFUSED, item != null && !empty && !item.selectable());
    }
  }
}
