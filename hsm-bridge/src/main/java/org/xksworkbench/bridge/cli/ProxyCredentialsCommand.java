package org.xksworkbench.bridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Credentials of a proxy, for their rotation (specification, SigV4 credentials rotation). Secrets
/// are never printed: a new one is in the configuration and in the file for the AWS console.
@Command(
    name = "credentials",
    mixinStandardHelpOptions = true,
    description = "Adds, removes and lists credentials; a running proxy follows.",
    subcommands = {
      ProxyCredentialsCommand.Add.class,
      ProxyCredentialsCommand.Remove.class,
      ProxyCredentialsCommand.ListThem.class
    })
final class ProxyCredentialsCommand {

  /// `proxy credentials add`
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds a fresh credential and writes the file for the AWS console with it.")
  static final class Add implements Callable<Integer> {

    @Mixin private final ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Prints one object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      var path = config.onePrefix(spec);
      var added = config.administration().addCredential(path);
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(
            new ObjectMapper()
                .createObjectNode()
                .put("pathPrefix", path.orElse(null))
                .put("accessKeyId", added.accessKeyId())
                .put("consoleFile", added.consoleFile().toString()));
      } else {
        out.println(added.accessKeyId() + "\t" + added.consoleFile());
      }
      return 0;
    }
  }

  /// `proxy credentials remove`
  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a credential that is not in use; the last one of a key store stays.")
  static final class Remove implements Callable<Integer> {

    @Mixin private final ConfigOption config = new ConfigOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "ACCESS-KEY-ID")
    private @Nullable String accessKeyId;

    @Option(names = "--access-key-id", description = "The same, as an option.")
    private @Nullable String option;

    @Option(
        names = "--in-use",
        description = "Removes it although it was used within the last ten minutes.")
    private boolean inUse;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      var id = accessKeyId == null ? option : accessKeyId;
      if (id == null) {
        throw new ParameterException(spec.commandLine(), "Name the access key ID to remove.");
      }
      config.administration().removeCredential(config.pathPrefix(), id, inUse);
      return 0;
    }
  }

  /// `proxy credentials list`
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description =
          "Lists access key IDs, without secrets, and when each last signed a request to this"
              + " proxy.")
  static final class ListThem implements Callable<Integer> {

    @Mixin private final ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Prints one array, one object a credential.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      var out = spec.commandLine().getOut();
      var array = new ObjectMapper().createArrayNode();
      for (var credential : config.administration().credentials()) {
        if (config.pathPrefix().filter(path -> !path.equals(credential.path())).isPresent()) {
          continue;
        }
        var last = credential.lastUsed().map(Instant::toString);
        array
            .addObject()
            .put("pathPrefix", credential.path())
            .put("accessKeyId", credential.accessKeyId())
            .put("lastUsed", last.orElse(null));
        if (!json) {
          out.printf(
              "%s\t%s\t%s%n", credential.path(), credential.accessKeyId(), last.orElse("not seen"));
        }
      }
      if (json) {
        out.println(array);
      }
      return 0;
    }
  }
}
