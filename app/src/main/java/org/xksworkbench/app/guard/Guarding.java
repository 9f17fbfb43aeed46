package org.xksworkbench.app.guard;

import java.util.function.Supplier;
import org.xksworkbench.app.kms.KmsCall;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsInterceptor;
import org.xksworkbench.bridge.guard.ChangeLock;

/// Sends what would change something only while the profile is unlocked. Reading is always allowed,
/// and so are Encrypt and Decrypt: they change nothing, and prove that a key works.
public final class Guarding implements KmsInterceptor {

  private final ChangeLock lock;

  public Guarding(ChangeLock lock) {
    this.lock = lock;
  }

  @Override
  public <T> T around(KmsCall call, Supplier<T> next) {
    if (call instanceof KmsChange<?>) {
      lock.requireUnlocked(call.operation());
    }
    return next.get();
  }
}
