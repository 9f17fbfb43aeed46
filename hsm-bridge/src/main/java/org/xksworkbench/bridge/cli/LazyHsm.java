package org.xksworkbench.bridge.cli;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ModuleInfo;
import org.xksworkbench.bridge.hsm.Slot;

/// Loads the module at the first call, so that a module that cannot be loaded is an answer to a
/// call and not the end of the helper.
final class LazyHsm implements Hsm {

  private final Supplier<Hsm> opener;
  private @Nullable Hsm hsm;

  LazyHsm(Supplier<Hsm> opener) {
    this.opener = opener;
  }

  @Override
  public ModuleInfo module() {
    return hsm().module();
  }

  @Override
  public List<Slot> slots() {
    return hsm().slots();
  }

  @Override
  public HsmSession login(long slotId, char[] pin) {
    return hsm().login(slotId, pin);
  }

  @Override
  public Slot initToken(long slotId, String label, char[] soPin, char[] userPin) {
    return hsm().initToken(slotId, label, soPin, userPin);
  }

  @Override
  public synchronized void close() {
    if (hsm != null) {
      hsm.close();
    }
  }

  private synchronized Hsm hsm() {
    var opened = hsm == null ? opener.get() : hsm;
    hsm = opened;
    return opened;
  }
}
