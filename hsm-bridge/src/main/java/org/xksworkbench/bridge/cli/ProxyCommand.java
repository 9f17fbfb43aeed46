package org.xksworkbench.bridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The XKS proxy.
@Command(
    name = "proxy",
    mixinStandardHelpOptions = true,
    description = "An XKS proxy for testing, rehearsal and demonstration.",
    subcommands = {
      ProxyCommand.Init.class,
      ProxyRunCommand.class,
      ProxyCertificateCommand.class,
      ProxyCredentialsCommand.class,
      ProxyBlockCommands.ProxyKeysCommand.class,
      ProxyBlockCommands.Block.class,
      ProxyBlockCommands.Unblock.class,
      ProxyPolicyCommand.class,
      ProxyStatusCommand.class
    })
final class ProxyCommand {

  /// `proxy init`
  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      description = "Makes a folder with configuration, certificate and credentials.")
  static final class Init implements Callable<Integer> {

    @Option(names = "--dir", required = true, description = "The new folder.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path dir;

    @Option(names = "--module", required = true, description = "Path of the PKCS#11 library.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path module;

    @Option(
        names = "--initialization",
        description =
            "What the library is told when it starts, if it wants anything; goes into [hsm].")
    private String initialization = "";

    @Option(names = "--token", required = true, description = "Label of the token.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String token;

    @Option(names = "--host", required = true, description = "Host name for the certificate.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String host;

    @Option(
        names = "--path-prefix",
        required = true,
        description = "Such as /payments; once for each key store.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<String> pathPrefixes;

    @Option(
        names = "--keys",
        description =
            "fit (default: every AES-256 key), all (every secret key), or a pattern of labels.")
    private String keys = "fit";

    @Option(
        names = "--port",
        paramLabel = "N",
        description = "Port to listen on, 8443 if not given; 0 picks a free one at each start.")
    private int port = 8443;

    @Option(names = "--json", description = "Prints one object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      var request =
          new ProxyFolder.Request(
              module.toAbsolutePath(), token, host, pathPrefixes, keys, port, initialization);
      var file = ProxyFolder.init(dir, request);
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(
            new ObjectMapper()
                .createObjectNode()
                .put("config", file.toString())
                .put("ca", dir.resolve(ProxyFolder.CA).toString()));
      } else {
        out.println(file);
      }
      return 0;
    }
  }
}
