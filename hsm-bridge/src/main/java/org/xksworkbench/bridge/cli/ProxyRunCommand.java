package org.xksworkbench.bridge.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;
import org.xksworkbench.bridge.store.StoreException;
import org.xksworkbench.bridge.xks.admin.ControlRequests;
import org.xksworkbench.bridge.xks.admin.ControlSocket;
import org.xksworkbench.bridge.xks.admin.LastCalls;
import org.xksworkbench.bridge.xks.admin.ProxyStatus;
import org.xksworkbench.bridge.xks.audit.LogRotation;
import org.xksworkbench.bridge.xks.audit.OwnerOnlyLogFile;
import org.xksworkbench.bridge.xks.audit.RequestLog;
import org.xksworkbench.bridge.xks.audit.SyslogServer;
import org.xksworkbench.bridge.xks.audit.XksCallListener;
import org.xksworkbench.bridge.xks.config.ConfigurationWatch;
import org.xksworkbench.bridge.xks.config.KeptCredentialUses;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.config.RequestLogSettings;
import org.xksworkbench.bridge.xks.metrics.MetricsServer;
import org.xksworkbench.bridge.xks.metrics.ProxyMetrics;
import org.xksworkbench.bridge.xks.server.CredentialUses;
import org.xksworkbench.bridge.xks.server.XksProxy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `proxy run`
@Command(name = "run", mixinStandardHelpOptions = true, description = "Serves until stopped.")
final class ProxyRunCommand implements Callable<Integer> {

  /// Each asks for four operations over each of two protocols.
  private static final int WARM_UP_ROUNDS = 250;

  private static final Duration WARM_UP = Duration.ofSeconds(3);

  @Option(names = "--config", required = true, description = "proxy.toml")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path config;

  @Option(
      names = "--pin-file",
      description = "File with the PIN, readable by its owner alone; - reads standard input.")
  private @Nullable Path pinFile;

  @Option(
      names = "--serial",
      description = "Serial number of the token, where several have the configured label.")
  private @Nullable String serial;

  @Option(names = "--bind", description = "Address to listen on, instead of the configured one.")
  private @Nullable String bind;

  @Option(names = "--port", description = "Port to listen on; 0 picks a free one.")
  private @Nullable Integer port;

  @Option(
      names = "--ready-file",
      description =
          "Holds the URL as soon as it serves. A file that is there already is left as it is,"
              + " unless a server wrote it.")
  private @Nullable Path readyFile;

  @Option(
      names = "--with-parent",
      hidden = true,
      description = "Ends when the program that started it does.")
  private boolean withParent;

  @Option(
      names = "--no-warm-up",
      description =
          "Serves some seconds earlier, and the first calls take longer: for proxies of a moment.")
  private boolean noWarmUp;

  @Option(
      names = "--calls",
      description = "Prints the line of each request, wherever else the configuration has it.")
  private boolean calls;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  private final Replacement replacement = new Replacement(this::lastAct);
  private volatile List<RequestLog> logs = List.of();

  @Override
  public Integer call() {
    var settings = ProxyConfig.read(config);
    HsmBridge.policy(spec).requireModule(settings.module());
    ServerLifetime.claim(readyFile);
    var hangUp = HangUp.install();
    var hsm = Pkcs11Hsm.open(settings.module(), settings.pkcs11(), replacement);
    try {
      var slot = settings.token().withSerial(Optional.ofNullable(serial)).in(hsm);
      var session = TokenOptions.lastingLogin(hsm, slot, pinFile, spec.commandLine().getErr());
      var token =
          settings.probe()
              ? TokenOfProxy.probe(hsm, slot, session, settings)
              : TokenOfProxy.asSet(session, settings);
      serve(settings, hsm, token, hangUp);
      return 0;
    } catch (RuntimeException e) {
      // SoftHSM is known to crash in exit handlers unless it was finalised before.
      hsm.close();
      throw e;
    }
  }

  private void serve(ProxyConfig settings, Hsm hsm, TokenOfProxy token, HangUp hangUp) {
    var session = token.session();
    logs = requestLogs(settings);
    var metrics = new ProxyMetrics();
    var uses = new CredentialUses(InstantSource.system());
    var keptUses = KeptCredentialUses.start(config, uses);
    var recent = new LastCalls();
    var proxy = start(settings, token, List.of(metrics, recent), uses);
    metrics.watch(proxy);
    logs.stream().findFirst().ifPresent(metrics::watch);
    var metricsServer = metricsServer(settings, metrics);
    var control = controlSocket(settings, proxy, recent);
    var watch = ConfigurationWatch.start(config, settings, proxy, _ -> {});
    hangUp.then(watch::reload);
    ServerLifetime.endWithParent(withParent);
    ServerLifetime.serveUntilStopped(
        () -> {
          var url = "https://" + settings.host() + ":" + proxy.port();
          // Standard output is the request log's.
          spec.commandLine()
              .getErr()
              .println(
                  "XKS proxy, for testing, at "
                      + url
                      + ". It listens on "
                      + (bind == null ? settings.bind() : bind)
                      + ".");
          ServerLifetime.begins(readyFile, url);
          token.learnTheRest();
        },
        () -> {
          replacement.endsAnyway();
          ServerLifetime.ends(readyFile);
          watch.close();
          control.ifPresent(ControlSocket::close);
          proxy.close();
          if (metricsServer != null) {
            metricsServer.close();
          }
          keptUses.close();
          logs.forEach(RequestLog::close);
          session.close();
          // SoftHSM is known to crash in exit handlers unless it was finalised before.
          hsm.close();
        });
  }

  private void lastAct() {
    ServerLifetime.ends(readyFile);
    logs.forEach(RequestLog::close);
  }

  private XksProxy start(
      ProxyConfig settings,
      TokenOfProxy token,
      List<XksCallListener> listeners,
      CredentialUses uses) {
    var builder =
        XksProxy.builder()
            .session(token.session())
            .serve(settings.servedConfiguration())
            .healthKey(settings.healthKey())
            .plaintextLimit(settings.plaintextLimit())
            .fleetSize(settings.fleetSize())
            .connectionLimits(settings.connections())
            .limits(token.limits())
            .credentialUses(uses)
            .bind(bind == null ? settings.bind() : bind, port == null ? settings.port() : port);
    // Somebody sits in front of the window whose proxy this is, and AWS KMS does not call it.
    if (!withParent && !noWarmUp) {
      builder.warmUp(WARM_UP_ROUNDS, WARM_UP);
    }
    listeners.forEach(builder::listener);
    logs.stream().findFirst().ifPresent(builder::requestLog);
    logs.stream().skip(1).forEach(builder::listener);
    try {
      return builder.start();
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage() + ".");
    }
  }

  private Optional<ControlSocket> controlSocket(
      ProxyConfig settings, XksProxy proxy, LastCalls recent) {
    return settings
        .admin()
        .socket()
        .map(socket -> {
          var status = new ProxyStatus(proxy, logs.stream().findFirst(), Instant.now());
          var requests = new ControlRequests(new ProxyFile(config), proxy, status, recent);
          try {
            return ControlSocket.start(socket, settings.admin().group(), requests);
          } catch (IOException e) {
            throw new CommandFailure(
                "The control socket " + socket + " cannot be made: " + e.getMessage() + ".");
          }
        });
  }

  private static @Nullable MetricsServer metricsServer(ProxyConfig settings, ProxyMetrics metrics) {
    if (settings.metricsPort() == 0) {
      return null;
    }
    try {
      return MetricsServer.start(metrics, settings.metricsPort());
    } catch (IOException e) {
      throw new CommandFailure(
          "Metrics cannot be served on port "
              + settings.metricsPort()
              + ": "
              + e.getMessage()
              + ".");
    }
  }

  /// The one of the configuration first: what is printed besides is no audit trail.
  private List<RequestLog> requestLogs(ProxyConfig settings) {
    var kept = keptLog(settings.requestLog());
    var printed =
        calls || settings.requestLog() instanceof RequestLogSettings.StandardOutput
            ? Optional.of(consoleLog())
            : Optional.<RequestLog>empty();
    return Stream.of(kept, printed).flatMap(Optional::stream).toList();
  }

  /// The one that is an audit log; empty where none is kept.
  private static Optional<RequestLog> keptLog(RequestLogSettings settings) {
    return switch (settings) {
      case RequestLogSettings.StandardOutput(), RequestLogSettings.Nowhere() -> Optional.empty();
      case RequestLogSettings.ToFile(var file, var onFailure, var rotation) ->
          Optional.of(new RequestLog(openLog(file, rotation), onFailure));
      case RequestLogSettings.ToSyslog(var host, var number, var onFailure) ->
          Optional.of(new RequestLog(connect(host, number), onFailure));
    };
  }

  private static SyslogServer connect(String host, int port) {
    try {
      return SyslogServer.connect(host, port);
    } catch (IOException e) {
      throw new CommandFailure(
          "The syslog server of the request log, "
              + host
              + ":"
              + port
              + ", cannot be reached: "
              + e.getMessage()
              + ".");
    }
  }

  private static RequestLog consoleLog() {
    return new RequestLog(new FileOutputStream(FileDescriptor.out));
  }

  private static OwnerOnlyLogFile openLog(Path file, LogRotation rotation) {
    try {
      return OwnerOnlyLogFile.open(file, rotation);
    } catch (StoreException e) {
      throw new CommandFailure("The request log " + e.clause() + ". " + e.reason().remedy());
    }
  }
}
