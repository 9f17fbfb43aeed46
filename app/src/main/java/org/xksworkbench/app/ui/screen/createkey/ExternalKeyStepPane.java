package org.xksworkbench.app.ui.screen.createkey;

import java.util.List;
import java.util.Locale;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.externalkey.Candidates;
import org.xksworkbench.app.externalkey.ExternalKeyCheck;
import org.xksworkbench.app.externalkey.ExternalKeyChoice;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Columns;
import org.xksworkbench.app.ui.widget.FitnessBadge;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.Tables;
import org.xksworkbench.app.ui.widget.Visibility;
import org.xksworkbench.app.words.Words;

/// The external key: picked from the HSM, or typed.
final class ExternalKeyStepPane extends VBox {

  private static final Words WORDS = Words.of(ExternalKeyStepPane.class);
  private static final int MOST_ROWS = 8;

  private final ExternalKeyStepViewModel viewModel;
  private final FormEntries entries;
  private final TextField typed = Keyboard.startsAt(new TextField());

  ExternalKeyStepPane(ExternalKeyStepViewModel viewModel, FormEntries entries) {
    super(12);
    this.viewModel = viewModel;
    this.entries = entries;
    var progress = Labels.about("");
    progress.textProperty().bind(viewModel.census());
    getChildren()
        .addAll(
            Labels.heading(WORDS.text("external-key.title")),
            Labels.about(WORDS.text("external-key.about")),
            Visibility.onlyIf(progress, viewModel.census().isNotEmpty()),
            new LoadablePane<>(viewModel.candidates(), this::table, viewModel::load),
            typedId(),
            checkList());
  }

  private Node table(Candidates candidates) {
    if (!candidates.loggedIn()) {
      return new Note(
          Note.NoteTone.INFO,
          WORDS.text("external-key.no-token"),
          WORDS.text("external-key.no-token-about"));
    }
    var table =
        Tables.fitRows(
            Tables.of(
                "external-keys",
                WORDS.text("external-key.title"),
                FXCollections.observableList(candidates.choices()),
                WORDS.text("external-key.none"),
                List.<TableColumn<ExternalKeyChoice, ?>>of(
                    Columns.mono(
                        WORDS.text("external-key.id"), 210, choice -> choice.key().label()),
                    Columns.text(WORDS.text("external-key.key"), 80, choice -> choice.key().spec()),
                    Columns.node(
                        WORDS.text("external-key.fitness"),
                        560,
                        ExternalKeyStepPane::fitness,
                        choice -> Boolean.toString(!choice.selectable())))),
            MOST_ROWS);
    Tables.whenClicked(table, choice -> !choice.selectable(), _ -> {});
    candidates.choice(entries.now().xksKeyId()).ifPresent(table.getSelectionModel()::select);
    Tables.whenSelected(table, choice -> typed.setText(choice.key().label()));
    entries
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
    var reason =
        choice
            .awsError()
            .map(code -> choice.reason() + " " + code.text())
            .orElseGet(choice::reason);
    var box =
        new HBox(8, FitnessBadge.of(choice.fitness()), Labels.withStyle(reason, "muted", "small"));
    box.setAlignment(Pos.CENTER_LEFT);
    return box;
  }

  private VBox typedId() {
    var label = new Label(WORDS.text("external-key.id"));
    label.setMinWidth(USE_PREF_SIZE);
    typed.setId("xks-key-id");
    typed.setPrefWidth(380);
    typed.getStyleClass().add("mono");
    typed.setPromptText(WORDS.text("external-key.prompt"));
    typed.setText(entries.now().xksKeyId());
    label.setLabelFor(typed);
    typed
        .textProperty()
        .subscribe(text -> {
          if (!text.strip().equals(entries.now().xksKeyId())) {
            if (viewModel.isOnToken(text)) {
              viewModel.pick(text);
            } else {
              viewModel.type(text);
            }
          }
        });
    var line = new HBox(10, label, typed);
    line.setAlignment(Pos.CENTER_LEFT);
    var hint = Labels.about(WORDS.text("external-key.hint"));
    hint.getStyleClass().add("small");
    return new VBox(4, line, hint);
  }

  /// What is known of the chosen key before AWS KMS is asked.
  private Node checkList() {
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
                          List.of(Labels.about(WORDS.text("external-key.checking")));
                      case Loadable.LoadFailed<?>(var problem) -> List.of(new ProblemPane(problem));
                      case Loadable.Ready<ExternalKeyCheck.ExternalKeyReport>(var ready) ->
                          List.of(note(ready));
                    }));
    return box;
  }

  private static Note note(ExternalKeyCheck.ExternalKeyReport report) {
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

  private static Note.NoteTone tone(ExternalKeyCheck.Result result) {
    return switch (result) {
      case GOOD -> Note.NoteTone.GOOD;
      case UNKNOWN -> Note.NoteTone.INFO;
      case REFUSED -> Note.NoteTone.WARNING;
    };
  }
}
