package org.xksworkbench.bridge.xks.server;

import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.Lane;

/// The proxy with AES-GCM through the IAIK wrapper, as on Windows.
class XksProxyOnTheWrapperTest extends XksProxyTest {

  @Override
  Lane lane() {
    return Lane.WRAPPER;
  }
}
