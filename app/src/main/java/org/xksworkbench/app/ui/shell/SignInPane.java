package org.xksworkbench.app.ui.shell;

import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.signin.SignInDesk;
import org.xksworkbench.app.ui.signin.IdentityCenterPane;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyableText;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.words.Words;

/// Stands under the top bar while requests wait for a sign-in; nothing entered is lost meanwhile.
final class SignInPane extends VBox {

  private static final Words WORDS = Words.of(SignInPane.class);

  private final SignInViewModel viewModel;

  /// One for all notices: a sign-in that was begun goes on while others begin to wait for it.
  private @Nullable IdentityCenterPane here;

  SignInPane(SignInViewModel viewModel) {
    this.viewModel = viewModel;
    viewModel
        .notice()
        .subscribe(notice -> getChildren().setAll(notice.map(this::note).stream().toList()));
  }

  private Node note(SignInDesk.Notice waiting) {
    var line =
        Page.toolbar(
            Page.grow(),
            Buttons.button("sign-in-try", WORDS.text("sign-in.try"), viewModel::tryAgain),
            Buttons.button("sign-in-stop", WORDS.text("sign-in.stop"), viewModel::giveUp));
    if (!waiting.command().isEmpty()) {
      line.getChildren()
          .addFirst(new CopyableText(waiting.command(), WORDS.text("sign-in.command")));
    }
    var note =
        new Note(
            Note.NoteTone.WARNING,
            WORDS.text("sign-in.title", waiting.profile()),
            Note.text(WORDS.text("sign-in.about")),
            line);
    viewModel
        .identityCenter()
        .ifPresent(model -> {
          var pane = here == null ? new IdentityCenterPane(model) : here;
          here = pane;
          pane.look();
          note.getChildren().add(note.getChildren().size() - 1, pane);
        });
    note.setId("sign-in");
    return note;
  }
}
