package org.xksworkbench.app.ui.screen.ceremony;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ceremony.Ceremonies.Finished;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.Page;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.bridge.ceremony.run.Progress;

/// First the signature, then the fingerprint for the paper and what the evidence shows.
final class EndPane extends VBox {

  private final EndViewModel viewModel;

  EndPane(EndViewModel viewModel) {
    this.viewModel = viewModel;
    setId("ceremony-end");
    var ceremony = viewModel.ceremony();
    var aborted = ceremony.mode() == Progress.Mode.ABORTED;
    var page =
        new Page(
            (aborted ? "Aborted: " : "Completed: ") + ceremony.title(),
            "Plan SHA-256 "
                + Parts.beginning(ceremony.plan())
                + "  \u00b7  nonce "
                + ceremony.nonce());
    page.actions(Parts.busy(viewModel.busy()), Parts.rehearsal(ceremony.rehearsal()));
    var content = new VBox(12);
    viewModel
        .finished()
        .subscribe(finished ->
            content.getChildren().setAll(finished.map(this::evidence).orElseGet(this::signature)));
    page.content(Parts.scroll(content));
    VBox.setVgrow(page, Priority.ALWAYS);
    getChildren().add(page);
  }

  private List<Node> signature() {
    var ceremony = viewModel.ceremony();
    var sign =
        Buttons.button(
            "sign-transcript", "Sign the transcript and write the evidence\u2026", viewModel::sign);
    sign.getStyleClass().add("ceremony-next");
    sign.setDefaultButton(true);
    sign.disableProperty().bind(viewModel.busy());
    var aborted = ceremony.mode() == Progress.Mode.ABORTED;
    var what =
        new Note(
            aborted ? Note.Tone.WARNING : Note.Tone.INFO,
            aborted
                ? "The ceremony was aborted: " + ceremony.stopReason()
                : "All " + ceremony.steps().size() + " steps are done",
            Note.text(
                (aborted && !ceremony.abort().isEmpty() ? ceremony.abort() + " " : "")
                    + "What is left is the signature. It closes the transcript; after it nothing"
                    + " can be added. "
                    + counts()));
    what.getStyleClass().add("ceremony-note");
    return List.of(
        Parts.problem(viewModel.problem()),
        what,
        Parts.card(
            "THE KEY THAT SIGNS, AS ANNOUNCED AT THE OPENING",
            Parts.spoken(ceremony.signer(), "announced-signer")),
        buttons(sign));
  }

  /// With a key in a file elsewhere, or on the token, the program cannot know which it was.
  private Node buttons(Button sign) {
    if (viewModel.keyBeside()) {
      return Parts.row(sign);
    }
    sign.setText("Sign with a key in a file\u2026");
    var onToken =
        Buttons.button(
            "sign-on-token", "Sign with a key on the token\u2026", viewModel::signOnToken);
    onToken.getStyleClass().add("ceremony-next");
    onToken.disableProperty().bind(viewModel.busy());
    return Parts.buttons(sign, onToken);
  }

  private String counts() {
    var ceremony = viewModel.ceremony();
    return "Deviations: "
        + ceremony.deviations()
        + ", interruptions: "
        + ceremony.interruptions()
        + ".";
  }

  private List<Node> evidence(Finished finished) {
    var verdict =
        finished.verified()
            ? new Note(
                Note.Tone.GOOD,
                "The evidence was written and verified",
                "Read back from the disk, "
                    + finished.check().records()
                    + " records hold together and are signed by the announced key. "
                    + counts())
            : new Note(
                Note.Tone.BAD,
                "The evidence that was written does not hold",
                String.join(
                    "\n", finished.check().findings().stream().map(Object::toString).toList()));
    verdict.setId("verification");
    verdict.getStyleClass().add("ceremony-note");
    var fingerprint =
        Parts.card(
            "FINAL FINGERPRINT: WRITE IT ON THE SCRIPT, EVERYBODY SIGNS",
            Parts.spoken(finished.fingerprint(), "final-fingerprint"));
    fingerprint.getStyleClass().add("final-card");
    return List.of(
        Parts.problem(viewModel.problem()),
        verdict,
        fingerprint,
        Parts.card("WHAT CAME OF IT", told(finished)),
        buttons());
  }

  private Node told(Finished finished) {
    var grid = new PropertyGrid();
    grid.setId("result");
    for (var key : finished.summary().keys()) {
      grid.copyable("Key on the token", key.label());
      if (!key.checkValue().isEmpty()) {
        grid.row("Check value (CMAC)", key.checkValue());
      }
      if (!key.kmsKeyArn().isEmpty()) {
        grid.copyable("KMS key ARN", key.kmsKeyArn());
      }
    }
    finished
        .summary()
        .requestIds()
        .forEach((what, id) -> grid.copyable("Request ID of " + what, id));
    return grid.copyable("Signed by", finished.signer().hex())
        .copyable("Bundle", finished.bundle().toString());
  }

  private Node buttons() {
    var report = Buttons.button("open-report", "Open the report", viewModel::openReport);
    var save = Buttons.button("save-report", "Save the report (PDF)\u2026", viewModel::saveReport);
    var pack =
        Buttons.button("save-bundle", "Save the evidence in one file\u2026", viewModel::saveBundle);
    var done = Buttons.button("ceremony-done", "Done", viewModel::done);
    done.setDefaultButton(true);
    var saved = new Label();
    saved.getStyleClass().add("muted");
    saved.textProperty().bind(viewModel.saved());
    return new javafx.scene.layout.FlowPane(10, 8, done, report, save, pack, saved);
  }
}
