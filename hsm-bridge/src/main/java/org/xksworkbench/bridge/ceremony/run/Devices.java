package org.xksworkbench.bridge.ceremony.run;

import java.util.Optional;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ModuleInfo;

/// What a ceremony acts on. The caller opens and closes it.
///
/// @param session a login to the token
/// @param kms empty if the plan has no step for AWS KMS
public record Devices(ModuleInfo module, HsmSession session, Optional<CeremonyKms> kms) {

  /// Keys of SoftHSM lie in files: good for a rehearsal and for nothing else.
  boolean softToken() {
    return module.manufacturer().contains("SoftHSM") || session.token().model().contains("SoftHSM");
  }
}
