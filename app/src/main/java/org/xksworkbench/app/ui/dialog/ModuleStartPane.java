package org.xksworkbench.app.ui.dialog;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.scene.Node;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.xksworkbench.bridge.hsm.ModuleStart;

/// The fields of what a PKCS#11 module is given, with what is wrong in them.
final class ModuleStartPane extends VBox {

  private static final int ROWS = 4;

  private final TextField initialization = new TextField();
  private final TextArea environment = new TextArea();
  private final TextField userType = new TextField();
  private final StringBinding fault;

  ModuleStartPane(ModuleStart said) {
    super(8);
    initialization.setId("dialog-input");
    initialization.setText(said.initialization());
    initialization.setPromptText("what is registered with p11-kit, else nothing");
    environment.setId("dialog-environment");
    environment.setText(said.variables());
    environment.setPromptText("NAME=value, one a line");
    environment.setPrefRowCount(ROWS);
    environment.getStyleClass().add("mono");
    userType.setId("dialog-user-type");
    userType.setText(said.userTypeText());
    userType.setPromptText("1, the user that every token has");
    fault =
        Bindings.createStringBinding(
            this::faultNow,
            initialization.textProperty(),
            environment.textProperty(),
            userType.textProperty());
    var wrong = FxDialogs.hint("");
    wrong.setId("dialog-fault");
    wrong.textProperty().bind(fault);
    getChildren()
        .addAll(
            FxDialogs.paragraph(
                "The module is given these when it is loaded: now, and each time later. Nothing"
                    + " secret: they are kept in your settings, and other programs of yours can see"
                    + " them."),
            FxDialogs.label("Initialization string", initialization),
            initialization,
            FxDialogs.hint(
                "What it is told when it starts (pReserved of C_Initialize). NSS wants:"
                    + " configdir='sql:FOLDER' certPrefix='' keyPrefix='' secmod='secmod.db' flags="),
            FxDialogs.label("Environment variables", environment),
            environment,
            FxDialogs.hint(
                "Where its configuration is, such as ChrystokiConfigurationPath, CS_PKCS11_R3_CFG,"
                    + " YUBIHSM_PKCS11_CONF, SOFTHSM2_CONF."),
            FxDialogs.label("User type", userType),
            userType,
            FxDialogs.hint(
                "As whom Log in logs in, where the vendor has a number for somebody who may do"
                    + " less, such as the crypto user of a Luna partition."),
            wrong);
  }

  Node first() {
    return initialization;
  }

  /// Why it cannot be given; empty if it can.
  StringBinding fault() {
    return fault;
  }

  /// @throws IllegalArgumentException if there is a fault
  ModuleStart start() {
    return ModuleStart.of(initialization.getText(), environment.getText(), userType.getText());
  }

  private String faultNow() {
    try {
      var _ = start();
      return "";
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
