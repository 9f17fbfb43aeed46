package org.xksworkbench.bridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.localkms.LocalKms;
import org.xksworkbench.bridge.localkms.files.LocalKmsException;
import org.xksworkbench.bridge.localkms.files.SeedFile;
import org.xksworkbench.bridge.testing.KeyStoreForTests;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The stand-in for AWS KMS.
@Command(
    name = "local-kms",
    mixinStandardHelpOptions = true,
    description = {
      "A stand-in for AWS KMS on loopback that really calls an XKS proxy.",
      "It does not authenticate callers: every program on this machine may use it.",
      "See docs/local-kms.md."
    })
final class LocalKmsCommand implements Callable<Integer> {

  private static final Pattern CONNECT_TO =
      Pattern.compile("([A-Za-z0-9.-]+):443=(127(?:\\.\\d{1,3}){3}|localhost|\\[::1]):(\\d{1,5})");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final int HIGHEST_PORT = 65_535;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Loopback address to listen on; any other is refused. Default: 127.0.0.1.")
  private String bind = "127.0.0.1";

  @Option(names = "--port", paramLabel = "N", description = "0 picks a free one, the default.")
  private int port;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description =
          "Holds the URL as soon as it serves. A file that is there already is left as it is,"
              + " unless a server wrote it.")
  private @Nullable Path readyFile;

  @Option(
      names = "--seed",
      paramLabel = "FILE",
      description = "TOML file of key stores, keys, IAM users and roles to start with.")
  private @Nullable Path seed;

  @Option(
      names = "--with-key-store",
      description = {
        "Starts with an external key store that is connected, and the KMS key "
            + KeyStoreForTests.ALIAS
            + " in it. Its proxy has the external key in memory: for tests of programs."
      })
  private boolean withKeyStore;

  @Option(
      names = "--trust",
      paramLabel = "CA.pem",
      description = "PEM file of authorities whose certificates proxies may show.")
  private @Nullable Path trust;

  @Option(
      names = "--connect-to",
      paramLabel = "HOST:443=127.0.0.1:PORT",
      description = "Where port 443 of a proxy's host really is. May be repeated.")
  private List<String> connectTo = List.of();

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "12 digits. Default: " + LocalKms.ACCOUNT + ".")
  private String account = LocalKms.ACCOUNT;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description =
          "Serves this Region alone; may be repeated, the first is the default. Without it every"
              + " Region is served, by what requests are signed for.")
  private List<String> regions = List.of();

  @Option(
      names = "--connect-delay",
      paramLabel = "TIME",
      description =
          "How long connecting and disconnecting take, such as 500ms or 5m. Default: 2s,"
              + " none with --with-key-store.")
  private @Nullable String connectDelay;

  @Option(
      names = "--proxy-timeout",
      paramLabel = "TIME",
      description =
          "How long a proxy may take to answer; one more try follows. Default: 250ms, 10s with"
              + " --with-key-store.")
  private @Nullable String proxyTimeout;

  @Option(
      names = "--quotas",
      paramLabel = "aws",
      description =
          "Throttles requests at AWS's default request quotas. Without it nothing is throttled.")
  private @Nullable String quotas;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description = "TOML file of faults that happen on purpose; read again when it changes.")
  private @Nullable Path faults;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "Keeps the state, key material included. Without it all is lost at the end.")
  private @Nullable Path state;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (withKeyStore && (seed != null || state != null || trust != null || !connectTo.isEmpty())) {
      throw wrong(
          "--with-key-store brings a key store and a proxy of its own, and goes without --seed,"
              + " --state, --trust and --connect-to");
    }
    ServerLifetime.claim(readyFile);
    try {
      if (withKeyStore) {
        var keyStore = KeyStoreForTests.start(this::set);
        serve(keyStore.endpoint(), keyStore::close);
      } else {
        var builder = LocalKms.builder();
        set(builder);
        var kms = builder.start();
        serve(kms.endpoint(), kms::close);
      }
    } catch (LocalKmsException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
    return 0;
  }

  private void serve(URI endpoint, Runnable close) {
    var err = spec.commandLine().getErr();
    err.println("Local KMS, not AWS, at " + endpoint + ". Callers are not authenticated.");
    err.flush();
    ServerLifetime.endWithParent(false);
    ServerLifetime.serveUntilStopped(
        () -> ServerLifetime.begins(readyFile, endpoint.toString()),
        () -> {
          ServerLifetime.ends(readyFile);
          close.run();
        });
  }

  private void set(LocalKms.Builder builder) {
    if (port < 0 || port > HIGHEST_PORT) {
      throw wrong("--port is 0 to " + HIGHEST_PORT + ", not " + port);
    }
    try {
      builder.bind(literal(bind)).port(port).account(account).trust(trustAnchors());
      regions.forEach(builder::region);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    if (connectDelay != null) {
      builder.connectDelay(duration("--connect-delay", connectDelay));
    }
    if (proxyTimeout != null) {
      builder.proxyTimeout(duration("--proxy-timeout", proxyTimeout));
    }
    for (var rule : connectTo) {
      var match = CONNECT_TO.matcher(rule);
      if (!match.matches() || Integer.parseInt(match.group(3)) > HIGHEST_PORT) {
        throw wrong("--connect-to is HOST:443=127.0.0.1:PORT, not " + rule);
      }
      builder.connectTo(
          match.group(1), new InetSocketAddress(match.group(2), Integer.parseInt(match.group(3))));
    }
    if (quotas != null) {
      if (!quotas.equals("aws")) {
        throw wrong("--quotas is aws, not " + quotas);
      }
      builder.quotasOfAws();
    }
    if (seed != null) {
      builder.seed(SeedFile.read(seed));
    }
    if (faults != null) {
      builder.faultsFile(faults);
    }
    if (state != null) {
      builder.stateFile(state);
    }
  }

  /// A name could be resolved to anything.
  private InetAddress literal(String address) {
    try {
      return address.equals("localhost")
          ? InetAddress.getLoopbackAddress()
          : InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw wrong("--bind is an address such as 127.0.0.1, not " + address);
    }
  }

  private Duration duration(String option, String text) {
    var match = DURATION.matcher(text);
    if (!match.matches()) {
      throw wrong(option + " is a number with ms, s or m, not " + text);
    }
    var amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private List<X509Certificate> trustAnchors() {
    if (trust == null) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(trust)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (IOException | CertificateException e) {
      throw new CommandFailure("The certificates in " + trust + " cannot be read.");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message + ".");
  }
}
