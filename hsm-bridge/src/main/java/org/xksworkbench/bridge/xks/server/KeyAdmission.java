package org.xksworkbench.bridge.xks.server;

import java.util.Set;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.HsmKey;

/// Which keys of the token a prefix serves. The XKS key ID is the key's label.
public sealed interface KeyAdmission {

  boolean admits(HsmKey key);

  /// Every key with a legal XKS key ID. A key that is not fit is told as it is, and AWS KMS refuses
  /// it.
  record AllSecretKeys() implements KeyAdmission {
    @Override
    public boolean admits(HsmKey key) {
      return ExternalKeyFitness.isLegalXksKeyId(key.label());
    }
  }

  /// Keys that AWS KMS would accept.
  record FitKeys() implements KeyAdmission {
    @Override
    public boolean admits(HsmKey key) {
      return ExternalKeyFitness.of(key).fit();
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
      return Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), key.label());
    }
  }
}
