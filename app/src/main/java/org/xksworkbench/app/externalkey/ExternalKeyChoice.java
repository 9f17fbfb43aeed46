package org.xksworkbench.app.externalkey;

import java.util.Optional;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.FitnessFinding;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.Requirement;
import org.xksworkbench.bridge.hsm.HsmKey;

/// A key of the HSM as a candidate for the external key of a key store.
///
/// @param fitness who uses it is in it
public record ExternalKeyChoice(HsmKey key, ExternalKeyFitness fitness) {

  /// The error with which AWS KMS would refuse it; empty if it would take it.
  public Optional<KmsErrorCode> awsError() {
    return fitness.findings().stream()
        .filter(FitnessFinding::blocking)
        .map(found -> awsError(found.requirement()))
        .findFirst();
  }

  private static KmsErrorCode awsError(Requirement lacking) {
    return switch (lacking) {
      case NOT_IN_USE -> KmsErrorCode.XKS_KEY_ALREADY_IN_USE;
      // The XKS proxy does as if it were not there.
      case NOT_FOR_HEALTH_CHECK -> KmsErrorCode.XKS_KEY_NOT_FOUND;
      default -> KmsErrorCode.XKS_KEY_INVALID_CONFIGURATION;
    };
  }

  public boolean selectable() {
    return fitness.fit();
  }

  /// Why AWS KMS would refuse it, or what to mind.
  public String reason() {
    return String.join(" ", fitness.fit() ? fitness.warnings() : fitness.reasons());
  }
}
