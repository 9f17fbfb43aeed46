package org.xksworkbench.app.signin;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.xksworkbench.app.kms.KmsCall;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.KmsInterceptor;

/// Has every request wait at the [SignInDesk] when its credentials have ended, and then sends it
/// once more: AWS did nothing for a request that it did not accept.
public final class Pausing implements KmsInterceptor {

  private static final Set<KmsErrorCode> EXPIRED =
      EnumSet.of(
          KmsErrorCode.EXPIRED_TOKEN,
          KmsErrorCode.REQUEST_EXPIRED,
          KmsErrorCode.SSO_SESSION_EXPIRED,
          KmsErrorCode.CONSOLE_LOGIN_ENDED);

  private final SignInDesk desk;

  public Pausing(SignInDesk desk) {
    this.desk = desk;
  }

  @Override
  public <T> T around(KmsCall call, Supplier<T> next) {
    while (true) {
      var sent = desk.present();
      try {
        return next.get();
      } catch (KmsException e) {
        if (e.knownCode().filter(EXPIRED::contains).isEmpty()) {
          throw e;
        }
        desk.await(e, sent);
      }
    }
  }
}
