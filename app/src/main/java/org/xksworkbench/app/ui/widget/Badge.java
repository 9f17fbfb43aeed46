package org.xksworkbench.app.ui.widget;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;

/// A state in a rounded label. The glyph tells the state too, for those who do not see its colour.
public final class Badge extends Label {

  /// What kind of state: colour and glyph.
  public enum BadgeTone {
    GOOD("●"),
    NEUTRAL("○"),
    BUSY("◐"),
    WARNING("!"),
    BAD("▲");

    private final String glyph;

    BadgeTone(String glyph) {
      this.glyph = glyph;
    }

    PseudoClass pseudoClass() {
      return PseudoClass.getPseudoClass(name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  public Badge() {
    getStyleClass().add("badge");
    setMinWidth(USE_PREF_SIZE);
  }

  public Badge(BadgeTone tone, String text) {
    this();
    show(tone, text);
  }

  public void show(BadgeTone tone, String text) {
    setText(tone.glyph + " " + text);
    setAccessibleText(text);
    for (var other : BadgeTone.values()) {
      pseudoClassStateChanged(other.pseudoClass(), other == tone);
    }
  }
}
