package org.xksworkbench.app.ui.screen.createkey;

import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.TagsEditor;

/// Tags, optional.
final class TagsStepPane extends VBox {

  TagsStepPane(FormEntries entries) {
    super(12);
    var editor =
        new TagsEditor(entries.now().tags(), tags -> entries.edit(draft -> draft.withTags(tags)));
    editor.setId("tags");
    getChildren()
        .addAll(
            Pages.startingHeading("Tags, optional"),
            Pages.about(
                "Tags identify or group keys, up to 50 of them. AWS reports costs and use by tag,"
                    + " and IAM policies can decide about access by tags (attribute-based access"
                    + " control). To give tags, you need the permission kms:TagResource in an IAM"
                    + " policy."),
            editor,
            new Note(
                Note.Tone.INFO,
                "Write nothing confidential here",
                "Tags may appear in clear in CloudTrail logs, in cost reports and other output."));
  }
}
