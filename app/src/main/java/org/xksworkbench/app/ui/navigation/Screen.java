package org.xksworkbench.app.ui.navigation;

import javafx.scene.Parent;

/// What the window shows at one destination. Made anew each time the user goes there.
public interface Screen extends AutoCloseable {

  Parent root();

  /// Asks the user, where something that was entered would be lost. False if the user stays.
  default boolean mayLeave() {
    return true;
  }

  /// The user leaves: work that can be stopped is stopped.
  @Override
  void close();
}
