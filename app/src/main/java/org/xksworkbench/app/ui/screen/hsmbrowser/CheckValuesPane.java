package org.xksworkbench.app.ui.screen.hsmbrowser;

import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;
import org.xksworkbench.app.ui.widget.PropertyGrid;
import org.xksworkbench.bridge.hsm.CheckValueMethod;

/// Check values of a secret key.
final class CheckValuesPane extends VBox {

  CheckValuesPane(HsmObjectRow row, CheckValueViewModel viewModel) {
    super(8);
    if (row.secretKey()) {
      getChildren().addAll(knownValue(row), about(), actions(row, viewModel));
    } else {
      getChildren().add(Note.text("Check values are of secret keys."));
    }
  }

  private static Node knownValue(HsmObjectRow row) {
    if (!row.checkValue().isEmpty()) {
      return new PropertyGrid().copyable("CMAC", row.checkValue());
    }
    return new PropertyGrid()
        .row(
            "CMAC",
            maySign(row)
                ? "not computed yet"
                : "not known: the key may not sign, and none was recorded when it was made");
  }

  private static Node about() {
    return Note.text(
        "CMAC: the first 3 bytes of the AES CMAC over a block of zeros, computed by the token."
            + " It is what records hold. Three bytes show that two keys differ; they identify"
            + " none.");
  }

  private static Node actions(HsmObjectRow row, CheckValueViewModel viewModel) {
    var compute = Buttons.button("compute-cmac", "Compute CMAC", viewModel::compute);
    compute.setDisable(!maySign(row));
    return new HBox(
        8,
        compute,
        Buttons.button("Show AES-ECB of zeros…", () -> viewModel.reveal(CheckValueMethod.ECB)),
        Buttons.button(
            "Show CKA_CHECK_VALUE…", () -> viewModel.reveal(CheckValueMethod.ATTRIBUTE)));
  }

  private static boolean maySign(HsmObjectRow row) {
    return row.object().usages().contains("sign");
  }
}
