package org.xksworkbench.app.hsm;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ModuleInfo;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.Token;

/// The one PKCS#11 module that is open, and the login to one of its tokens. Every call blocks; none
/// can be interrupted.
public final class AttachedHsm implements AutoCloseable {

  /// How it stands.
  ///
  /// @param token the token of the login
  public record Status(Optional<ModuleInfo> module, Optional<Token> token) {}

  private final Function<Path, Hsm> opener;
  private final List<Consumer<Status>> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Hsm hsm;
  private @Nullable HsmSession session;

  /// @param opener loads a module
  public AttachedHsm(Function<Path, Hsm> opener) {
    this.opener = opener;
  }

  /// Loads a module; the one that was open is let go first.
  public synchronized ModuleInfo open(Path module) {
    close();
    var opened = opener.apply(module);
    hsm = opened;
    changed();
    return opened.module();
  }

  public synchronized List<Slot> slots() {
    return hsm == null ? List.of() : hsm.slots();
  }

  /// @param pin wiped by the caller after the call
  public synchronized void login(long slotId, char[] pin) {
    if (hsm == null) {
      throw new HsmException(HsmException.Reason.MODULE_UNUSABLE, "No PKCS#11 module is open.");
    }
    logout();
    session = hsm.login(slotId, pin);
    changed();
  }

  public synchronized void logout() {
    if (session != null) {
      session.close();
      session = null;
      changed();
    }
  }

  public synchronized Optional<HsmSession> session() {
    return Optional.ofNullable(session);
  }

  public synchronized Status status() {
    return new Status(
        Optional.ofNullable(hsm).map(Hsm::module),
        Optional.ofNullable(session).map(HsmSession::token));
  }

  /// Called on whatever thread changed it.
  public void onChange(Consumer<Status> listener) {
    listeners.add(listener);
  }

  @Override
  public synchronized void close() {
    logout();
    if (hsm != null) {
      hsm.close();
      hsm = null;
      changed();
    }
  }

  private void changed() {
    var status = status();
    listeners.forEach(listener -> listener.accept(status));
  }
}
