package org.xksworkbench.bridge.cli;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGHUP. The JDK has signals only in a class outside its documented API (`sun.misc.Signal`, of
/// the module `jdk.unsupported`): it is reached by name, and where it is missing the signal keeps
/// its usual meaning.
final class HangUp {

  private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

  private volatile Runnable action = () -> {};

  private HangUp() {}

  /// From now on the signal does not end the process.
  static HangUp install() {
    var hangUp = new HangUp();
    hangUp.register();
    return hangUp;
  }

  /// What the signal does.
  void then(Runnable next) {
    action = next;
  }

  private void register() {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var proxy =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" ->
                        System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                    default -> "on hang-up";
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
    } catch (ReflectiveOperationException e) {
      LOG.info("This system has no SIGHUP; a changed configuration is noticed without it");
    }
  }
}
