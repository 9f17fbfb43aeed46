package org.xksworkbench.bridge.localkms;

import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// A call to a proxy that failed. Each operation makes its own exception of it.
final class ProxyFailure extends Exception {

  private static final long serialVersionUID = 1;

  private final ProxyFailureKind kind;

  /// @param detail for the log: the proxy's own words are not passed on to callers
  ProxyFailure(ProxyFailureKind kind, String detail) {
    super(kind + ": " + detail);
    this.kind = kind;
  }

  ProxyFailureKind kind() {
    return kind;
  }

  ServiceFault onStore() {
    return ServiceFault.of(kind.onStore(), kind.message());
  }

  ServiceFault onCreateKey() {
    return ServiceFault.of(kind.onCreateKey(), kind.message());
  }

  /// Always the same code; callers tell the failures apart by the message.
  ServiceFault onCrypto() {
    return ServiceFault.of("KMSInvalidStateException", kind.message());
  }
}
