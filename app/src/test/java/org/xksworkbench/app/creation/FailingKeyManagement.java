package org.xksworkbench.app.creation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsException;

/// The real thing, but some calls fail: before AWS KMS is asked, or after it answered.
final class FailingKeyManagement {

  private FailingKeyManagement() {}

  /// @param before gets the operation of a change, or the name of a method; throws instead of
  ///   calling
  /// @param after throws instead of handing the answer on
  static KeyManagement of(
      KeyManagement real,
      Function<String, KmsException> before,
      Function<String, KmsException> after) {
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) -> {
              var name =
                  method.getName().equals("perform")
                      ? ((KmsChange<?>) arguments[0]).operation()
                      : method.getName();
              var instead = before.apply(name);
              if (instead != null) {
                throw instead;
              }
              Object answer;
              try {
                answer = method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              var lost = after.apply(name);
              if (lost != null) {
                throw lost;
              }
              return answer;
            });
  }

  /// The answer was lost.
  static KmsException timeout() {
    return new KmsException(KmsException.KmsFailureKind.TIMEOUT, "", "no answer in time", "", null);
  }
}
