package org.xksworkbench.app.ui.shell;

import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.words.Words;

/// Above the window: which files of this program cannot be read or written, and what to do. It
/// takes no focus and no room while there is nothing to tell.
public final class FileTroublesPane extends ScrollPane {

  private static final Words WORDS = Words.of(FileTroublesPane.class);

  private static final double MOST = 260;
  private static final String TRY_AGAIN = "try-file-again";

  private final FileTroublesViewModel viewModel;
  private final VBox notes = new VBox(8);

  public FileTroublesPane(FileTroublesViewModel viewModel) {
    this.viewModel = viewModel;
    setId("file-troubles");
    setContent(notes);
    setFitToWidth(true);
    setFocusTraversable(false);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setMinHeight(USE_PREF_SIZE);
    notes
        .heightProperty()
        .subscribe(height -> setPrefHeight(Math.min(MOST, height.doubleValue() + 2)));
    viewModel.troubles().addListener((ListChangeListener<FileTrouble>) _ -> fill());
    viewModel.done().subscribe(_ -> fill());
    fill();
  }

  private void fill() {
    var tries = focusIsOnTryAgain();
    notes.getChildren().setAll(viewModel.troubles().stream().map(this::note).toList());
    var done = viewModel.done().get();
    if (!done.isEmpty()) {
      notes
          .getChildren()
          .add(
              note(
                  Note.NoteTone.INFO,
                  WORDS.text("file.begun"),
                  "file-set-aside",
                  Note.text(done),
                  new FlowPane(
                      8,
                      8,
                      Buttons.button(
                          "close-done", WORDS.text("file.close"), viewModel::closeDone))));
    }
    setVisible(!notes.getChildren().isEmpty());
    setManaged(isVisible());
    var again = notes.lookup("#" + TRY_AGAIN);
    if (tries && again != null) {
      again.requestFocus();
    }
  }

  private boolean focusIsOnTryAgain() {
    var owner = getScene() == null ? null : getScene().getFocusOwner();
    return owner != null && TRY_AGAIN.equals(owner.getId());
  }

  private Node note(FileTrouble trouble) {
    var text = new VBox(4);
    trouble.sentences().forEach(sentence -> text.getChildren().add(Note.text(sentence)));
    text.getChildren().add(Note.text(trouble.consequence()));
    text.getChildren().add(Note.text(WORDS.text("file.to-do", trouble.remedy())));
    var buttons = new FlowPane(8, 8);
    if (trouble.canBeSetAside()) {
      buttons
          .getChildren()
          .add(
              Buttons.button(
                  "set-aside",
                  WORDS.text(
                      trouble.files().size() == 1 ? "file.set-aside" : "file.set-aside-several"),
                  () -> viewModel.setAside(trouble)));
    }
    buttons
        .getChildren()
        .addAll(
            Buttons.button(TRY_AGAIN, WORDS.text("file.again"), () -> viewModel.tryAgain(trouble)),
            Buttons.button(
                "open-folder", WORDS.text("file.folder"), () -> viewModel.openFolder(trouble)),
            Buttons.button(
                "close-trouble", WORDS.text("file.close"), () -> viewModel.close(trouble)));
    return note(Note.NoteTone.BAD, trouble.headline(), "file-trouble", text, buttons);
  }

  private static Node note(Note.NoteTone tone, String headline, String id, Node... body) {
    var note = new Note(tone, headline, body);
    note.setId(id);
    return note;
  }
}
