package org.xksworkbench.app.ui.theme;

import javafx.scene.paint.Color;

/// How far two colours are apart for whoever reads (WCAG 2.2, contrast ratio).
public final class Contrast {

  /// Of text and its ground, at least (WCAG 2.2, 1.4.3).
  public static final double READABLE = 4.5;

  private Contrast() {}

  /// 1 for the same colour, 21 for black on white.
  public static double of(Color one, Color other) {
    var lighter = Math.max(luminance(one), luminance(other));
    var darker = Math.min(luminance(one), luminance(other));
    return (lighter + 0.05) / (darker + 0.05);
  }

  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }
}
