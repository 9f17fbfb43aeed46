package org.xksworkbench.bridge.xks.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.xksworkbench.bridge.hsm.HsmSession;

/// A real session on which something happens first.
final class DisturbedSession {

  private DisturbedSession() {}

  /// @param method before each call of which something happens
  static HsmSession before(HsmSession session, String method, Runnable act) {
    return (HsmSession)
        Proxy.newProxyInstance(
            HsmSession.class.getClassLoader(),
            new Class<?>[] {HsmSession.class},
            (_, called, arguments) -> {
              if (called.getName().equals(method)) {
                act.run();
              }
              try {
                return called.invoke(session, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
