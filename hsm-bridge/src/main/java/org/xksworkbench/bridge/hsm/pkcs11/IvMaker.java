package org.xksworkbench.bridge.hsm.pkcs11;

import java.security.SecureRandom;

/// Initialization vectors of the system's CSPRNG. Random because several machines may encrypt with
/// one key: NIST SP 800-38D, section 8.2.2.
final class IvMaker {

  static final int LENGTH = 12;

  private final SecureRandom random = new SecureRandom();

  byte[] next() {
    var iv = new byte[LENGTH];
    random.nextBytes(iv);
    return iv;
  }
}
