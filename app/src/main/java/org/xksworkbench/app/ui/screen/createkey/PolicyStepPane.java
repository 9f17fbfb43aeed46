package org.xksworkbench.app.ui.screen.createkey;

import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.policy.PolicyFinding;
import org.xksworkbench.app.policy.PolicyJson;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;

/// The key policy that the choices make, to read and to edit.
final class PolicyStepPane extends VBox {

  private static final int ROWS = 20;

  private final PolicyStepViewModel viewModel;
  private final TextArea text = new TextArea();
  private final VBox findings = new VBox(6);

  PolicyStepPane(PolicyStepViewModel viewModel) {
    super(12);
    this.viewModel = viewModel;
    text.setId("policy");
    text.getStyleClass().add("mono");
    text.setPrefRowCount(ROWS);
    text.setAccessibleText("Key policy, JSON");
    text.setText(viewModel.policy());
    text.textProperty().addListener((_, _, value) -> viewModel.edit(value));
    findings.setId("policy-findings");
    var format = Buttons.button("Format", () -> text.setText(PolicyJson.pretty(text.getText())));
    var again = Buttons.button("Generate again");
    again.setId("regenerate-policy");
    again.disableProperty().bind(viewModel.draft().map(draft -> draft.editedPolicy().isEmpty()));
    again.setOnAction(_ -> {
      viewModel.regenerate();
      text.setText(viewModel.policy());
    });
    var size = new Label();
    size.getStyleClass().addAll("muted", "small");
    var bar = new HBox(format, again, Page.grow(), size);
    bar.getStyleClass().add("toolbar-row");
    getChildren()
        .addAll(
            Pages.startingHeading("Key policy"),
            Pages.about(
                "Made of the administrators and users that you chose, as the AWS KMS console makes"
                    + " it. You can edit it. The console finds administrators and users by the Sids"
                    + " of the statements; keep them. kms:RotateKeyOnDemand is left out: a key in"
                    + " an external key store has no key material in AWS KMS to rotate on demand."),
            bar,
            text,
            findings);
    viewModel
        .draft()
        .subscribe(_ -> {
          size.setText("%,d of 32,768 bytes".formatted(viewModel.policy().length()));
          render();
        });
    viewModel.principals().subscribe(_ -> render());
  }

  private void render() {
    findings.getChildren().clear();
    if (!viewModel.followsChoices()) {
      findings
          .getChildren()
          .add(
              new Note(
                  Note.Tone.WARNING,
                  "The edited policy no longer follows your choices",
                  "Administrators or users in it are not those of the pages before. The policy"
                      + " counts; Generate again drops what was edited."));
    }
    for (var finding : viewModel.findings()) {
      findings.getChildren().add(note(finding));
    }
  }

  private static Note note(PolicyFinding finding) {
    return finding.refused()
        ? new Note(Note.Tone.BAD, finding.headline(), finding.text())
        : new Note(Note.Tone.INFO, "Mind", finding.text());
  }
}
