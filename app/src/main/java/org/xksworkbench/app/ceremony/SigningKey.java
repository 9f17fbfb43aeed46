package org.xksworkbench.app.ceremony;

import java.nio.file.Path;
import java.util.Arrays;

/// The key that will sign a transcript, as it is chosen before a ceremony.
public sealed interface SigningKey {

  /// A key that is made for this ceremony and kept beside its transcript, under a passphrase.
  final class New implements SigningKey, AutoCloseable {
    private final char[] passphrase;

    /// @param passphrase copied; wiped by the caller after the call
    public New(char[] passphrase) {
      this.passphrase = passphrase.clone();
    }

    char[] passphrase() {
      return passphrase;
    }

    @Override
    public void close() {
      Arrays.fill(passphrase, '\0');
    }
  }

  /// A key that is there already (`hsm-bridge ceremony key`). Its passphrase is asked at the end.
  ///
  /// @param file PEM
  record SigningKeyInFile(Path file) implements SigningKey {}

  /// A P-256 key pair on the token of the ceremony.
  record SigningKeyOnToken(String label) implements SigningKey {}
}
