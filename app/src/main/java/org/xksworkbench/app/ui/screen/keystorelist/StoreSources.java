package org.xksworkbench.app.ui.screen.keystorelist;

import java.util.Optional;
import org.xksworkbench.app.activity.ConnectionHistory;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KeyNames;
import org.xksworkbench.app.kms.KeyStoreMetrics;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.proxy.OwnProxy;

/// Where what is shown of the key stores comes from.
///
/// @param proxy ours, which counts the requests of its key stores
/// @param metrics of CloudWatch; empty for the local KMS, which publishes none
/// @param history of the states that this workstation saw
public record StoreSources(
    KeyManagement kms,
    KeyCensus census,
    OwnProxy proxy,
    Optional<KeyStoreMetrics> metrics,
    ConnectionHistory history) {

  /// What the KMS keys are called. Whoever may not list aliases has the key IDs.
  ///
  /// @throws KmsException if the aliases cannot be listed for another reason
  KeyNames names() {
    try {
      return KeyNames.of(kms.aliases());
    } catch (KmsException e) {
      if (e.is(KmsErrorCode.ACCESS_DENIED)) {
        return KeyNames.NONE;
      }
      throw e;
    }
  }
}
