package org.xksworkbench.app.ui.navigation;

/// Takes the window to another screen.
@FunctionalInterface
public interface Navigator {
  void go(Destination destination);
}
