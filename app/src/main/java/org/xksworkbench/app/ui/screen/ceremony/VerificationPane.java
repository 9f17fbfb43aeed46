package org.xksworkbench.app.ui.screen.ceremony;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ceremony.ToldEvidence;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceVersion;

/// What must hold above, what holds below.
final class VerificationPane extends VBox {

  private static final Words WORDS = Words.of(VerificationPane.class);

  private final VerificationViewModel viewModel;

  VerificationPane(VerificationViewModel viewModel) {
    this.viewModel = viewModel;
    var page = new Page(WORDS.text("verify.title"), WORDS.text("verify.about"));
    var back = Buttons.button("back", WORDS.text("verify.back"), viewModel::back);
    page.actions(PageParts.busy(viewModel.busy()), back);
    var result = new VBox(12);
    result.setId("verification-result");
    viewModel
        .outcome()
        .subscribe(
            outcome -> result.getChildren().setAll(outcome.map(this::describe).orElse(List.of())));
    page.content(
        PageParts.scroll(new VBox(12, demands(), PageParts.problem(viewModel.problem()), result)));
    VBox.setVgrow(page, Priority.ALWAYS);
    getChildren().add(page);
  }

  private Node demands() {
    var signer = new TextField();
    signer.setId("required-fingerprint");
    signer.setPromptText(WORDS.text("verify.prompt"));
    signer.textProperty().bindBidirectional(viewModel.onPaper());
    var name = new Label(WORDS.text("verify.signer"));
    name.setLabelFor(signer);
    var real = Buttons.checkBox(WORDS.text("verify.real"));
    real.setId("required-real");
    real.selectedProperty().bindBidirectional(viewModel.real());
    var folder =
        Buttons.button("choose-bundle", WORDS.text("verify.folder"), viewModel::chooseFolder);
    folder.setDefaultButton(true);
    var file =
        Buttons.button("choose-bundle-file", WORDS.text("verify.file"), viewModel::chooseFile);
    return PageParts.card(
        WORDS.text("verify.required"), name, signer, real, PageParts.buttons(folder, file));
  }

  private List<Node> describe(VerificationViewModel.VerificationOutcome outcome) {
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
                  PageParts.card(
                      WORDS.text("verify.fingerprint"),
                      PageParts.asWords(print, "verified-fingerprint"))));
      check
          .signer()
          .ifPresent(print ->
              parts.add(
                  PageParts.card(
                      WORDS.text("verify.signed-by"),
                      PageParts.asWords(print, "verified-signer"))));
      if (check.version() == EvidenceVersion.ONE) {
        parts.add(new Note(Note.NoteTone.WARNING, WORDS.namedText("verdict.version-one")));
      } else {
        parts.add(signers(check));
      }
    }
    parts.add(
        PageParts.card(
            WORDS.text("verify.evidence"),
            new PropertyGrid()
                .row(WORDS.text("verify.where"), outcome.path().toString())
                .row(WORDS.text("verify.ceremony"), check.title())
                .row(WORDS.text("verify.records"), String.valueOf(check.records()))
                .row(
                    WORDS.text("verify.kind"),
                    WORDS.text(check.rehearsal() ? "verify.rehearsal" : "verify.counts"))
                .row(
                    WORDS.text("verify.version"),
                    WORDS.text(check.partial() ? "verify.public" : "verify.full"))));
    return parts;
  }

  private static Node signers(ToldEvidence check) {
    var grid = new PropertyGrid();
    grid.setId("verified-signers");
    check.signers().forEach(one -> grid.copyable(one.name(), one.key().hex()));
    return PageParts.card(WORDS.text("verify.signers"), grid);
  }

  private static Note verdict(VerificationViewModel.VerificationOutcome outcome) {
    return switch (outcome.verdict()) {
      case DOES_NOT_HOLD ->
          new Note(
              Note.NoteTone.BAD,
              WORDS.text("verdict.broken"),
              String.join(
                  "\n", outcome.check().findings().stream().map(Object::toString).toList()));
      case REHEARSAL_REFUSED -> new Note(Note.NoteTone.BAD, WORDS.namedText("verdict.rehearsal"));
      case ANOTHER ->
          new Note(
              Note.NoteTone.BAD,
              WORDS.text("verdict.another"),
              WORDS.text(
                  "verdict.another-about", outcome.onPaper().map(Object::toString).orElse("")));
      case CONSISTENT -> new Note(Note.NoteTone.WARNING, WORDS.namedText("verdict.consistent"));
      case AS_ON_PAPER -> new Note(Note.NoteTone.GOOD, WORDS.namedText("verdict.as-on-paper"));
    };
  }
}
