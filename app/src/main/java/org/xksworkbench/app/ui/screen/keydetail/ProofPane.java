package org.xksworkbench.app.ui.screen.keydetail;

import java.time.Duration;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.CopyableText;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.ui.widget.LoadablePane;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.ProblemPane;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// What Prove it found: both request IDs, and the proxy's own lines for them.
final class ProofPane extends VBox {

  private final ProofViewModel viewModel;

  ProofPane(ProofViewModel viewModel) {
    this.viewModel = viewModel;
    setId("proof");
    viewModel.proving().subscribe(_ -> render());
    viewModel.proof().subscribe(_ -> render());
    viewModel.overtaken().subscribe(_ -> render());
    viewModel.problem().subscribe(_ -> render());
  }

  private void render() {
    getChildren().setAll(content());
  }

  private Node content() {
    var proof = viewModel.proof().get();
    var problem = viewModel.problem().get();
    if (viewModel.proving().get()) {
      return new Note(
          Note.NoteTone.INFO,
          "Encrypting and decrypting…",
          LoadablePane.working("through AWS KMS, the XKS proxy and the HSM"));
    }
    if (problem != null) {
      return new ProblemPane(problem);
    }
    if (proof != null) {
      return new VBox(
          8,
          proofNote(proof, viewModel.overtaken().get()),
          Buttons.button("save-proof", "Save the proof as PDF…", viewModel::savePdf));
    }
    return new Note(
        Note.NoteTone.INFO,
        "Does the whole loop work?",
        "Prove it encrypts 32 random bytes under this key and decrypts them again, through AWS KMS,"
            + " the XKS proxy and the HSM. Nothing is changed.");
  }

  /// @param overtaken empty if it still holds
  private static Note proofNote(Proof proof, String overtaken) {
    var grid =
        new PropertyGrid()
            .row("Encrypt", line(proof.encryptRequestId(), millis(proof.encryptTook()), "Encrypt"))
            .row("Decrypt", line(proof.decryptRequestId(), millis(proof.decryptTook()), "Decrypt"));
    var lines = new VBox(2);
    lines.setId("proxy-lines");
    for (var call : proof.calls()) {
      lines.getChildren().add(proxyLine(call));
    }
    if (proof.calls().isEmpty()) {
      lines
          .getChildren()
          .add(
              Labels.about(
                  "The proxy of this key store is not run from here: its log is not seen."));
    }
    grid.row("Log of the XKS proxy", lines);
    var proven = "Proven at " + Dates.clock(proof.at());
    return overtaken.isEmpty()
        ? new Note(
            Note.NoteTone.GOOD,
            "%s: 32 bytes encrypted, %d bytes of ciphertext decrypted, the same came back"
                .formatted(proven, proof.ciphertextBytes()),
            grid)
        : new Note(Note.NoteTone.NEUTRAL, proven + ", " + overtaken, grid);
  }

  private static HBox line(String requestId, String took, String what) {
    var box =
        new HBox(
            8,
            Labels.mutedLabel("KMS request ID"),
            new CopyableText(requestId, "request ID of " + what),
            Labels.mutedLabel(took));
    box.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    return box;
  }

  private static Label proxyLine(XksCall call) {
    var label =
        Note.text(
            "%s  %s %s  HTTP %d  token %.1f ms, total %.1f ms  %s"
                .formatted(
                    Dates.clock(call.at()),
                    call.operation(),
                    call.xksKeyId(),
                    call.httpStatus(),
                    call.tokenMicros() / 1000.0,
                    call.totalMicros() / 1000.0,
                    call.kmsRequestId()));
    label.getStyleClass().addAll("mono", "log-line");
    return label;
  }

  private static String millis(Duration took) {
    return String.format(Locale.ROOT, "%.1f ms", took.toNanos() / 1e6);
  }
}
