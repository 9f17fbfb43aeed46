package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Locale;
import javafx.collections.FXCollections;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.FitnessBadge;
import org.xksworkbench.app.ui.widget.Keys;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.Tables;

/// The external key: picked from the HSM, or typed.
final class ExternalKeyStepPane extends VBox {

  private static final int MOST_ROWS = 8;

  private final ExternalKeyStepViewModel viewModel;
  private final TextField typed = Keys.startsAt(new TextField());

  ExternalKeyStepPane(ExternalKeyStepViewModel viewModel) {
    super(12);
    this.viewModel = viewModel;
    var progress = Pages.about("");
    progress.textProperty().bind(viewModel.census());
    progress.visibleProperty().bind(viewModel.census().isNotEmpty());
    progress.managedProperty().bind(progress.visibleProperty());
    getChildren()
        .addAll(
            Pages.heading("Which key in the HSM?"),
            Pages.about(
                "The external key protects everything encrypted under the new KMS key. It must be"
                    + " AES-256, enabled, for encryption and decryption, and used by no other KMS"
                    + " key; best by nothing else at all. Its HSM must take the load you expect, up"
                    + " to 1,800 requests a second. This choice is permanent."),
            progress,
            new LoadablePane<>(viewModel.candidates(), this::table, viewModel::load),
            typedId(),
            checked());
  }

  private Node table(Candidates candidates) {
    if (!candidates.loggedIn()) {
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
                FXCollections.observableList(candidates.choices()),
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
    candidates
        .choice(viewModel.draft().get().xksKeyId())
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
    var reason =
        new Label(
            choice.selectable()
                ? choice.reason()
                : choice.reason()
                    + (choice.reason().endsWith(".") ? " " : ", ")
                    + choice.awsError().text());
    reason.getStyleClass().addAll("muted", "small");
    var box = new HBox(8, badge, reason);
    box.setAlignment(Pos.CENTER_LEFT);
    return box;
  }

  private VBox typedId() {
    var label = new Label("External key ID");
    label.setMinWidth(USE_PREF_SIZE);
    typed.setId("xks-key-id");
    typed.setPrefWidth(380);
    typed.getStyleClass().add("mono");
    typed.setPromptText("picked above, or typed");
    typed.setText(viewModel.draft().get().xksKeyId());
    label.setLabelFor(typed);
    typed
        .textProperty()
        .subscribe(text -> {
          if (!text.strip().equals(viewModel.draft().get().xksKeyId())) {
            if (viewModel.isOnToken(text)) {
              viewModel.pick(text);
            } else {
              viewModel.type(text);
            }
          }
        });
    var line = new HBox(10, label, typed);
    line.setAlignment(Pos.CENTER_LEFT);
    var hint =
        Pages.about(
            "If the external key has several IDs, the one by which the XKS proxy knows it. 1 to 128"
                + " letters, digits, dots, hyphens and underscores.");
    hint.getStyleClass().add("small");
    return new VBox(4, line, hint);
  }

  /// What is known of the chosen key before AWS KMS is asked.
  private Node checked() {
    var box = new VBox();
    box.setId("external-key-check");
    viewModel
        .report()
        .subscribe(report ->
            box.getChildren()
                .setAll(
                    switch (report) {
                      case null -> List.of();
                      case Loadable.Loading<?> _ ->
                          List.of(Pages.about("Checking the external key…"));
                      case Loadable.Failed<?>(var problem) -> List.of(new ProblemPane(problem));
                      case Loadable.Ready<ExternalKeyCheck.Report>(var ready) ->
                          List.of(note(ready));
                    }));
    return box;
  }

  private static Note note(ExternalKeyCheck.Report report) {
    var grid = new PropertyGrid();
    for (var check : report.checks()) {
      var took =
          check
              .took()
              .map(time -> String.format(Locale.ROOT, " %.0f ms", time.toNanos() / 1e6))
              .orElse("");
      var error = check.awsError().map(code -> " " + code.text()).orElse("");
      grid.row(check.what(), glyph(check.result()) + " " + check.found() + error + took);
    }
    return new Note(tone(report.result()), report.headline(), grid);
  }

  private static String glyph(ExternalKeyCheck.Result result) {
    return switch (result) {
      case GOOD -> "✓";
      case UNKNOWN -> "?";
      case REFUSED -> "✕";
    };
  }

  private static Note.Tone tone(ExternalKeyCheck.Result result) {
    return switch (result) {
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
