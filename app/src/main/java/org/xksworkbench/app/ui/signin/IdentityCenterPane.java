package org.xksworkbench.app.ui.signin;

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
import org.xksworkbench.app.words.Words;

/// The sign-in where it is wanted: its buttons, then the code and the link.
public final class IdentityCenterPane extends VBox {

  private static final Words WORDS = Words.of(IdentityCenterPane.class);

  private final IdentityCenterViewModel viewModel;

  public IdentityCenterPane(IdentityCenterViewModel viewModel) {
    super(8);
    this.viewModel = viewModel;
    setId("sign-in-here");
    viewModel.state().subscribe(this::show);
  }

  /// Somebody may want to sign in now.
  public void look() {
    viewModel.look();
  }

  private void show(SignInStage state) {
    switch (state) {
      case SignInStage.SignInIdle(var ways) -> getChildren().setAll(buttons(ways));
      case SignInStage.SignInAsking() ->
          getChildren().setAll(Note.text(WORDS.text("sign-in-here.asking")), cancel());
      case SignInStage.SignInWaiting(var page) -> getChildren().setAll(waiting(page));
      case SignInStage.SignInFailed(var problem, var ways) ->
          getChildren().setAll(new ProblemPane(problem), buttons(ways));
      case SignInStage.SignInDone() ->
          getChildren().setAll(Note.text(WORDS.text("sign-in-here.done")));
    }
  }

  private HBox buttons(List<SignIns.SignInWay> ways) {
    var row = new HBox(8);
    for (var way : ways) {
      row.getChildren()
          .add(
              switch (way) {
                case BROWSER ->
                    Buttons.button(
                        "sign-in-browser",
                        WORDS.text("sign-in-here.browser"),
                        () -> viewModel.begin(way));
                case CODE ->
                    Buttons.button(
                        "sign-in-code",
                        WORDS.text("sign-in-here.code"),
                        () -> viewModel.begin(way));
                case CLI ->
                    Buttons.button(
                        "sign-in-cli", WORDS.text("sign-in-here.cli"), () -> viewModel.begin(way));
              });
    }
    return row;
  }

  private Node waiting(SignIns.SignInPage page) {
    var box = new VBox(8);
    if (!page.code().isEmpty()) {
      var code = new Label(page.code());
      code.setId("sign-in-user-code");
      code.getStyleClass().addAll("mono", "heading");
      box.getChildren().addAll(Note.text(WORDS.text("sign-in-here.compare")), code);
    }
    var copy = new CopyButton(WORDS.text("sign-in-here.link"), page::url);
    copy.setId("sign-in-link");
    box.getChildren()
        .addAll(
            Note.text(WORDS.text("sign-in-here.waiting")),
            new HBox(
                8,
                Buttons.button("sign-in-open", WORDS.text("sign-in-here.open"), viewModel::open),
                copy,
                cancel()));
    return box;
  }

  private Node cancel() {
    return Buttons.button("sign-in-cancel", WORDS.text("sign-in-here.cancel"), viewModel::cancel);
  }
}
