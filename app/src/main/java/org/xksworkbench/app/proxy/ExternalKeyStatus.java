package org.xksworkbench.app.proxy;

import java.time.Instant;
import java.util.List;

/// What the proxy says of an external key (GetKeyMetadata of the XKS proxy API).
///
/// @param keySpec such as `AES_256`
/// @param keyUsage such as `ENCRYPT`, `DECRYPT`
/// @param keyStatus `ENABLED` or `DISABLED`
/// @param askedAt when the proxy was asked
public record ExternalKeyStatus(
    String keySpec, List<String> keyUsage, String keyStatus, Instant askedAt) {

  public ExternalKeyStatus {
    keyUsage = List.copyOf(keyUsage);
  }
}
