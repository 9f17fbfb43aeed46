package org.xksworkbench.app.signin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.xksworkbench.app.kms.KmsException;

/// Makes every call of a port wait at the [SignInDesk] when its credentials have ended, and then
/// happen once more.
public final class PausingCalls {

  /// The session of IAM Identity Center that the AWS CLI keeps has ended.
  public static final String SSO_EXPIRED = "SsoSessionExpired";

  private static final Set<String> EXPIRED =
      Set.of("ExpiredTokenException", "ExpiredToken", "RequestExpired", SSO_EXPIRED);

  private PausingCalls() {}

  /// @param port an interface
  public static <T> T of(Class<T> port, T target, SignInDesk desk) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              while (true) {
                try {
                  return method.invoke(target, arguments);
                } catch (InvocationTargetException e) {
                  if (e.getCause() instanceof KmsException failure
                      && EXPIRED.contains(failure.code())) {
                    desk.await(failure);
                  } else {
                    throw e.getCause();
                  }
                }
              }
            }));
  }
}
