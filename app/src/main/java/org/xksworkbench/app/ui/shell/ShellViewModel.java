package org.xksworkbench.app.ui.shell;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.navigation.Navigator;

/// Where the window is and in whose name; what else the frame shows is each part's own.
public final class ShellViewModel implements Navigator {

  private final ReadOnlyObjectWrapper<Destination> destination;
  private final ReadOnlyObjectWrapper<Identity> identity;
  private final Set<Destination> visited = new HashSet<>();
  private final LockViewModel lock;
  private Runnable onTouch = () -> {};
  private Runnable onDiagnostics = () -> {};
  private Runnable onChooseAgain = () -> {};
  private boolean demo;
  private BooleanSupplier mayLeave = () -> true;
  private final SessionViewModel session;
  private final SignInViewModel signIn;
  private final HealthViewModel health = new HealthViewModel();

  public ShellViewModel(
      Identity identity, LockViewModel lock, SessionViewModel session, SignInViewModel signIn) {
    this.identity = new ReadOnlyObjectWrapper<>(identity);
    this.destination =
        new ReadOnlyObjectWrapper<>(
            isHsmAlone() ? new Destination.HsmKeysScreen() : new Destination.OverviewScreen());
    this.lock = lock;
    this.session = session;
    this.signIn = signIn;
  }

  public SessionViewModel session() {
    return session;
  }

  public SignInViewModel signIn() {
    return signIn;
  }

  public HealthViewModel health() {
    return health;
  }

  public LockViewModel lock() {
    return lock;
  }

  /// Locks or unlocks the profile.
  public void toggleLock() {
    lock.toggle(identity.get().place());
  }

  public ReadOnlyObjectProperty<Destination> destination() {
    return destination.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Identity> identity() {
    return identity.getReadOnlyProperty();
  }

  /// Goes there, unless the user stays for what was entered on the present screen.
  @Override
  public void go(Destination destination) {
    if (mayLeave.getAsBoolean()) {
      visited.add(destination);
      this.destination.set(destination);
    }
  }

  /// Where the user went. The place of the start is not among them.
  public Set<Destination> visitedDestinations() {
    return Set.copyOf(visited);
  }

  /// @param question asked before the present screen is left
  public void beforeLeaving(BooleanSupplier question) {
    mayLeave = question;
  }

  public void showIdentity(Identity identity) {
    this.identity.set(identity);
  }

  /// Called whenever the user does something.
  public void onTouch(Runnable listener) {
    onTouch = listener;
  }

  /// Called when the user wants a file for support.
  public void onDiagnostics(Runnable listener) {
    onDiagnostics = listener;
  }

  /// Called when the user wants to work on something else.
  public void onChooseAgain(Runnable listener) {
    onChooseAgain = listener;
  }

  /// Leads to the start page, unless the user stays for what was entered on the present screen.
  public void chooseAgain() {
    if (mayLeave.getAsBoolean()) {
      onChooseAgain.run();
    }
  }

  void saveDiagnostics() {
    onDiagnostics.run();
  }

  /// Offers what is only in the demo: its tour and its switches.
  public void offerDemo() {
    demo = true;
  }

  boolean isDemo() {
    return demo;
  }

  /// Whether no AWS KMS is open, so that nothing of it is offered.
  boolean isHsmAlone() {
    return identity.get().endpoint().isNone();
  }

  void noteActivity() {
    onTouch.run();
  }
}
