package org.xksworkbench.app.signin;

import java.util.Set;
import java.util.function.Supplier;
import org.xksworkbench.app.kms.KmsCall;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsInterceptor;

/// Has every request wait at the [SignInDesk] when its credentials have ended, and then sends it
/// once more: AWS did nothing for a request that it did not accept.
public final class Pausing implements KmsInterceptor {

  /// The session of IAM Identity Center that the AWS CLI keeps has ended.
  public static final String SSO_EXPIRED = "SsoSessionExpired";

  private static final Set<String> EXPIRED =
      Set.of("ExpiredTokenException", "ExpiredToken", "RequestExpired", SSO_EXPIRED);

  private final SignInDesk desk;

  public Pausing(SignInDesk desk) {
    this.desk = desk;
  }

  @Override
  public <T> T around(KmsCall call, Supplier<T> next) {
    while (true) {
      try {
        return next.get();
      } catch (KmsException e) {
        if (!EXPIRED.contains(e.code())) {
          throw e;
        }
        desk.await(e);
      }
    }
  }
}
