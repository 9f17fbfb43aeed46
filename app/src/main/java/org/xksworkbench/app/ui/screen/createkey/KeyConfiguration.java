package org.xksworkbench.app.ui.screen.createkey;

import java.util.Optional;

/// Key type, key usage and origin, as the console's first page asks for them.
public record KeyConfiguration(Type type, Usage usage, Origin origin) {

  /// Asymmetric keys cannot be in a key store.
  public enum Type {
    SYMMETRIC,
    ASYMMETRIC
  }

  /// HMAC keys cannot be in a key store.
  public enum Usage {
    ENCRYPT_AND_DECRYPT,
    GENERATE_AND_VERIFY_MAC
  }

  /// Where the key material is from.
  public enum Origin {
    AWS_KMS,
    EXTERNAL,
    AWS_CLOUDHSM,
    EXTERNAL_KEY_STORE
  }

  /// What an external key store requires.
  static KeyConfiguration required() {
    return new KeyConfiguration(
        Type.SYMMETRIC, Usage.ENCRYPT_AND_DECRYPT, Origin.EXTERNAL_KEY_STORE);
  }

  KeyConfiguration with(Type value) {
    return new KeyConfiguration(value, usage, origin);
  }

  KeyConfiguration with(Usage value) {
    return new KeyConfiguration(type, value, origin);
  }

  KeyConfiguration with(Origin value) {
    return new KeyConfiguration(type, usage, value);
  }

  Optional<String> problem() {
    if (type != Type.SYMMETRIC) {
      return Optional.of("A KMS key in an external key store is symmetric.");
    }
    if (usage != Usage.ENCRYPT_AND_DECRYPT) {
      return Optional.of("A KMS key in an external key store is for encrypt and decrypt.");
    }
    return origin == Origin.EXTERNAL_KEY_STORE
        ? Optional.empty()
        : Optional.of("Choose the key material origin External key store to go on.");
  }
}
