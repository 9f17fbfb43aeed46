package org.xksworkbench.app.ui.widget;

import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.xksworkbench.app.words.Words;

/// A framed remark: a headline and what it is about.
public final class Note extends VBox {

  /// What kind of remark.
  public enum NoteTone {
    NEUTRAL,
    INFO,
    GOOD,
    WARNING,
    BAD
  }

  public Note(NoteTone tone, String headline, Node... body) {
    getStyleClass().add("note");
    pseudoClassStateChanged(PseudoClass.getPseudoClass(tone.name().toLowerCase(Locale.ROOT)), true);
    var head = new Label(headline);
    head.getStyleClass().add("note-headline");
    head.setWrapText(true);
    head.setMinHeight(USE_PREF_SIZE);
    getChildren().add(head);
    getChildren().addAll(body);
  }

  public Note(NoteTone tone, String headline, String body) {
    this(tone, headline, text(body));
  }

  public Note(NoteTone tone, Words.NamedText words) {
    this(tone, words.name(), words.about());
  }

  /// A paragraph that wraps.
  public static Label text(String text) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }
}
