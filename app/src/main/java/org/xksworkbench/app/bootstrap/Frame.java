package org.xksworkbench.app.bootstrap;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.xksworkbench.app.settings.WindowState;
import org.xksworkbench.app.ui.theme.Theme;
import org.xksworkbench.app.ui.widget.Remedies;

/// The window as a thing on the desktop: its size, its place, and what it shows.
final class Frame {

  private final Stage stage;
  private final StackPane content = new StackPane();

  /// @param above stands above everything, also above the start
  /// @param remedies what can be done about problems in it
  Frame(Stage stage, Theme theme, Node above, Remedies.Answer remedies, int width, int height) {
    this.stage = stage;
    Remedies.answeredAt(content, remedies);
    // The order of the children is that of the focus: the window itself has it first.
    var root = new BorderPane(content);
    root.setTop(above);
    var scene = new Scene(root, width, height);
    theme.dress(scene);
    stage.setTitle("XKS Workbench");
    stage.setMinWidth(900);
    stage.setMinHeight(600);
    stage.setScene(scene);
  }

  void show(Node node) {
    content.getChildren().setAll(node);
  }

  void open() {
    stage.show();
  }

  Stage stage() {
    return stage;
  }

  /// Where it was; not on a screen that is gone.
  void place(WindowState before) {
    if (Screen.getScreensForRectangle(before.x(), before.y(), before.width(), before.height())
        .isEmpty()) {
      return;
    }
    stage.setX(before.x());
    stage.setY(before.y());
    stage.setWidth(before.width());
    stage.setHeight(before.height());
    stage.setMaximized(before.maximized());
  }

  WindowState state() {
    return new WindowState(
        stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), stage.isMaximized());
  }
}
