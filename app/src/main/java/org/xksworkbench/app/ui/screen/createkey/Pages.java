package org.xksworkbench.app.ui.screen.createkey;

import javafx.scene.control.Label;
import org.xksworkbench.app.ui.widget.Keys;
import org.xksworkbench.app.ui.widget.Note;

/// Parts that several steps have.
final class Pages {

  private Pages() {}

  static Label heading(String text) {
    var label = new Label(text);
    label.getStyleClass().add("heading");
    return label;
  }

  /// Of a page on which nothing has to be filled in.
  static Label startingHeading(String text) {
    return Keys.startsAt(heading(text));
  }

  static Label about(String text) {
    var label = Note.text(text);
    label.getStyleClass().add("muted");
    return label;
  }

  static Label strong(String text) {
    var label = new Label(text);
    label.getStyleClass().add("strong");
    return label;
  }

  /// Beside both lists of users and roles.
  static Note rolesRatherThanUsers() {
    return new Note(
        Note.Tone.INFO,
        "IAM policies can give access, too",
        Note.text(
            "As long as the key policy lets the account in, IAM policies can allow further users"
                + " and roles to manage or use this key."),
        Note.text(
            "Choose roles rather than users where you can: a role has credentials that expire, and"
                + " IAM's best practices advise against users with long-term credentials."));
  }
}
