package org.xksworkbench.app.overview;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.proxy.ProxyControl.ProxyState;
import org.xksworkbench.bridge.hsm.Token;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// What was seen of the loop at one moment.
///
/// @param region of the key stores
/// @param calls of the last hour by the ID of the key store, of those that our proxy serves
/// @param proxy ours; empty if this workstation has none
/// @param health what our proxy said of its HSM; empty if it was not asked or did not answer
/// @param token that the window works with
/// @param unfinished creations that did not come to their end
public record LoopReading(
    Instant at,
    String region,
    List<ExternalKeyStore> stores,
    Map<String, List<XksCall>> calls,
    Optional<ProxyState> proxy,
    Optional<SeenHealth> health,
    Optional<Token> token,
    int unfinished) {

  /// @param problem why it was not told; empty if it was
  public record SeenHealth(boolean available, long millis, String problem) {}

  public LoopReading {
    stores = List.copyOf(stores);
    calls = Map.copyOf(calls);
  }
}
