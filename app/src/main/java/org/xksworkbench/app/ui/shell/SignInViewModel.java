package org.xksworkbench.app.ui.shell;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.xksworkbench.app.signin.SignInDesk;
import org.xksworkbench.app.ui.signin.IdentityCenterViewModel;

/// Whether requests wait for a sign-in, and what the user does about it.
public final class SignInViewModel {

  private final SignInDesk desk;
  private final ReadOnlyObjectWrapper<Optional<SignInDesk.Notice>> notice =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  private Optional<IdentityCenterViewModel> identityCenter = Optional.empty();

  /// @param desk where the requests wait
  public SignInViewModel(SignInDesk desk) {
    this.desk = desk;
  }

  /// What the user reads while requests wait.
  public ReadOnlyObjectProperty<Optional<SignInDesk.Notice>> notice() {
    return notice.getReadOnlyProperty();
  }

  public void show(Optional<SignInDesk.Notice> now) {
    notice.set(now);
  }

  /// From now on somebody can sign in in the window.
  public void signsInBy(IdentityCenterViewModel model) {
    identityCenter = Optional.of(model);
  }

  /// Signs in in the window; empty where nobody can.
  Optional<IdentityCenterViewModel> identityCenter() {
    return identityCenter;
  }

  void tryAgain() {
    desk.tryAgain();
  }

  void giveUp() {
    desk.giveUp();
  }
}
