package org.xksworkbench.bridge.xks.server;

import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;

/// The proxy with AES-GCM through the IAIK wrapper, as on Windows.
class XksProxyOnTheWrapperTest extends XksProxyTest {

  @Override
  GcmRoute lane() {
    return GcmRoute.WRAPPER;
  }
}
