package org.xksworkbench.bridge.guard;

import java.util.Optional;

/// The lock of a profile on a machine that is read-only: no user opens it.
final class PolicyLock implements ChangeLock {

  private final ChangeLock lock;
  private final MachinePolicy policy;

  PolicyLock(ChangeLock lock, MachinePolicy policy) {
    this.lock = lock;
    this.policy = policy;
  }

  @Override
  public String profile() {
    return lock.profile();
  }

  @Override
  public boolean readOnly() {
    return true;
  }

  @Override
  public void setReadOnly(boolean readOnly) {
    if (!readOnly) {
      throw ReadOnlyException.byPolicy(policy.why(), "Unlocking the profile " + profile());
    }
    lock.setReadOnly(true);
  }

  @Override
  public void requireUnlocked(String operation) {
    policy.requireChanges(operation);
  }

  @Override
  public Optional<String> keptBy() {
    return Optional.of(policy.why());
  }
}
