package org.xksworkbench.bridge.ceremony.person;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;

/// An Ed25519 key in the memory of this process. Closing it drops it; the JDK has no way to wipe
/// the bytes before they are collected.
public final class HeldKey implements LineSigner {

  static final String ALGORITHM = "Ed25519";

  private final VerifyingKey key;
  private @Nullable PrivateKey privateKey;

  private HeldKey(VerifyingKey key, PrivateKey privateKey) {
    this.key = key;
    this.privateKey = privateKey;
  }

  /// A new key.
  public static HeldKey generate() {
    try {
      return of(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has Ed25519", e);
    }
  }

  /// @throws CeremonyException if it is no key that may sign
  public static HeldKey of(KeyPair pair) {
    try {
      return new HeldKey(VerifyingKey.of(pair.getPublic().getEncoded()), pair.getPrivate());
    } catch (MalformedEvidence e) {
      throw new CeremonyException(e.getMessage(), e);
    }
  }

  /// Both halves, to be written under a passphrase.
  KeyPair pair() {
    return new KeyPair(key.key(), open());
  }

  private PrivateKey open() {
    var open = privateKey;
    if (open == null) {
      throw new IllegalStateException("The key " + key.keyid() + " is closed");
    }
    return open;
  }

  @Override
  public VerifyingKey key() {
    return key;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(open());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has Ed25519", e);
    }
  }

  @Override
  public void close() {
    privateKey = null;
  }

  @Override
  public String toString() {
    return "HeldKey[" + key.keyid() + "]";
  }
}
