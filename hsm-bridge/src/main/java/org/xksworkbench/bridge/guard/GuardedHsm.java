package org.xksworkbench.bridge.guard;

import java.util.List;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.MechanismDetails;
import org.xksworkbench.bridge.hsm.ModuleInfo;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SlotDetails;

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
  public HsmSession login(long slotId, Role role, char[] pin) {
    return new GuardedHsmSession(hsm.login(slotId, role, pin), lock);
  }

  @Override
  public SlotDetails details(long slotId) {
    return hsm.details(slotId);
  }

  @Override
  public List<MechanismDetails> mechanisms(long slotId) {
    return hsm.mechanisms(slotId);
  }

  @Override
  public void changePin(long slotId, Role role, char[] oldPin, char[] newPin) {
    lock.requireUnlocked("C_SetPIN");
    hsm.changePin(slotId, role, oldPin, newPin);
  }

  @Override
  public void resetUserPin(long slotId, char[] soPin, char[] userPin) {
    lock.requireUnlocked("C_InitPIN");
    hsm.resetUserPin(slotId, soPin, userPin);
  }

  @Override
  public void reload() {
    hsm.reload();
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
