package org.xksworkbench.app.ui.navigation;

import javafx.scene.Parent;

/// What the window shows at one destination. Made anew each time the user goes there.
public interface Screen extends AutoCloseable {

  Parent root();

  /// The user leaves: work that can be stopped is stopped.
  @Override
  void close();
}
