package org.xksworkbench.app.kms;

import java.util.function.Supplier;

/// Stands around every request to AWS: may refuse it, wait, ask again, or take note of it.
public interface KmsInterceptor {

  /// @param next sends the request, through whatever stands further in; each call sends it once
  <T> T around(KmsCall call, Supplier<T> next);
}
