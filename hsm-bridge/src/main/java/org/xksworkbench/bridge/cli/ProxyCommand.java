package org.xksworkbench.bridge.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import org.xksworkbench.bridge.xks.server.XksProxy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The XKS proxy.
@Command(
    name = "proxy",
    mixinStandardHelpOptions = true,
    description = "An XKS proxy for testing, rehearsal and demonstration.",
    subcommands = {ProxyCommand.Init.class, ProxyCommand.Run.class})
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

    @Option(names = "--keys", description = "fit, all, or a pattern of labels.")
    private String keys = "fit";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      var file =
          ProxyFolder.init(dir, new ProxyFolder.Request(module, token, host, pathPrefixes, keys));
      spec.commandLine().getOut().println(file);
      return 0;
    }
  }

  /// `proxy run`
  @Command(name = "run", mixinStandardHelpOptions = true, description = "Serves until stopped.")
  static final class Run implements Callable<Integer> {

    @Option(names = "--config", required = true, description = "proxy.toml")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path config;

    @Option(
        names = "--pin-file",
        description = "File with the PIN, readable by its owner alone; - reads standard input.")
    private @Nullable Path pinFile;

    @Option(names = "--bind", description = "Address to listen on, instead of the configured one.")
    private @Nullable String bind;

    @Option(names = "--port", description = "Port to listen on; 0 picks a free one.")
    private @Nullable Integer port;

    @Option(names = "--ready-file", description = "Holds the URL as soon as it serves.")
    private @Nullable Path readyFile;

    @Option(
        names = "--with-parent",
        hidden = true,
        description = "Ends when the program that started it does.")
    private boolean withParent;

    @Option(names = "--calls", description = "Prints one line of JSON for each call.")
    private boolean calls;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      var settings = ProxyConfig.read(config);
      if (readyFile != null) {
        Files.deleteIfExists(readyFile);
      }
      var hsm = Pkcs11Hsm.open(settings.module());
      var session = TokenOptions.login(hsm, settings.tokenLabel(), pinFile);
      var builder =
          XksProxy.builder()
              .session(session)
              .tls(settings.tls())
              .healthKey(settings.healthKey())
              .bind(bind == null ? settings.bind() : bind, port == null ? settings.port() : port);
      settings.prefixes().forEach(builder::prefix);
      if (calls) {
        var out = spec.commandLine().getOut();
        builder.listener(call -> {
          synchronized (out) {
            out.println(call.toJsonLine());
            out.flush();
          }
        });
      }
      XksProxy proxy;
      try {
        proxy = builder.start();
      } catch (IllegalStateException e) {
        throw new CommandFailure(e.getMessage() + ".");
      }
      if (withParent) {
        var _ =
            ProcessHandle.current()
                .parent()
                .map(parent -> parent.onExit().thenRun(() -> System.exit(0)));
      }
      ReadyFile.write(readyFile, "https://" + settings.host() + ":" + proxy.port());
      ReadyFile.serveUntilStopped(() -> {
        proxy.close();
        session.close();
        // SoftHSM is known to crash in exit handlers unless it was finalised before.
        hsm.close();
      });
      return 0;
    }
  }
}
