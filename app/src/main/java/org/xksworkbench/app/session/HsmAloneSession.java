package org.xksworkbench.app.session;

import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.NoKeyManagement;
import org.xksworkbench.bridge.guard.ChangeLock;

/// The HSMs of this workstation and nothing of AWS, as on a machine without a network.
public record HsmAloneSession(
    ChangeLock lock, AwsAccess aws, AttachedHsm hsm, Remembered remembered, Runnable whenShown)
    implements Session {

  /// What the lock of such sessions is kept under, beside those of AWS profiles.
  public static final String PROFILE = "hsm-alone";

  HsmAloneSession(ChangeLock lock, AttachedHsm hsm, Remembered remembered, Runnable whenShown) {
    this(lock, NoKeyManagement.access(), hsm, remembered, whenShown);
  }

  @Override
  public boolean readOnly() {
    return lock.readOnly();
  }

  @Override
  public void begin() {
    whenShown.run();
  }

  @Override
  public void close() {
    hsm.close();
  }
}
