package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.xks.config.KeptCredentialUses;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.server.CredentialUses.CredentialName;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Which configuration is changed, and which prefix of it. A running proxy follows.
final class ConfigOption {

  @Option(names = "--config", required = true, description = "proxy.toml")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path config;

  @Option(
      names = {"--path-prefix", "--prefix"},
      description = "The key store, such as /payments. Without it: all, where that makes sense.")
  private @Nullable String pathPrefix;

  ProxyFile file() {
    return new ProxyFile(config);
  }

  /// When each credential was last used, as a running proxy keeps it.
  Map<CredentialName, Instant> lastUses() {
    return KeptCredentialUses.read(config);
  }

  Optional<String> pathPrefix() {
    return Optional.ofNullable(pathPrefix);
  }

  /// The prefix that was named, or the only one there is.
  String onePrefix(ProxyFile file, CommandSpec spec) {
    if (pathPrefix != null) {
      return pathPrefix;
    }
    var prefixes = file.read().prefixes();
    if (prefixes.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "The proxy has several key stores; name one by --path-prefix.");
    }
    return prefixes.getFirst().path();
  }
}
