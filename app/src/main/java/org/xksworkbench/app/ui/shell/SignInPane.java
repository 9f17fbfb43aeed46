package org.xksworkbench.app.ui.shell;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.SignIns;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyButton;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.ProblemPane;

/// The sign-in where it is wanted: its buttons, then the code and the link.
final class SignInPane extends VBox {

  private final SignInViewModel viewModel;

  SignInPane(SignInViewModel viewModel) {
    super(8);
    this.viewModel = viewModel;
    setId("sign-in-here");
    viewModel.state().subscribe(this::show);
  }

  /// Somebody may want to sign in now.
  void look() {
    viewModel.look();
  }

  private void show(SignInViewModel.State state) {
    switch (state) {
      case SignInViewModel.State.Idle(var ways) -> getChildren().setAll(buttons(ways));
      case SignInViewModel.State.Asking() ->
          getChildren().setAll(Note.text("Asking IAM Identity Center for a sign-in…"), cancel());
      case SignInViewModel.State.Waiting(var page) -> getChildren().setAll(waiting(page));
      case SignInViewModel.State.Failed(var problem, var ways) ->
          getChildren().setAll(new ProblemPane(problem), buttons(ways));
      case SignInViewModel.State.Done() ->
          getChildren().setAll(Note.text("You are signed in. What waited goes on."));
    }
  }

  private HBox buttons(List<SignIns.Way> ways) {
    var row = new HBox(8);
    for (var way : ways) {
      row.getChildren()
          .add(
              switch (way) {
                case BROWSER ->
                    Buttons.button(
                        "sign-in-browser", "Sign in in the browser", () -> viewModel.begin(way));
                case CODE ->
                    Buttons.button(
                        "sign-in-code", "Sign in with a code", () -> viewModel.begin(way));
              });
    }
    return row;
  }

  private Node waiting(SignIns.Page page) {
    var box = new VBox(8);
    if (!page.code().isEmpty()) {
      var code = new Label(page.code());
      code.setId("sign-in-user-code");
      code.getStyleClass().addAll("mono", "heading");
      box.getChildren().addAll(Note.text("Compare this code with the one in the browser:"), code);
    }
    var copy = new CopyButton("Copy link", page::url);
    copy.setId("sign-in-link");
    box.getChildren()
        .addAll(
            Note.text("Say yes in the browser. It goes on here by itself."),
            new HBox(
                8,
                Buttons.button("sign-in-open", "Open the browser again", viewModel::open),
                copy,
                cancel()));
    return box;
  }

  private Node cancel() {
    return Buttons.button("sign-in-cancel", "Cancel the sign-in", viewModel::cancel);
  }
}
