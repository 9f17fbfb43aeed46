package org.xksworkbench.app.session;

import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.AwsChecks;
import org.xksworkbench.app.kms.AwsChoices;
import org.xksworkbench.app.proxy.WorkstationProxy;
import org.xksworkbench.bridge.guard.ChangeLock;

/// AWS with a profile in a Region. HSMs, proxy and what is remembered stay when the user goes to
/// another profile or Region ([Sessions#elsewhere]).
///
/// @param choices where the user may go, as the files were when it was opened
/// @param checker looks at the way to AWS, and asks by this session
/// @param whenShown notes that this is the profile in use
public record AwsSession(
    ChangeLock lock,
    boolean readOnly,
    AwsAccess aws,
    AttachedHsm hsm,
    Remembered remembered,
    WorkstationProxy proxy,
    AwsChoices choices,
    AwsChecks checker,
    Runnable whenShown)
    implements Session {

  @Override
  public Optional<AwsChecks> checks() {
    return Optional.of(checker);
  }

  @Override
  public List<String> notices() {
    return proxy.notices();
  }

  @Override
  public void begin() {
    whenShown.run();
  }

  /// The user goes elsewhere: only what the next session has not, too, is closed.
  public void leave() {
    aws.kms().close();
  }

  @Override
  public void close() {
    leave();
    proxy.close();
    hsm.close();
  }
}
