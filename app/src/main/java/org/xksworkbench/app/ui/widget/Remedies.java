package org.xksworkbench.app.ui.widget;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.app.problem.Remedy;

/// Buttons for what the window can do about a problem. The window says so at its root; where it
/// does not, as in a dialog of its own, there is no button.
public final class Remedies {

  /// Whoever can do something.
  public interface Answer {

    boolean offers(Remedy remedy);

    void take(Remedy remedy);
  }

  private Remedies() {}

  /// From now on problems below this node have buttons.
  public static void answeredAt(Node root, Answer answer) {
    root.getProperties().put(Answer.class, answer);
  }

  /// Shows the buttons once it is in a window.
  static Node of(Problem problem) {
    var row = new FlowPane(8, 8);
    row.setVisible(false);
    row.setManaged(false);
    row.sceneProperty()
        .subscribe(scene -> {
          if (scene != null) {
            show(row, buttons(row, Remedy.of(problem)));
          }
        });
    return row;
  }

  private static void show(FlowPane row, List<Button> buttons) {
    row.getChildren().setAll(buttons);
    row.setVisible(!buttons.isEmpty());
    row.setManaged(!buttons.isEmpty());
  }

  private static List<Button> buttons(Node row, List<Remedy> remedies) {
    return answer(row).stream()
        .flatMap(answer ->
            remedies.stream()
                .filter(answer::offers)
                .map(remedy ->
                    Buttons.button(
                        "remedy-" + remedy.name().toLowerCase(Locale.ROOT),
                        remedy.words(),
                        () -> answer.take(remedy))))
        .toList();
  }

  private static Optional<Answer> answer(Node below) {
    for (Node node = below; node != null; node = node.getParent()) {
      if (node.hasProperties() && node.getProperties().get(Answer.class) instanceof Answer answer) {
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }
}
