package org.xksworkbench.app.ui.screen.createkey;

import java.util.Arrays;
import java.util.List;

/// Steps of the form, in order.
public enum Step {
  CONFIGURATION("Key configuration"),
  /// Only where the form was not started in a key store.
  KEY_STORE("Key store"),
  EXTERNAL_KEY("External key"),
  LABELS("Labels"),
  TAGS("Tags"),
  ADMINISTRATORS("Key administrators"),
  USERS("Key users"),
  POLICY("Key policy"),
  REVIEW("Review");

  private final String title;

  Step(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  static List<Step> of(Method method) {
    return Arrays.stream(values())
        .filter(step -> step != KEY_STORE || method == Method.FROM_KEYS)
        .toList();
  }
}
