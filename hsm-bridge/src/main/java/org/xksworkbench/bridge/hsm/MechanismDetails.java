package org.xksworkbench.bridge.hsm;

import java.util.List;

/// What a token can do (`C_GetMechanismInfo`).
///
/// @param name such as `CKM_AES_GCM`; its number where no standard names it
/// @param minKeySize in bits or bytes, as PKCS#11 has it for the mechanism; 0 where it means
///   nothing
/// @param maxKeySize as `minKeySize`
/// @param flags names without their prefix, such as `ENCRYPT`
public record MechanismDetails(
    long code, String name, long minKeySize, long maxKeySize, List<String> flags) {

  public MechanismDetails {
    flags = List.copyOf(flags);
  }
}
