package org.xksworkbench.bridge.xks.server;

import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.Lane;

/// The same with AES-GCM through the IAIK wrapper.
class JceInteropOnTheWrapperTest extends JceInteropTest {

  @Override
  Lane lane() {
    return Lane.WRAPPER;
  }
}
