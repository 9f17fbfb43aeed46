package org.xksworkbench.app.ui.screen.keydetail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.kms.KeyInputs;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.TagsEditor;

/// The tags of the key, to change.
final class TagsPane extends VBox {

  private List<KeyInputs.Tag> wanted = new ArrayList<>();

  TagsPane(KeyDetailViewModel viewModel, KeyDetails details) {
    super(12);
    getStyleClass().add("card-body");
    switch (details.tags()) {
      case Loadable.Loading<Map<String, String>> _ -> {}
      case Loadable.LoadFailed<Map<String, String>>(var problem) ->
          getChildren().add(new ProblemPane(problem));
      case Loadable.Ready<Map<String, String>>(var tags) -> edit(viewModel, tags);
    }
  }

  private void edit(KeyDetailViewModel viewModel, Map<String, String> tags) {
    var now =
        tags.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(tag -> new KeyInputs.Tag(tag.getKey(), tag.getValue()))
            .toList();
    wanted = now;
    var problem = Labels.mutedLabel("Tags may appear in clear in logs and cost reports.");
    var save = Buttons.button("Save the tags");
    save.setId("save-tags");
    save.setDisable(true);
    var editor =
        new TagsEditor(
            now,
            tagsNow -> {
              wanted = tagsNow;
              save.setDisable(tagsNow.equals(now) || viewModel.pendingDeletion());
              problem.setText(KeyInputs.tagsProblem(tagsNow).orElse(""));
            });
    editor.setDisable(viewModel.pendingDeletion());
    save.setOnAction(_ -> viewModel.changes().saveTags(wanted).ifPresent(problem::setText));
    getChildren().addAll(editor, new HBox(10, save, problem));
  }
}
