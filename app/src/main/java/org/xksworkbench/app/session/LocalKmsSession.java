package org.xksworkbench.app.session;

import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.proxy.WorkstationProxy;
import org.xksworkbench.bridge.guard.ChangeLock;

/// A local KMS that runs already, which is not AWS: what is in it is worth nothing.
public record LocalKmsSession(
    ChangeLock lock, AwsAccess aws, AttachedHsm hsm, Remembered remembered, WorkstationProxy proxy)
    implements Session {

  @Override
  public boolean readOnly() {
    return lock.readOnly();
  }

  @Override
  public void close() {
    aws.kms().close();
    proxy.close();
    hsm.close();
  }
}
