package org.xksworkbench.app.settings;

/// In what colours the user wants the window.
public enum Appearance {
  SYSTEM,
  LIGHT,
  DARK
}
