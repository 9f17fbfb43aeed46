package org.xksworkbench.bridge.guard;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.ChangesToken;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.TokenObjects;

/// A module whose tokens are changed only while a lock is open, with its logins and their objects.
/// Reading, encrypting and decrypting are always allowed.
public final class GuardedHsm {

  private GuardedHsm() {}

  public static Hsm of(Hsm hsm, ChangeLock lock) {
    return guarded(Hsm.class, hsm, lock);
  }

  @SuppressWarnings("ReferenceEquality") // this is equals
  private static <T> T guarded(Class<T> port, T target, ChangeLock lock) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> arguments != null && self == arguments[0];
                  case "hashCode" -> System.identityHashCode(self);
                  case "toString" -> target + ", guarded";
                  default -> guardedResult(call(method, target, arguments, lock), lock);
                }));
  }

  private static @Nullable Object call(
      Method method, Object target, @Nullable Object @Nullable [] arguments, ChangeLock lock)
      throws Throwable {
    var change = method.getAnnotation(ChangesToken.class);
    if (change != null) {
      lock.requireUnlocked(change.value());
    }
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static @Nullable Object guardedResult(@Nullable Object result, ChangeLock lock) {
    return switch (result) {
      case HsmSession session -> guarded(HsmSession.class, session, lock);
      case TokenObjects objects -> guarded(TokenObjects.class, objects, lock);
      case null, default -> result;
    };
  }
}
