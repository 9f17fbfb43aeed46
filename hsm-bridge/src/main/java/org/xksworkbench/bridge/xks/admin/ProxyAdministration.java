package org.xksworkbench.bridge.xks.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xksworkbench.bridge.xks.config.ProxyFile;

/// What an administrator changes of a proxy. All methods throw [ProxyConfigException] if they
/// cannot do it; then nothing changed.
public sealed interface ProxyAdministration permits AdministrationByFile, AdministrationBySocket {

  /// A credential without its secret.
  ///
  /// @param lastUsed when it last signed a request to this proxy; empty if none was seen
  record ListedCredential(String path, String accessKeyId, Optional<Instant> lastUsed) {}

  List<ListedCredential> credentials();

  /// Adds a fresh credential.
  ///
  /// @param path the prefix; may be empty where there is one alone
  ProxyFile.Added addCredential(Optional<String> path);

  /// @param path the prefix, empty for all
  /// @param inUse whether it is removed although it was used a moment ago
  void removeCredential(Optional<String> path, String accessKeyId, boolean inUse);

  /// @param path the prefix, empty for all
  void block(Optional<String> path, boolean blocked);

  /// @param path the prefix, empty for all
  void blockKey(Optional<String> path, String xksKeyId, boolean blocked);
}
