package org.xksworkbench.app.ui.screen.createkey;

import java.util.Optional;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.HsmKey;

/// A key of the HSM as a candidate for the external key.
///
/// @param usedBy the KMS key of this key store that it already belongs to, alias or key ID
public record ExternalKeyChoice(HsmKey key, ExternalKeyFitness fitness, Optional<String> usedBy) {

  public boolean selectable() {
    return fitness.fit() && usedBy.isEmpty();
  }

  /// Why it cannot be chosen, and the AWS error that it would have been.
  public String reason() {
    if (usedBy.isPresent()) {
      return "in use by " + usedBy.get() + " (XksKeyAlreadyInUseException)";
    }
    return fitness.fit()
        ? String.join(" ", fitness.warnings())
        : String.join(" ", fitness.reasons()) + " (XksKeyInvalidConfigurationException)";
  }
}
