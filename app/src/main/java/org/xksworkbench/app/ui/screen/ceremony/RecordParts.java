package org.xksworkbench.app.ui.screen.ceremony;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Choices;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.PeoplesRecord;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;

/// What people write down themselves in a step: who took what, files for the evidence, and what is
/// kept elsewhere.
final class RecordParts {

  private static final Words WORDS = Words.of(RecordParts.class);

  private static final double FIELD = 300;

  private final CeremonySnapshot ceremony;
  private final RecordForms forms;
  private final ObservableBooleanValue busy;

  /// @param busy while something is signed or read
  RecordParts(CeremonySnapshot ceremony, RecordForms forms, ObservableBooleanValue busy) {
    this.ceremony = ceremony;
    this.forms = forms;
    this.busy = busy;
  }

  List<Node> of(PeoplesRecord asked) {
    var parts = new ArrayList<Node>();
    if (!asked.missing().isEmpty()) {
      var missing = new Note(Note.NoteTone.INFO, WORDS.text("record.missing"), asked.missing());
      missing.setId("record-missing");
      missing.getStyleClass().add("ceremony-note");
      parts.add(missing);
    }
    if (!asked.lines().isEmpty()) {
      var words = new LineWords(ceremony);
      var lines = new VBox(6);
      lines.setId("record-lines");
      asked
          .lines()
          .forEach(line -> {
            var text = Note.text(words.inFull(line));
            text.getStyleClass().add("ceremony-fact");
            lines.getChildren().add(text);
          });
      parts.add(PageParts.card(WORDS.text("record.lines"), lines));
    }
    switch (asked.action()) {
      case Action.MoveCustody move -> {
        if (move.photo()) {
          parts.add(attachment());
        }
        parts.add(custody());
      }
      case Action.AttachFile _ -> parts.add(attachment());
      case Action.KeepElsewhere _ -> parts.add(elsewhere());
    }
    return parts;
  }

  private Node custody() {
    var form = forms.custody();
    var moves = Choices.of("custody-move", List.of(Content.Custody.Move.values()), LineWords::move);
    moves.valueProperty().bindBidirectional(form.move());
    var first = people("custody-first", form.first());
    var second = people("custody-second", form.second());
    var photo =
        Choices.of(
            "custody-photo",
            photos(form),
            one ->
                one.map(it -> WORDS.text("custody.photo-line", it.line(), it.file()))
                    .orElse(WORDS.text("custody.no-photo")));
    photo.valueProperty().bindBidirectional(form.photo());
    var texts = form.texts();
    var fields =
        new FlowPane(
            16,
            10,
            withLabel(WORDS.text("custody.move"), moves),
            withLabel(
                form.expectedBag().isEmpty()
                    ? WORDS.text("custody.bag")
                    : WORDS.text("custody.bag-expected", form.expectedBag()),
                field("custody-bag", texts.bag())),
            withLabel(WORDS.text("custody.seal"), field("custody-seal", texts.seal())),
            withLabel(WORDS.text("custody.serial"), field("custody-serial", texts.serial())),
            withLabel(WORDS.text("custody.place"), field("custody-place", texts.place())));
    if (!form.photos().isEmpty()) {
      fields.getChildren().add(withLabel(WORDS.text("custody.photo"), photo));
    }
    var signers =
        new FlowPane(
            16,
            10,
            withLabel(giving(form, "custody.from", "custody.who-moves"), first),
            withLabel(giving(form, "custody.to", "custody.who-watches"), second));
    return PageParts.card(
        WORDS.text("custody.title", form.item()),
        fields,
        intact(form),
        signers,
        acts("custody-write", WORDS.text("custody.write"), form.obstacle(), form::write));
  }

  private static List<Optional<CustodyViewModel.Photo>> photos(CustodyViewModel form) {
    var all = new ArrayList<Optional<CustodyViewModel.Photo>>();
    all.add(Optional.empty());
    form.photos().forEach(one -> all.add(Optional.of(one)));
    return all;
  }

  /// Of a hand-over one gives and the other takes; of every other move one watches.
  private static ObservableValue<String> giving(
      CustodyViewModel form, String handOver, String other) {
    return form.move()
        .map(move -> WORDS.text(move == Content.Custody.Move.HAND_OVER ? handOver : other));
  }

  private static Node intact(CustodyViewModel form) {
    var row = new FlowPane(16, 6, new Label(WORDS.text("custody.state")));
    var group = new ToggleGroup();
    for (var whole : List.of(true, false)) {
      var choice = Buttons.radioButton(WORDS.text(whole ? "custody.intact" : "custody.not-intact"));
      choice.setId(whole ? "custody-intact" : "custody-not-intact");
      choice.setToggleGroup(group);
      choice.setSelected(form.intact().get().equals(Optional.of(whole)));
      choice.setOnAction(_ -> form.intact().set(Optional.of(whole)));
      row.getChildren().add(choice);
    }
    return row;
  }

  private Node attachment() {
    var form = forms.attachment();
    var seen = new Label();
    seen.setId("attachment-file");
    seen.getStyleClass().addAll("mono", "ceremony-fact");
    seen.setWrapText(true);
    seen.setMinHeight(Region.USE_PREF_SIZE);
    seen.textProperty().bind(form.file().map(RecordParts::words));
    var choose = Buttons.button("attachment-choose", WORDS.text("attachment.choose"), form::choose);
    choose.disableProperty().bind(busy);
    var zone = new VBox(8, Note.text(WORDS.text("attachment.drop")), choose, seen);
    zone.setId("attachment-drop");
    zone.getStyleClass().add("drop-zone");
    zone.setOnDragOver(event -> {
      if (event.getDragboard().hasFiles()) {
        event.acceptTransferModes(TransferMode.COPY);
      }
      event.consume();
    });
    zone.setOnDragDropped(event -> {
      form.take(event.getDragboard().getFiles().stream().map(File::toPath).toList());
      event.setDropCompleted(true);
      event.consume();
    });
    var fields =
        new FlowPane(
            16,
            10,
            withLabel(
                WORDS.text("attachment.caption"), field("attachment-caption", form.caption())),
            withLabel(WORDS.text("attachment.who"), people("attachment-person", form.person())));
    return PageParts.card(
        WORDS.text("attachment.title"),
        zone,
        fields,
        acts("attachment-attach", WORDS.text("attachment.attach"), form.obstacle(), form::attach));
  }

  /// Name, size, type and hash of what was read; empty if nothing was.
  private static String words(Optional<AttachmentViewModel.ReadFile> file) {
    return file.map(AttachmentViewModel.ReadFile::seen)
        .map(seen ->
            WORDS.text(
                "attachment.seen",
                seen.name(),
                seen.bytes(),
                seen.mime(),
                String.join(" ", seen.sha256().groups()),
                LineWords.head(seen.sha256())))
        .orElse("");
  }

  private Node elsewhere() {
    var form = forms.elsewhere();
    var texts = form.texts();
    var choose = Buttons.button("elsewhere-choose", WORDS.text("elsewhere.choose"), form::choose);
    choose.disableProperty().bind(busy);
    var hash = field("elsewhere-sha256", texts.sha256());
    hash.setPrefWidth(2 * FIELD);
    var fields =
        new FlowPane(
            16,
            10,
            withLabel(WORDS.text("elsewhere.sha256"), hash),
            withLabel(WORDS.text("elsewhere.bytes"), field("elsewhere-bytes", texts.bytes())),
            withLabel(WORDS.text("elsewhere.mime"), field("elsewhere-mime", texts.mime())),
            withLabel(
                WORDS.text("attachment.caption"), field("elsewhere-caption", texts.caption())),
            withLabel(WORDS.text("elsewhere.kept"), field("elsewhere-kept", texts.kept())),
            withLabel(WORDS.text("elsewhere.who"), people("elsewhere-person", form.person())));
    return PageParts.card(
        WORDS.text("elsewhere.title"),
        Note.text(WORDS.text("elsewhere.about")),
        choose,
        fields,
        acts("elsewhere-write", WORDS.text("elsewhere.write"), form.obstacle(), form::write));
  }

  private Node acts(String id, String text, StringBinding obstacle, Runnable act) {
    var button = Buttons.button(id, text, act);
    button.disableProperty().bind(obstacle.isNotEmpty().or(bound(busy)));
    var missing = new Label();
    missing.setId(id + "-obstacle");
    missing.getStyleClass().add("muted");
    missing.textProperty().bind(obstacle);
    return PageParts.row(button, missing);
  }

  private static javafx.beans.binding.BooleanBinding bound(ObservableBooleanValue value) {
    return javafx.beans.binding.Bindings.createBooleanBinding(value::get, value);
  }

  private ComboBox<Player> people(String id, ObjectProperty<Player> person) {
    var box =
        Choices.of(
            id,
            ceremony.people(),
            player -> WORDS.text("interlude.person", player.name(), player.role().title()));
    box.valueProperty().bindBidirectional(person);
    return box;
  }

  private static TextField field(String id, StringProperty text) {
    var field = new TextField();
    field.setId(id);
    field.getStyleClass().add("ceremony-input");
    field.setPrefWidth(FIELD);
    field.textProperty().bindBidirectional(text);
    return field;
  }

  private static Node withLabel(String text, Region control) {
    var label = new Label(text);
    label.setLabelFor(control);
    return new VBox(4, label, control);
  }

  private static Node withLabel(ObservableValue<String> text, Region control) {
    var label = new Label();
    label.textProperty().bind(text);
    label.setLabelFor(control);
    return new VBox(4, label, control);
  }
}
