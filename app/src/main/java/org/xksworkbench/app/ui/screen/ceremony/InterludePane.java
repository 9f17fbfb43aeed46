package org.xksworkbench.app.ui.screen.ceremony;

import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.evidence.Content;

/// Writes down why the plan is interrupted and who agreed.
final class InterludePane extends VBox {

  private static final Words WORDS = Words.of(InterludePane.class);

  InterludePane(RunViewModel viewModel, Interlude kind) {
    setId("interlude");
    setSpacing(10);
    getStyleClass().addAll("card", "card-body");
    var title = new Label(kind.title());
    title.getStyleClass().add("heading");
    var reason = new TextField();
    reason.setId("reason");
    reason.getStyleClass().add("ceremony-input");
    reason.setPromptText(
        WORDS.text(kind == Interlude.CONTINUATION ? "interlude.head-words" : "interlude.prompt"));
    reason.setAccessibleText(reason.getPromptText());
    reason.textProperty().bindBidirectional(viewModel.reason());
    var who = new Label(kind.who());
    var people = new FlowPane(16, 6, who);
    viewModel
        .ticks()
        .forEach((player, tick) -> {
          var box =
              Buttons.checkBox(
                  WORDS.text("interlude.person", player.name(), player.role().title()));
          box.setId("agree-" + player.role().id());
          box.selectedProperty().bindBidirectional(tick);
          people.getChildren().add(box);
        });
    getChildren().addAll(title, reason, people);
    if (kind == Interlude.DEVIATION) {
      var skip = Buttons.checkBox(WORDS.text("interlude.leave-out"));
      skip.setId("leave-out");
      skip.selectedProperty().bindBidirectional(viewModel.leavesOut());
      getChildren().addAll(concern(viewModel), skip);
    }
    getChildren().addAll(about(viewModel, kind));
    var missing = new Label();
    missing.setId("interlude-obstacle");
    missing.getStyleClass().add("muted");
    missing.textProperty().bind(viewModel.obstacle());
    var cancel =
        Buttons.button(
            "interlude-cancel", WORDS.text("interlude.cancel"), viewModel::closeInterlude);
    cancel.setCancelButton(true);
    var record =
        Buttons.button(
            "interlude-record", WORDS.text("interlude.record", kind.title()), viewModel::record);
    record.setDefaultButton(true);
    record.disableProperty().bind(viewModel.obstacle().isNotEmpty().or(viewModel.busy()));
    var row = new HBox(8, missing, Page.grow(), PageParts.busy(viewModel.busy()), cancel, record);
    row.getStyleClass().add("footer-row");
    getChildren().add(row);
    sceneProperty()
        .subscribe(scene -> {
          if (scene != null) {
            reason.requestFocus();
          }
        });
  }

  /// What it is about, which nobody can withhold later.
  private static Node concern(RunViewModel viewModel) {
    var row = new FlowPane(16, 6, new Label(WORDS.text("deviation.concern")));
    var group = new ToggleGroup();
    for (var one : Content.Deviated.Concern.values()) {
      var name = one.name().toLowerCase(Locale.ROOT);
      var choice = Buttons.radioButton(words(one));
      choice.setId("concern-" + name);
      choice.setToggleGroup(group);
      choice.setSelected(viewModel.concern().get() == one);
      choice.setOnAction(_ -> viewModel.concern().set(one));
      row.getChildren().add(choice);
    }
    return row;
  }

  private static String words(Content.Deviated.Concern concern) {
    return switch (concern) {
      case SCRIPT -> WORDS.text("concern.script");
      case EQUIPMENT -> WORDS.text("concern.equipment");
      case PEOPLE -> WORDS.text("concern.people");
      case SECURITY -> WORDS.text("concern.security");
    };
  }

  private static List<Node> about(RunViewModel viewModel, Interlude kind) {
    return switch (kind) {
      case DEVIATION, PAUSE, REFUSAL -> List.of();
      case CONTINUATION -> List.of(Note.text(WORDS.text("go-on.about")));
      case BREAK -> List.of(Note.text(WORDS.text("break.about")));
      case ABORT -> {
        var words = viewModel.ceremony().get().abort();
        yield List.of(
            new Note(
                Note.NoteTone.WARNING,
                WORDS.text("abort.about"),
                words.isEmpty() ? WORDS.text("abort.no-words") : words));
      }
    };
  }
}
