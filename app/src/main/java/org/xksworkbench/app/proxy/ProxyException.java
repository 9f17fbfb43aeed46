package org.xksworkbench.app.proxy;

import org.jspecify.annotations.Nullable;

/// The proxy refused, or could not be asked.
public final class ProxyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String errorName;

  /// @param errorName of the XKS proxy API, such as `KeyNotFoundException`; empty where no answer
  ///   came
  public ProxyException(String errorName, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.errorName = errorName;
  }

  public String errorName() {
    return errorName;
  }
}
