package org.xksworkbench.bridge.localkms.proxy;

import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// A call to a proxy that failed. Each operation makes its own exception of it.
public final class ProxyCallException extends Exception {

  private static final long serialVersionUID = 1;

  private final ProxyError kind;

  /// @param detail for the log: the proxy's own words are not passed on to callers
  public ProxyCallException(ProxyError kind, String detail) {
    super(kind + ": " + detail);
    this.kind = kind;
  }

  public ProxyError kind() {
    return kind;
  }

  public ServiceFault onStore() {
    return ServiceFault.of(kind.onStore(), kind.message());
  }

  public ServiceFault onCreateKey() {
    return ServiceFault.of(kind.onCreateKey(), kind.message());
  }

  /// The same code for all that a proxy does wrong; callers tell the failures apart by the message.
  public ServiceFault onCrypto() {
    return ServiceFault.of(kind.onCrypto(), kind.message());
  }
}
