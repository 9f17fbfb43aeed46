package org.xksworkbench.bridge.xks.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.config.RecentUse;
import org.xksworkbench.bridge.xks.server.CredentialUses.CredentialName;

/// By `proxy.toml`, which a running proxy follows.
public final class AdministrationByFile implements ProxyAdministration {

  private final ProxyFile file;
  private final Supplier<Map<CredentialName, Instant>> uses;

  /// @param uses when credentials were last used
  public AdministrationByFile(ProxyFile file, Supplier<Map<CredentialName, Instant>> uses) {
    this.file = file;
    this.uses = uses;
  }

  @Override
  public List<ListedCredential> credentials() {
    var known = uses.get();
    var listed = new ArrayList<ListedCredential>();
    for (var prefix : file.read().prefixes()) {
      for (var credential : prefix.credentials()) {
        var name = new CredentialName(prefix.path(), credential.accessKeyId());
        listed.add(
            new ListedCredential(
                name.path(), name.accessKeyId(), Optional.ofNullable(known.get(name))));
      }
    }
    return listed;
  }

  @Override
  public ProxyFile.Added addCredential(Optional<String> path) {
    return file.addCredential(path.orElseGet(this::onlyPrefix));
  }

  private String onlyPrefix() {
    var prefixes = file.read().prefixes();
    if (prefixes.size() > 1) {
      throw new ProxyConfigException(
          "The proxy has several key stores; name one by --path-prefix", null);
    }
    return prefixes.getFirst().path();
  }

  @Override
  public void removeCredential(Optional<String> path, String accessKeyId, boolean inUse) {
    if (!inUse) {
      RecentUse.objection(uses.get(), path, accessKeyId, Instant.now())
          .ifPresent(why -> {
            throw new ProxyConfigException(why + ", or remove it all the same by --in-use", null);
          });
    }
    file.removeCredential(path, accessKeyId);
  }

  @Override
  public void block(Optional<String> path, boolean blocked) {
    file.block(path, blocked);
  }

  @Override
  public void blockKey(Optional<String> path, String xksKeyId, boolean blocked) {
    file.blockKey(path, xksKeyId, blocked);
  }
}
