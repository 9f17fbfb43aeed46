package org.xksworkbench.app.ui.screen.hsmbrowser;

import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.ProblemPane;

/// What failed and what happened, if anything did.
final class MessagesPane extends VBox {

  private final MessagesViewModel viewModel;

  MessagesPane(MessagesViewModel viewModel) {
    super(8);
    this.viewModel = viewModel;
    viewModel.problem().subscribe(_ -> render());
    viewModel.notice().subscribe(_ -> render());
  }

  private void render() {
    getChildren().clear();
    var problem = viewModel.problem().get();
    if (problem != null) {
      getChildren().add(new ProblemPane(problem));
    }
    var notice = viewModel.notice().get();
    if (notice != null) {
      getChildren().add(note(notice));
    }
    setManaged(!getChildren().isEmpty());
  }

  private static Note note(HsmNotice notice) {
    var note =
        new Note(
            notice.good() ? Note.NoteTone.GOOD : Note.NoteTone.WARNING,
            notice.headline(),
            notice.lines().stream().map(Note::text).toArray(Node[]::new));
    note.setId("notice");
    return note;
  }
}
