package org.xksworkbench.bridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
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
      "It does not authenticate callers and keeps everything in memory."
    })
final class LocalKmsCommand implements Callable<Integer> {

  private static final Pattern CONNECT_TO = Pattern.compile("([^:=]+):443=([^:]+):(\\d{1,5})");
  private static final Pattern DELAY = Pattern.compile("(\\d+)(ms|s)");

  @Option(names = "--port", description = "Port on 127.0.0.1; 0 picks a free one.")
  private int port;

  @Option(names = "--ready-file", description = "Holds the URL as soon as it serves.")
  private @Nullable Path readyFile;

  @Option(names = "--trust", description = "PEM file of authorities that proxies may show.")
  private @Nullable Path trust;

  @Option(
      names = "--connect-to",
      description = "HOST:443=ADDRESS:PORT: where a proxy's port 443 really is.")
  private List<String> connectTo = List.of();

  @Option(names = "--account", description = "12 digits.")
  private String account = LocalKms.ACCOUNT;

  @Option(names = "--region")
  private String region = LocalKms.REGION;

  @Option(names = "--connect-delay", description = "How long connecting takes, such as 2s.")
  private String connectDelay = "2s";

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var builder =
        LocalKms.builder()
            .port(port)
            .account(account)
            .region(region)
            .connectDelay(delay())
            .trust(trusted());
    for (var rule : connectTo) {
      var match = CONNECT_TO.matcher(rule);
      if (!match.matches()) {
        throw new ParameterException(
            spec.commandLine(), "--connect-to is HOST:443=ADDRESS:PORT, not " + rule);
      }
      builder.connectTo(
          match.group(1), new InetSocketAddress(match.group(2), Integer.parseInt(match.group(3))));
    }
    if (readyFile != null) {
      Files.deleteIfExists(readyFile);
    }
    LocalKms kms;
    try {
      kms = builder.start();
    } catch (IllegalStateException e) {
      throw new CommandFailure(e.getMessage() + ".");
    }
    var err = spec.commandLine().getErr();
    err.println("Local KMS, not AWS, at " + kms.endpoint() + ". Callers are not authenticated.");
    err.flush();
    ReadyFile.serveUntilStopped(
        () -> ReadyFile.write(readyFile, kms.endpoint().toString()), kms::close);
    return 0;
  }

  private Duration delay() {
    var match = DELAY.matcher(connectDelay);
    if (!match.matches()) {
      throw new ParameterException(
          spec.commandLine(), "--connect-delay is a number with s or ms, not " + connectDelay);
    }
    var amount = Long.parseLong(match.group(1));
    return match.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
  }

  private List<X509Certificate> trusted() {
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
}
