package org.xksworkbench.app.ui.screen.createkey;

/// Steps of the form, in order.
public enum Step {
  CONFIGURATION("Key configuration"),
  EXTERNAL_KEY("External key"),
  LABELS("Alias and description"),
  REVIEW("Review");

  private final String title;

  Step(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  boolean first() {
    return ordinal() == 0;
  }

  boolean last() {
    return ordinal() == values().length - 1;
  }

  Step next() {
    return values()[ordinal() + 1];
  }

  Step previous() {
    return values()[ordinal() - 1];
  }
}
