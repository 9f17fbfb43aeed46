package org.xksworkbench.bridge.ceremony.person;

import java.nio.file.Path;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// A person's key that was made and has no file yet. Its private half is here under the person's
/// passphrase only, as it will be in the file.
public final class NewKey {

  /// Nowhere yet; named where the text is read.
  private static final Path UNWRITTEN = Path.of("a key that was made");

  private final String pem;
  private final VerifyingKey key;

  private NewKey(String pem, VerifyingKey key) {
    this.pem = pem;
    this.key = key;
  }

  /// @param passphrase wiped by the caller after the call
  /// @throws org.xksworkbench.bridge.ceremony.CeremonyException if it is too short
  public static NewKey make(char[] passphrase) {
    return make(passphrase, ProtectedPem.ITERATIONS);
  }

  /// @param iterations of PBKDF2; less than there are by default is for tests
  public static NewKey make(char[] passphrase, int iterations) {
    KeyFile.requireLong(passphrase);
    try (var made = HeldKey.generate()) {
      return new NewKey(ProtectedPem.pemOf(made.pair(), passphrase, iterations), made.key());
    }
  }

  /// The public half.
  public VerifyingKey key() {
    return key;
  }

  /// Whether it is under this passphrase.
  ///
  /// @param passphrase wiped by the caller after the call
  public boolean opensWith(char[] passphrase) {
    return ProtectedPem.read(pem, UNWRITTEN, passphrase).isPresent();
  }

  /// @param file that did not exist
  /// @throws org.xksworkbench.bridge.ceremony.CeremonyException if it is there, or cannot be
  ///   written
  KeyFile write(Path file) {
    ProtectedPem.write(file, pem);
    return KeyFile.at(file);
  }

  @Override
  public String toString() {
    return "NewKey[" + key.keyid() + "]";
  }
}
