package org.xksworkbench.bridge.ceremony.transcript;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.person.ProtectedPem;

/// An Ed25519 key of the operator, in a file under a passphrase ([ProtectedPem]).
public final class OperatorKey implements TranscriptSigner {

  private final KeyPair pair;

  private OperatorKey(KeyPair pair) {
    this.pair = pair;
  }

  public static OperatorKey generate() {
    try {
      return new OperatorKey(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has Ed25519", e);
    }
  }

  /// Writes a file that did not exist, readable by its owner alone.
  ///
  /// @param passphrase wiped by the caller after the call
  /// @throws CeremonyException if the file is there or cannot be written
  public void write(Path file, char[] passphrase) {
    ProtectedPem.write(file, pair, passphrase);
  }

  /// @param passphrase wiped by the caller after the call
  /// @throws CeremonyException if the file is none of ours or the passphrase is wrong
  public static OperatorKey read(Path file, char[] passphrase) {
    return ProtectedPem.read(file, passphrase)
        .map(OperatorKey::new)
        .orElseThrow(() ->
            new CeremonyException(
                "The key in "
                    + file
                    + " cannot be read: the passphrase is wrong, or the file is damaged."));
  }

  /// The public half alone; no passphrase is needed.
  ///
  /// @throws CeremonyException if the file has none
  public static PublicKey readPublic(Path file) {
    return ProtectedPem.readPublic(file);
  }

  @Override
  public PublicKey publicKey() {
    return pair.getPublic();
  }

  @Override
  public SignatureAlgorithm algorithm() {
    return SignatureAlgorithm.ED25519;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has Ed25519", e);
    }
  }

  @Override
  public String toString() {
    return "OperatorKey[" + fingerprint() + "]";
  }
}
