package org.xksworkbench.bridge.xks.server;

import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.GcmRoute;

/// The same with AES-GCM through the IAIK wrapper.
class JceInteropOnTheWrapperTest extends JceInteropTest {

  @Override
  GcmRoute lane() {
    return GcmRoute.WRAPPER;
  }
}
