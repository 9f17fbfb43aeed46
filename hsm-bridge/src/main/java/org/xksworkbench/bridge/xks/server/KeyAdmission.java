package org.xksworkbench.bridge.xks.server;

import java.util.Set;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.xks.policy.Wildcard;

/// Which keys of the token a prefix shows. What an XKS key ID names is a matter of [KeyIdRule].
///
/// A key that is shown tells in its metadata what it is. Encrypt and Decrypt use AES-256 keys
/// alone, and those only as they may be used.
public sealed interface KeyAdmission {

  boolean admits(HsmKey key);

  /// As `keys` of a prefix says it in words: `fit`, `all`, or a form of labels.
  static KeyAdmission of(String words) {
    return switch (words) {
      case "fit" -> new FitKeys();
      case "all" -> new AllSecretKeys();
      default -> new LabelPattern(words);
    };
  }

  /// Every secret key. AWS KMS sees what the others are, and refuses them.
  record AllSecretKeys() implements KeyAdmission {
    @Override
    public boolean admits(HsmKey key) {
      return true;
    }
  }

  /// AES-256 keys, whatever they may be used for: version 1 of the specification has no other keys
  /// (API operations), and a key that may not encrypt or decrypt is InvalidKeyUsageException there,
  /// not KeyNotFoundException (Error codes).
  record FitKeys() implements KeyAdmission {

    private static final int BITS = 256;

    @Override
    public boolean admits(HsmKey key) {
      return key.keyType().equals("AES") && key.sizeBits() == BITS;
    }
  }

  /// Keys with one of these labels.
  record AdmittedLabels(Set<String> labels) implements KeyAdmission {
    public AdmittedLabels {
      labels = Set.copyOf(labels);
    }

    @Override
    public boolean admits(HsmKey key) {
      return labels.contains(key.label());
    }
  }

  /// Keys whose label has this form; an asterisk stands for any characters.
  record LabelPattern(String pattern) implements KeyAdmission {
    @Override
    public boolean admits(HsmKey key) {
      return new Wildcard(pattern).matches(key.label());
    }
  }
}
