package org.xksworkbench.bridge.cli;

import java.util.concurrent.Callable;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Blocks of keys and of whole key stores.
final class ProxyBlockCommands {

  private ProxyBlockCommands() {}

  /// `proxy block`
  @Command(
      name = "block",
      mixinStandardHelpOptions = true,
      description =
          "Blocks a key store, all of them without --path-prefix; a running proxy follows.")
  static final class Block implements Callable<Integer> {

    @Mixin private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
      config.administration().block(config.pathPrefix(), true);
      return 0;
    }
  }

  /// `proxy unblock`
  @Command(
      name = "unblock",
      mixinStandardHelpOptions = true,
      description = "Takes the block of a key store back, of all without --path-prefix.")
  static final class Unblock implements Callable<Integer> {

    @Mixin private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
      config.administration().block(config.pathPrefix(), false);
      return 0;
    }
  }

  /// `proxy keys`
  @Command(
      name = "keys",
      mixinStandardHelpOptions = true,
      description = "Blocks and unblocks single keys; a running proxy follows.",
      subcommands = {BlockKey.class, UnblockKey.class})
  static final class ProxyKeysCommand {}

  /// `proxy keys block`
  @Command(
      name = "block",
      mixinStandardHelpOptions = true,
      description = "Blocks a key, in all key stores without --path-prefix.")
  static final class BlockKey implements Callable<Integer> {

    @Mixin private final ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "ID", description = "The XKS key ID.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String id;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      config.administration().blockKey(config.pathPrefix(), legal(id, spec), true);
      return 0;
    }
  }

  /// `proxy keys unblock`
  @Command(
      name = "unblock",
      mixinStandardHelpOptions = true,
      description = "Takes the block of a key back, in all key stores without --path-prefix.")
  static final class UnblockKey implements Callable<Integer> {

    @Mixin private final ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "ID", description = "The XKS key ID.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String id;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      config.administration().blockKey(config.pathPrefix(), legal(id, spec), false);
      return 0;
    }
  }

  private static String legal(String id, CommandSpec spec) {
    if (!ExternalKeyFitness.isLegalXksKeyId(id)) {
      throw new ParameterException(
          spec.commandLine(),
          "An XKS key ID has 1 to 128 letters, digits, dots, hyphens and underscores.");
    }
    return id;
  }
}
