package org.xksworkbench.app.overview;

import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.proxy.ProxyControl.ProxyState;

/// An XKS proxy with the key stores that call it.
///
/// @param host as the endpoint of the key stores names it
/// @param own how it is, if it is the proxy of this workstation
/// @param toToken the link from it to its token
public record ProxyGroup(
    String host, Optional<ProxyState> own, List<StoreNode> stores, LoopLink toToken) {

  /// A key store and its link to the proxy.
  ///
  /// @param keys of it; empty while they are not counted
  public record StoreNode(ExternalKeyStore store, Optional<KeyCount> keys, LoopLink toProxy) {}

  /// @param usable enabled, in a key store that is connected
  public record KeyCount(int all, int usable) {}

  public ProxyGroup {
    stores = List.copyOf(stores);
  }

  public boolean broken() {
    return toToken.state() == LoopLink.LinkState.BROKEN
        || stores.stream().anyMatch(node -> node.toProxy().state() == LoopLink.LinkState.BROKEN);
  }
}
