package org.xksworkbench.bridge.guard;

import java.util.List;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ModuleInfo;
import org.xksworkbench.bridge.hsm.Slot;

/// A module whose tokens are changed only while a lock is open. Reading, encrypting and decrypting
/// are always allowed.
public final class GuardedHsm implements Hsm {

  private final Hsm hsm;
  private final ChangeLock lock;

  public GuardedHsm(Hsm hsm, ChangeLock lock) {
    this.hsm = hsm;
    this.lock = lock;
  }

  @Override
  public ModuleInfo module() {
    return hsm.module();
  }

  @Override
  public List<Slot> slots() {
    return hsm.slots();
  }

  @Override
  public HsmSession login(long slotId, char[] pin) {
    return new GuardedHsmSession(hsm.login(slotId, pin), lock);
  }

  @Override
  public Slot initToken(long slotId, String label, char[] soPin, char[] userPin) {
    lock.requireUnlocked("C_InitToken");
    return hsm.initToken(slotId, label, soPin, userPin);
  }

  @Override
  public void close() {
    hsm.close();
  }
}
