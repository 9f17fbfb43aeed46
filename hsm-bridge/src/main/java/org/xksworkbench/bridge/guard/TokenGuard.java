package org.xksworkbench.bridge.guard;

import java.lang.reflect.Method;
import java.util.Optional;
import org.xksworkbench.bridge.hsm.ChangesToken;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;

/// Stands on both sides of the channel to a helper process, before every call of the port. The
/// window's side asks the lock and gives a change the leave of the profile that it is made for; the
/// helper's side lets no change pass without. Reading, encrypting and decrypting need none.
public final class TokenGuard {

  private TokenGuard() {}

  /// On the window's side.
  ///
  /// @return the leave that goes with the call; empty for a call that changes nothing
  /// @throws ReadOnlyException if nothing may be changed
  public static Optional<String> leave(Method call, ChangeLock lock) {
    return change(call)
        .map(operation -> {
          lock.requireUnlocked(operation);
          return lock.profile();
        });
  }

  /// On the helper's side.
  ///
  /// @param leave what came with the call; empty if none did
  /// @throws HsmException if the call needs one
  public static void requireLeave(Method call, String leave) {
    change(call)
        .filter(_ -> leave.isEmpty())
        .ifPresent(operation -> {
          throw new HsmException(
              Reason.GENERAL,
              operation
                  + " was not done: the process that holds the PKCS#11 module changes a token only"
                  + " for an unlocked profile, and none was named. That is a defect of this"
                  + " program; please report it. The token is as it was.");
        });
  }

  private static Optional<String> change(Method call) {
    return Optional.ofNullable(call.getAnnotation(ChangesToken.class)).map(ChangesToken::value);
  }
}
