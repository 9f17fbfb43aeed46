package org.xksworkbench.app.session;

import java.util.Optional;
import org.xksworkbench.bridge.guard.ChangeLock;

/// The lock of whatever profile is in use: an HSM stays attached while profiles come and go.
final class CurrentLock implements ChangeLock {

  private volatile ChangeLock lock;

  CurrentLock(ChangeLock lock) {
    this.lock = lock;
  }

  void use(ChangeLock lock) {
    this.lock = lock;
  }

  @Override
  public String profile() {
    return lock.profile();
  }

  @Override
  public boolean readOnly() {
    return lock.readOnly();
  }

  @Override
  public Optional<String> keptBy() {
    return lock.keptBy();
  }

  @Override
  public void requireUnlocked(String operation) {
    lock.requireUnlocked(operation);
  }

  @Override
  public void setReadOnly(boolean readOnly) {
    lock.setReadOnly(readOnly);
  }
}
