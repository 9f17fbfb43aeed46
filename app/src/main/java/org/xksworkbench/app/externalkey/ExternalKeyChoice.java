package org.xksworkbench.app.externalkey;

import java.util.Optional;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.HsmKey;

/// A key of the HSM as a candidate for the external key.
///
/// @param usedBy the KMS key of this key store that it already belongs to, alias or key ID
public record ExternalKeyChoice(HsmKey key, ExternalKeyFitness fitness, Optional<String> usedBy) {

  private static final Words WORDS = Words.of(ExternalKeyChoice.class);

  /// The error with which AWS KMS would refuse it.
  public KmsErrorCode awsError() {
    return usedBy.isPresent()
        ? KmsErrorCode.XKS_KEY_ALREADY_IN_USE
        : KmsErrorCode.XKS_KEY_INVALID_CONFIGURATION;
  }

  public boolean selectable() {
    return fitness.fit() && usedBy.isEmpty();
  }

  /// Why AWS KMS would refuse it, or what to mind.
  public String reason() {
    if (usedBy.isPresent()) {
      return WORDS.text("choice.in-use", usedBy.get());
    }
    return fitness.fit()
        ? String.join(" ", fitness.warnings())
        : String.join(" ", fitness.reasons());
  }
}
