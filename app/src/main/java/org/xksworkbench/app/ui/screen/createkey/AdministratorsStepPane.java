package org.xksworkbench.app.ui.screen.createkey;

import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;

/// Who may manage the key.
final class AdministratorsStepPane extends VBox {

  AdministratorsStepPane(FormEntries entries, PrincipalsViewModel principals) {
    super(12);
    var delete = Buttons.checkBox("Allow key administrators to delete this key");
    delete.setId("may-delete");
    delete.setSelected(entries.now().access().administratorsMayDelete());
    delete.setOnAction(_ ->
        entries.edit(draft ->
            draft.withAccess(access -> access.withAdministratorsMayDelete(delete.isSelected()))));
    getChildren()
        .addAll(
            Pages.startingHeading("Key administrators, optional"),
            Pages.about(
                "IAM users and roles that may manage this key, but not use it to encrypt or"
                    + " decrypt."),
            new PrincipalsPane(
                principals,
                "administrators",
                () -> entries.now().access().administrators(),
                principals::setAdministrator,
                principals.typedAdministrator()),
            delete,
            new Note(
                Note.Tone.WARNING,
                "Deleting a KMS key cannot be taken back",
                Note.text(
                    "What was encrypted under a deleted key can never be decrypted again. A KMS key"
                        + " in an external key store cannot be made a second time, even from the"
                        + " same external key. The external key itself stays untouched in the"
                        + " HSM."),
                Note.text("Clear the box to keep these administrators from deleting the key.")),
            Pages.rolesRatherThanUsers());
  }
}
