package org.xksworkbench.app.session;

import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.doctor.Network;
import org.xksworkbench.app.fault.DemoFaults;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.AwsChecks;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.bridge.guard.ChangeLock;

/// What the window works on. Opened as a whole by [Sessions]: when it is there, everything of it
/// runs and every file was read, so what is asked here is told at once.
public sealed interface Session extends AutoCloseable
    permits AwsSession, LocalKmsSession, DemoSession, HsmAloneSession {

  /// Guards everything that changes AWS KMS or a token.
  ChangeLock lock();

  /// How the lock was when the session was opened.
  boolean readOnly();

  AwsAccess aws();

  AttachedHsm hsm();

  Remembered remembered();

  default OwnProxy proxy() {
    return OwnProxy.none();
  }

  default Network network() {
    return Network.ofThisComputer();
  }

  /// Looks at the way to AWS; empty where there is none.
  default Optional<AwsChecks> checks() {
    return Optional.empty();
  }

  /// What can be made to go wrong; empty outside the demo.
  default Optional<DemoFaults> faults() {
    return Optional.empty();
  }

  /// What was set aside or made anew at its start, sentences for the user.
  default List<String> notices() {
    return List.of();
  }

  /// From now on it is what the window shows.
  default void begin() {}

  /// Closes its parts, the last one first.
  @Override
  void close();
}
