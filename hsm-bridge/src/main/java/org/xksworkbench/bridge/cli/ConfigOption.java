package org.xksworkbench.bridge.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.xks.admin.AdministrationByFile;
import org.xksworkbench.bridge.xks.admin.AdministrationBySocket;
import org.xksworkbench.bridge.xks.admin.ControlClient;
import org.xksworkbench.bridge.xks.admin.ProxyAdministration;
import org.xksworkbench.bridge.xks.config.KeptCredentialUses;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Which proxy is changed, by its file or, where it is another user's, by its control socket; and
/// which prefix of it. A running proxy follows.
final class ConfigOption {

  /// One of the two.
  static final class WhichProxy {

    @Option(names = "--config", required = true, description = "proxy.toml")
    private @Nullable Path config;

    @Option(
        names = "--socket",
        required = true,
        description = "The control socket of a running proxy, which may be another user's.")
    private @Nullable Path socket;
  }

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private WhichProxy which;

  @Option(
      names = {"--path-prefix", "--prefix"},
      description = "The key store, such as /payments. Without it: all, where that makes sense.")
  private @Nullable String pathPrefix;

  ProxyAdministration administration() {
    var config = which.config;
    if (config == null) {
      return new AdministrationBySocket(new ControlClient(socket()));
    }
    return new AdministrationByFile(new ProxyFile(config), () -> KeptCredentialUses.read(config));
  }

  Path socket() {
    if (which.socket == null) {
      throw new IllegalStateException("picocli sees to it that one of the two is given");
    }
    return which.socket;
  }

  Optional<String> pathPrefix() {
    return Optional.ofNullable(pathPrefix);
  }

  /// The prefix that was named, or the only one there is; a proxy at its socket knows by itself.
  Optional<String> onePrefix(CommandSpec spec) {
    var config = which.config;
    if (pathPrefix != null || config == null) {
      return pathPrefix();
    }
    var prefixes = new ProxyFile(config).read().prefixes();
    if (prefixes.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "The proxy has several key stores; name one by --path-prefix.");
    }
    return Optional.of(prefixes.getFirst().path());
  }
}
