package org.xksworkbench.bridge.xks.server;

import java.security.SecureRandom;
import org.xksworkbench.bridge.xks.auth.Credential;

/// Credentials that no proxy knows.
final class TestCredentials {

  private TestCredentials() {}

  static Credential fresh() {
    return Credential.generate(new SecureRandom());
  }
}
