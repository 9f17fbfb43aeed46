package org.xksworkbench.app.ui.screen.hsmbrowser;

import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.ui.widget.FitnessBadge;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.app.ui.widget.TwoColumns;
import org.xksworkbench.bridge.hsm.KeyUsage;

/// The selected key: whether it is fit and why not, and its attributes.
final class HsmKeyDetailPane extends VBox {

  HsmKeyDetailPane(HsmBrowserViewModel viewModel) {
    setId("hsm-key-detail");
    getStyleClass().add("card");
    setMinHeight(0);
    viewModel.selected().subscribe(this::render);
  }

  private void render(@Nullable HsmKeyRow row) {
    setVisible(row != null);
    getChildren().clear();
    if (row == null) {
      return;
    }
    var name = new Label(row.key().label());
    name.getStyleClass().addAll("heading", "mono");
    var head = new HBox(name, FitnessBadge.of(row.fitness()));
    head.getStyleClass().add("card-head");
    var body = new VBox(fitness(row), attributes(row));
    body.getStyleClass().add("card-body");
    var scroll = new ScrollPane(body);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().addAll(head, scroll);
  }

  private static Note fitness(HsmKeyRow row) {
    var fitness = row.fitness();
    if (!fitness.fit()) {
      return new Note(
          Note.Tone.BAD,
          "Not fit for an external key store",
          fitness.reasons().stream().map(Note::text).toArray(Label[]::new));
    }
    if (!fitness.warnings().isEmpty()) {
      return new Note(
          Note.Tone.WARNING,
          "AWS KMS would accept this key, but mind:",
          fitness.warnings().stream().map(Note::text).toArray(Label[]::new));
    }
    return new Note(
        Note.Tone.GOOD,
        "Fit for an external key store",
        row.healthKey()
            ? "The XKS proxy of this workstation keeps it for its health check and serves it to nobody."
            : row.kmsKeys().isEmpty()
                ? "AES-256, encrypt and decrypt, made on this token, never extractable. No KMS key uses it yet."
                : "AES-256, encrypt and decrypt, made on this token, never extractable. Used by "
                    + String.join(", ", row.kmsKeys())
                    + ".");
  }

  private static TwoColumns attributes(HsmKeyRow row) {
    var key = row.key();
    var left =
        new PropertyGrid()
            .row(
                "CKA_KEY_TYPE",
                key.keyType() + (key.sizeBits() == 0 ? "" : ", " + key.sizeBits() + " bits"))
            .copyable("CKA_LABEL", key.label())
            .copyable("CKA_ID", key.id().isEmpty() ? "–" : key.id())
            .row("CKA_LOCAL", key.local() ? "true: made on this token" : "false: came from outside")
            .row("CKA_MODIFIABLE", Boolean.toString(key.modifiable()));
    var right =
        new PropertyGrid()
            .row("CKA_SENSITIVE", key.sensitive() + (key.alwaysSensitive() ? ", always" : ""))
            .row("CKA_EXTRACTABLE", key.extractable() + (key.neverExtractable() ? ", never" : ""))
            .row(
                "CKA_ENCRYPT, DECRYPT",
                has(row, KeyUsage.ENCRYPT) + ", " + has(row, KeyUsage.DECRYPT))
            .row("CKA_WRAP, UNWRAP", has(row, KeyUsage.WRAP) + ", " + has(row, KeyUsage.UNWRAP))
            .row("CKA_SIGN, VERIFY", has(row, KeyUsage.SIGN) + ", " + has(row, KeyUsage.VERIFY))
            .row("CKA_DERIVE", Boolean.toString(has(row, KeyUsage.DERIVE)));
    return new TwoColumns(30, left, right);
  }

  private static boolean has(HsmKeyRow row, KeyUsage usage) {
    return row.key().usages().contains(usage);
  }
}
