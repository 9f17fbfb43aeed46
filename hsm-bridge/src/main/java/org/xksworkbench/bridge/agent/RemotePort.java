package org.xksworkbench.bridge.agent;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// A port whose calls are made elsewhere.
final class RemotePort {

  @FunctionalInterface
  interface RemoteCalls {
    @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments);
  }

  private RemotePort() {}

  @SuppressWarnings("ReferenceEquality") // this is equals
  static <T> T of(Class<T> port, RemoteCalls calls) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> arguments != null && self == arguments[0];
                  case "hashCode" -> System.identityHashCode(self);
                  case "toString" -> port.getSimpleName() + " in a helper process";
                  default -> calls.call(method, arguments);
                }));
  }
}
