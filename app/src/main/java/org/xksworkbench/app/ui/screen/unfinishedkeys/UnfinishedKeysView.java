package org.xksworkbench.app.ui.screen.unfinishedkeys;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.navigation.Screen;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;

/// One card for each creation that is not finished.
public final class UnfinishedKeysView implements Screen {

  private final UnfinishedKeysViewModel viewModel;
  private final Page page =
      new Page(
          "Unfinished KMS keys",
          "Their creation was begun from this machine and did not come to its end");

  public UnfinishedKeysView(UnfinishedKeysViewModel viewModel) {
    this.viewModel = viewModel;
    var refresh = Buttons.button("Look again", viewModel::load);
    page.actions(refresh);
    var content = new LoadablePane<>(viewModel.keys(), this::content, viewModel::load);
    VBox.setVgrow(content, Priority.ALWAYS);
    page.content(content);
    viewModel.load();
  }

  @Override
  public Parent root() {
    return page;
  }

  @Override
  public void close() {
    viewModel.close();
  }

  private Node content(List<UnfinishedKeyViewModel> keys) {
    if (keys.isEmpty()) {
      var back = Buttons.button("Customer managed keys", viewModel::toKeys);
      back.setDefaultButton(true);
      return new VBox(
          new Note(
              Note.NoteTone.GOOD,
              "Nothing is unfinished",
              Note.text("Every KMS key whose creation was begun here is finished or undone."),
              back));
    }
    var cards = new VBox(14);
    keys.forEach(key -> cards.getChildren().add(new UnfinishedKeyPane(key)));
    var scroll = new ScrollPane(cards);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    return scroll;
  }
}
