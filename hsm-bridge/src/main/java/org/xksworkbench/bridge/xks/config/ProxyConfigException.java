package org.xksworkbench.bridge.xks.config;

import org.jspecify.annotations.Nullable;

/// A proxy's folder is not as it must be. The message is a sentence without its full stop and holds
/// no secret.
public final class ProxyConfigException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public ProxyConfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
