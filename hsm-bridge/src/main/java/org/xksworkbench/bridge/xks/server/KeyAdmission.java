package org.xksworkbench.bridge.xks.server;

import java.util.Set;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.xks.policy.Wildcard;

/// Which keys of the token a prefix serves. What an XKS key ID names is a matter of [KeyIdRule].
public sealed interface KeyAdmission {

  boolean admits(HsmKey key);

  /// Every secret key. A key that is not fit is told as it is, and AWS KMS refuses it.
  record AllSecretKeys() implements KeyAdmission {
    @Override
    public boolean admits(HsmKey key) {
      return true;
    }
  }

  /// Keys that AWS KMS would accept: AES-256, encrypt and decrypt (specification, GetKeyMetadata,
  /// KMS considerations).
  record FitKeys() implements KeyAdmission {

    private static final int BITS = 256;

    @Override
    public boolean admits(HsmKey key) {
      return key.keyType().equals("AES")
          && key.sizeBits() == BITS
          && key.may(KeyUsage.ENCRYPT)
          && key.may(KeyUsage.DECRYPT);
    }
  }

  /// Keys with one of these labels.
  record Labels(Set<String> labels) implements KeyAdmission {
    public Labels {
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
