package org.xksworkbench.app.ui.screen.createkey;

import java.util.ArrayList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.ui.widget.Buttons;
import org.xksworkbench.app.ui.widget.Note;

/// Who may use the key: users and roles of this account, and other accounts.
final class UsersStepPane extends VBox {

  private final FormEntries entries;
  private final VBox accounts = new VBox(6);

  UsersStepPane(FormEntries entries, PrincipalsViewModel principals) {
    super(12);
    this.entries = entries;
    entries
        .now()
        .access()
        .otherAccounts()
        .forEach(account -> accounts.getChildren().add(row(account)));
    var add = Buttons.button("Add another AWS account");
    add.setId("add-account");
    add.setOnAction(_ -> {
      var row = row("");
      accounts.getChildren().add(row);
      row.getChildren().get(1).requestFocus();
      changed();
    });
    getChildren()
        .addAll(
            Pages.startingHeading("Key users, optional"),
            Pages.strong("This account"),
            Pages.about(
                "IAM users and roles that may use this key in cryptographic operations, and let AWS"
                    + " services use it for them."),
            new PrincipalsPane(
                principals,
                "users",
                () -> entries.now().access().users(),
                principals::setUser,
                principals.typedUser()),
            Pages.strong("Other AWS accounts"),
            accounts,
            add,
            new Note(
                Note.Tone.INFO,
                "The other account has to allow it, too",
                "Its administrators give their users and roles access to this key by IAM"
                    + " policies."),
            Pages.rolesRatherThanUsers());
  }

  private HBox row(String account) {
    var before = mono("arn:aws:iam::");
    var field = new TextField(account);
    field.getStyleClass().addAll("mono", "account");
    field.setPrefColumnCount(15);
    field.setPromptText("12 digits");
    field.setAccessibleText("ID of another AWS account");
    field.textProperty().addListener((_, _, _) -> changed());
    var remove = Buttons.button("Remove");
    remove.getStyleClass().add("flat");
    var row = new HBox(4, before, field, mono(":root"), remove);
    row.setAlignment(Pos.CENTER_LEFT);
    remove.setOnAction(_ -> {
      accounts.getChildren().remove(row);
      changed();
    });
    return row;
  }

  private static Label mono(String text) {
    var label = new Label(text);
    label.getStyleClass().addAll("mono", "muted");
    return label;
  }

  private void changed() {
    var ids = new ArrayList<String>();
    for (Node row : accounts.getChildren()) {
      ids.add(((TextField) ((HBox) row).getChildren().get(1)).getText().strip());
    }
    entries.edit(draft -> draft.withAccess(access -> access.withOtherAccounts(ids)));
  }
}
