package org.xksworkbench.app.session;

import java.util.List;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.NoKeyManagement;
import org.xksworkbench.app.proxy.WorkstationProxy;
import org.xksworkbench.bridge.guard.ChangeLock;

/// The HSMs of this workstation and nothing of AWS, as on a machine without a network.
public record HsmAloneSession(
    ChangeLock lock,
    AwsAccess aws,
    AttachedHsm hsm,
    Remembered remembered,
    WorkstationProxy proxy,
    Runnable whenShown)
    implements Session {

  /// What the lock of such sessions is kept under, beside those of AWS profiles.
  public static final String PROFILE = "hsm-alone";

  HsmAloneSession(
      ChangeLock lock,
      AttachedHsm hsm,
      Remembered remembered,
      WorkstationProxy proxy,
      Runnable whenShown) {
    this(lock, NoKeyManagement.access(), hsm, remembered, proxy, whenShown);
  }

  @Override
  public boolean readOnly() {
    return lock.readOnly();
  }

  @Override
  public List<String> notices() {
    return proxy.notices();
  }

  @Override
  public void begin() {
    whenShown.run();
  }

  @Override
  public void close() {
    proxy.close();
    hsm.close();
  }
}
