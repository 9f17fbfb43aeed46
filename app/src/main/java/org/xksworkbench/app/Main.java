package org.xksworkbench.app;

import javafx.application.Application;
import org.xksworkbench.app.bootstrap.Places;

/// Starts the window. Does not extend [Application], so that JavaFX runs from the class path.
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    Places.ofUser().announce();
    Application.launch(DesktopApp.class, args);
  }
}
