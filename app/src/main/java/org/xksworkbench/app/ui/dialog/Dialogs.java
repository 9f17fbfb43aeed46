package org.xksworkbench.app.ui.dialog;

import java.nio.file.Path;
import java.util.Optional;
import org.xksworkbench.app.problem.Problem;

/// Questions to the user. Called on the window's thread; each waits for the answer.
public interface Dialogs {

  /// Asks before something is done.
  ///
  /// @param action what the button says, such as "Disconnect"
  boolean confirm(String headline, String text, String action);

  /// Asks for a PIN.
  ///
  /// @return wiped by the caller; empty if the user does not give one
  Optional<char[]> askPin(String headline, String text);

  /// Asks for a short text.
  Optional<String> askText(String headline, String text, String initial, String action);

  /// Asks for a file that exists.
  Optional<Path> chooseFile(String headline);

  /// Shows a problem that has no place on a screen.
  void show(Problem problem);
}
