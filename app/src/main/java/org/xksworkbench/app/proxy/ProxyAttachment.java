package org.xksworkbench.app.proxy;

import java.nio.file.Path;

/// Lets the window look at an XKS proxy of this computer that somebody else runs. The proxy notices
/// nothing of it.
public interface ProxyAttachment {

  /// Attaches to a proxy in place of the present one, and remembers it. Blocks.
  ///
  /// @param place its `proxy.toml`, or its control socket for who may not read that
  /// @throws org.xksworkbench.bridge.xks.config.ProxyConfigException if it cannot be read, or
  ///   nobody answers at the socket
  /// @throws org.xksworkbench.bridge.guard.PolicyException if the policy of this machine forbids it
  void attach(Path place);

  /// Lets go of the proxy, which runs on.
  void detach();
}
