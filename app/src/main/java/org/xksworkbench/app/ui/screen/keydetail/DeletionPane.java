package org.xksworkbench.app.ui.screen.keydetail;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyButton;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.DeletionEntry;
import org.xksworkbench.app.ui.widget.Keyboard;
import org.xksworkbench.app.ui.widget.LastUseText;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.WaitingPeriod;

/// Asks before a deletion is scheduled, and says when one is.
final class DeletionPane extends VBox {

  private final KeyDetailViewModel viewModel;
  private final KeyDetails details;

  DeletionPane(KeyDetailViewModel viewModel, KeyDetails details) {
    this.viewModel = viewModel;
    this.details = details;
    setId("deletion");
    managedProperty().bind(javafx.beans.binding.Bindings.isNotEmpty(getChildren()));
    viewModel.changes().deletion().open().subscribe(_ -> render());
  }

  private void render() {
    getChildren()
        .setAll(
            viewModel.pendingDeletion()
                ? List.of(pending())
                : viewModel.changes().deletion().open().get() ? List.of(asking()) : List.of());
  }

  private Note pending() {
    var cancel = Buttons.button("Cancel key deletion", () -> viewModel.changes().cancelDeletion());
    cancel.disableProperty().bind(viewModel.changes().changing());
    return new Note(
        Note.NoteTone.BAD,
        "AWS KMS deletes this key"
            + details.key().deletionDate().map(date -> " on " + Dates.full(date)).orElse(""),
        Note.text(
            "Until then it cannot be used, and its external key stays taken. When the deletion is"
                + " cancelled, the key is disabled; enable it to use it again."),
        cancel);
  }

  private Node lastUse() {
    var text = Note.text("");
    text.textProperty()
        .bind(
            viewModel
                .lastUse()
                .state()
                .map(use -> LastUseText.sentence(use) + " " + LastUseText.BEFORE_DELETION));
    return text;
  }

  private Node asking() {
    var deletion = viewModel.changes().deletion();
    var period = new WaitingPeriod("deletion-days", deletion.days());
    // Enter ends the typing; the page's default button proves the key, which nobody asked for here.
    var typed = Keyboard.deafToEnter(new TextField());
    typed.setId("deletion-word");
    Keyboard.startsAt(typed);
    typed.setPromptText(DeletionEntry.WORD);
    typed.setPrefColumnCount(8);
    typed.setAccessibleText("Type " + DeletionEntry.WORD);
    typed.textProperty().bindBidirectional(deletion.typed());
    var schedule =
        Buttons.danger(
            "schedule", "Schedule key deletion", () -> viewModel.changes().scheduleDeletion());
    schedule.disableProperty().bind(deletion.confirmed().not().or(viewModel.changes().changing()));
    var cancel = Buttons.button("Cancel", deletion::reset);
    var copy = new CopyButton("Copy as AWS CLI", viewModel::commandToScheduleDeletion);
    copy.disableProperty().bind(deletion.mayWait().not());
    var line =
        new HBox(
            8,
            new Label("Delete after"),
            period.field(),
            new Label("days, 7 to 30. Type " + DeletionEntry.WORD),
            typed,
            schedule,
            cancel,
            copy);
    line.setAlignment(Pos.CENTER_LEFT);
    return new Note(
        Note.NoteTone.BAD,
        "Delete " + details.where() + "?",
        Note.text(
            "When the waiting period is over, what was encrypted under this key can never be"
                + " decrypted again, not even with the external key: AWS KMS deletes its own key"
                + " material, which every ciphertext needs as well. A KMS key in an external key"
                + " store cannot be made a second time."),
        Note.text(
            "The external key in the HSM stays untouched. It may stay taken in this key store until"
                + " the waiting period is over. The deletion can be cancelled until then; if in"
                + " doubt, disable the key instead."),
        lastUse(),
        line,
        period.error());
  }
}
