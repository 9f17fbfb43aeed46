package org.xksworkbench.app.ui.screen.keydetail;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.LastUse;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyableText;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LastUseText;
import org.xksworkbench.app.ui.widget.Note;

/// When the key was last used, by which event and request, and AWS's caution.
final class LastUsePane extends VBox {

  private final KeyDetailViewModel viewModel;

  LastUsePane(KeyDetailViewModel viewModel) {
    super(2);
    this.viewModel = viewModel;
    setId("last-use");
    viewModel.lastUse().state().subscribe(this::show);
  }

  private void show(Loadable<LastUse> use) {
    var lines = new ArrayList<Node>(List.of(Note.text(LastUseText.value(use))));
    switch (use) {
      case Loadable.Loading<LastUse> _ -> {}
      case Loadable.LoadFailed<LastUse> _ -> lines.add(askAgain());
      case Loadable.Ready<LastUse>(var known) -> {
        if (known instanceof LastUse.Used used) {
          addId(lines, "CloudTrail event ID", used.cloudTrailEventId());
          addId(lines, "KMS request ID", used.requestId());
        }
        if (!(known instanceof LastUse.NotKnown)) {
          lines.add(Labels.about(LastUseText.CAUTION));
        }
      }
    }
    getChildren().setAll(lines);
  }

  private static void addId(List<Node> lines, String name, String id) {
    if (!id.isEmpty()) {
      var line = new HBox(8, Labels.mutedLabel(name), new CopyableText(id, name));
      line.setAlignment(Pos.CENTER_LEFT);
      lines.add(line);
    }
  }

  private Button askAgain() {
    var again = Buttons.button("Ask again", viewModel::askLastUse);
    again.getStyleClass().add("small");
    return again;
  }
}
