package org.xksworkbench.bridge.ceremony.person;

import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// A private key that is open: of a person, or of the running program.
public interface LineSigner extends AutoCloseable {

  /// Its public half.
  VerifyingKey key();

  /// @return a signature in the one form that is taken for the key's algorithm
  /// @throws org.xksworkbench.bridge.ceremony.CeremonyException if the device does not sign
  byte[] sign(byte[] message);

  /// Lets go of the private half; it signs no more.
  @Override
  void close();
}
