package org.xksworkbench.app.bootstrap;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// What has to be said first of a session that was opened.
final class StartNotes {

  private StartNotes() {}

  /// The window's content, below what has to be said.
  ///
  /// @param notices what was set aside or made anew at the start
  static Node above(Node view, MachinePolicy policy, List<String> notices) {
    var box = new VBox();
    policy
        .fault()
        .ifPresent(why ->
            box.getChildren()
                .add(
                    note(
                        "policy-fault",
                        Note.NoteTone.BAD,
                        "The policy of this machine cannot be understood: everything is read-only"
                            + " and no PKCS#11 module is loaded",
                        Note.text(why))));
    if (!notices.isEmpty()) {
      var close = Buttons.button("Close");
      close.setId("close-demo-notices");
      var told =
          note(
              "demo-notices",
              Note.NoteTone.WARNING,
              "Some of the demo was made anew. What was there was set aside; nothing was deleted",
              Note.text(String.join("\n", notices)),
              close);
      close.setOnAction(_ -> box.getChildren().remove(told));
      box.getChildren().add(told);
    }
    if (box.getChildren().isEmpty()) {
      return view;
    }
    VBox.setVgrow(view, Priority.ALWAYS);
    box.getChildren().add(view);
    return box;
  }

  private static Note note(String id, Note.NoteTone tone, String headline, Node... body) {
    var note = new Note(tone, headline, body);
    note.setId(id);
    return note;
  }
}
