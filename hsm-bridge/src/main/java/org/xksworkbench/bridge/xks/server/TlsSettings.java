package org.xksworkbench.bridge.xks.server;

import java.nio.file.Path;
import java.util.Optional;

/// How the proxy speaks TLS.
///
/// @param clients which clients may connect, empty for all
public record TlsSettings(
    TlsIdentity identity, Engine engine, Optional<ClientAuthentication> clients) {

  /// Which implementation of TLS.
  public enum Engine {
    /// BoringSSL where its native library loads, else the JDK's
    AUTO,
    /// BoringSSL, by netty-tcnative
    BORINGSSL,
    JDK
  }

  /// Client certificates (specification, Authentication).
  ///
  /// @param authority PEM file of the authority that issued them
  /// @param subject common name that they must have, such as `cks.kms.us-east-1.amazonaws.com`
  public record ClientAuthentication(Path authority, String subject) {}

  public static TlsSettings of(TlsIdentity identity) {
    return new TlsSettings(identity, Engine.AUTO, Optional.empty());
  }
}
