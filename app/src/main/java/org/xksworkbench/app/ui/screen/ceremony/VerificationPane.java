package org.xksworkbench.app.ui.screen.ceremony;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.PropertyGrid;

/// What must hold above, what holds below.
final class VerificationPane extends VBox {

  private final VerificationViewModel viewModel;

  VerificationPane(VerificationViewModel viewModel) {
    this.viewModel = viewModel;
    var page =
        new Page(
            "Verify the evidence of a ceremony",
            "Needs no HSM and no network. hsm-bridge ceremony verify does the same.");
    var back = Buttons.button("back", "Back", viewModel::back);
    page.actions(Parts.busy(viewModel.busy()), back);
    var result = new VBox(12);
    result.setId("verification-result");
    viewModel
        .outcome()
        .subscribe(
            outcome -> result.getChildren().setAll(outcome.map(this::told).orElse(List.of())));
    page.content(Parts.scroll(new VBox(12, demands(), Parts.problem(viewModel.problem()), result)));
    VBox.setVgrow(page, Priority.ALWAYS);
    getChildren().add(page);
  }

  private Node demands() {
    var signer = new TextField();
    signer.setId("required-signer");
    signer.setPromptText("64 digits or 32 words, as they stand on the paper; empty if not known");
    signer.textProperty().bindBidirectional(viewModel.signer());
    var name = new Label("Fingerprint of the key that must have signed");
    name.setLabelFor(signer);
    var real = Buttons.checkBox("Refuse the evidence of a rehearsal");
    real.setId("required-real");
    real.selectedProperty().bindBidirectional(viewModel.real());
    var folder = Buttons.button("choose-bundle", "Choose a bundle\u2026", viewModel::chooseFolder);
    folder.setDefaultButton(true);
    var file =
        Buttons.button(
            "choose-bundle-file", "Choose a file (*.xkcb, *.jsonl)\u2026", viewModel::chooseFile);
    return Parts.card("WHAT IS REQUIRED", name, signer, real, Parts.buttons(folder, file));
  }

  private List<Node> told(VerificationViewModel.Outcome outcome) {
    var parts = new ArrayList<Node>();
    var verdict = verdict(outcome);
    verdict.getStyleClass().add("ceremony-note");
    parts.add(verdict);
    var check = outcome.check();
    if (check.consistent()) {
      check
          .fingerprint()
          .ifPresent(print ->
              parts.add(
                  Parts.card("FINAL FINGERPRINT", Parts.spoken(print, "verified-fingerprint"))));
      check
          .signer()
          .ifPresent(print ->
              parts.add(Parts.card("SIGNED BY THE KEY", Parts.spoken(print, "verified-signer"))));
    }
    parts.add(
        Parts.card(
            "THE EVIDENCE",
            new PropertyGrid()
                .row("Where", outcome.path().toString())
                .row("Ceremony", check.title())
                .row("Records", String.valueOf(check.records()))
                .row("Kind", check.rehearsal() ? "rehearsal" : "a ceremony that counts")
                .row(
                    "Version",
                    check.disclosedOnly() ? "public: some fields are withheld" : "full")));
    return parts;
  }

  private static Note verdict(VerificationViewModel.Outcome outcome) {
    return switch (outcome.verdict()) {
      case DOES_NOT_HOLD ->
          new Note(
              Note.Tone.BAD,
              "This evidence does not hold",
              String.join(
                  "\n", outcome.check().findings().stream().map(Object::toString).toList()));
      case REHEARSAL_REFUSED ->
          new Note(
              Note.Tone.BAD,
              "This is the evidence of a rehearsal",
              "A real ceremony is required. Nothing of a rehearsal counts.");
      case ANOTHER_SIGNER ->
          new Note(
              Note.Tone.BAD,
              "Another key signed it",
              "Anybody can make such evidence with a key of their own. Required was "
                  + outcome.signer().map(Object::toString).orElse("")
                  + ".");
      case CONSISTENT ->
          new Note(
              Note.Tone.WARNING,
              "It is consistent in itself, and no more is shown",
              "Anybody can make such evidence with a key of their own. Compare both fingerprints"
                  + " with the paper, or enter the one of the signing key above.");
      case SIGNED_AS_REQUIRED ->
          new Note(
              Note.Tone.GOOD,
              "It is consistent in itself and signed by the required key",
              "Compare the final fingerprint with the paper.");
    };
  }
}
