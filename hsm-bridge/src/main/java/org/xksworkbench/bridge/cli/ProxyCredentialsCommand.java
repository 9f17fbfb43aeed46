package org.xksworkbench.bridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.xks.config.RecentUse;
import org.xksworkbench.bridge.xks.server.CredentialUses.CredentialName;
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
      var file = config.file();
      var path = config.onePrefix(file, spec);
      var added = file.addCredential(path);
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(
            new ObjectMapper()
                .createObjectNode()
                .put("pathPrefix", path)
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
      description =
          "Removes a credential that is not in use; the last one of a key store stays.")
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
      var file = config.file();
      if (!inUse) {
        RecentUse.objection(config.lastUses(), config.pathPrefix(), id, Instant.now())
            .ifPresent(why -> {
              throw new CommandFailure(why + ", or remove it all the same by --in-use.");
            });
      }
      file.removeCredential(config.pathPrefix(), id);
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
      var uses = config.lastUses();
      config.file().read().prefixes().stream()
          .filter(prefix -> config.pathPrefix().map(prefix.path()::equals).orElse(true))
          .forEach(prefix ->
              prefix
                  .credentials()
                  .forEach(credential -> {
                    var name = new CredentialName(prefix.path(), credential.accessKeyId());
                    var last = uses.get(name);
                    array
                        .addObject()
                        .put("pathPrefix", name.path())
                        .put("accessKeyId", name.accessKeyId())
                        .put("lastUsed", last == null ? null : last.toString());
                    if (!json) {
                      out.printf(
                          "%s\t%s\t%s%n",
                          name.path(), name.accessKeyId(), last == null ? "not seen" : last);
                    }
                  }));
      if (json) {
        out.println(array);
      }
      return 0;
    }
  }
}
