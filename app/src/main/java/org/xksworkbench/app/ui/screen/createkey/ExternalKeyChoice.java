package org.xksworkbench.app.ui.screen.createkey;

import java.util.Optional;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.HsmKey;

/// A key of the HSM as a candidate for the external key.
///
/// @param usedBy the KMS key of this key store that it already belongs to, alias or key ID
public record ExternalKeyChoice(HsmKey key, ExternalKeyFitness fitness, Optional<String> usedBy) {

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
      return "in use by " + usedBy.get();
    }
    return fitness.fit()
        ? String.join(" ", fitness.warnings())
        : String.join(" ", fitness.reasons());
  }
}
