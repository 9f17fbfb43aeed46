package org.xksworkbench.bridge.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.check.CheckReport;
import org.xksworkbench.bridge.check.CheckTarget;
import org.xksworkbench.bridge.check.ConformanceLab;
import org.xksworkbench.bridge.check.RuleResult;
import org.xksworkbench.bridge.check.RuleVerdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The conformance lab.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Tells whether an XKS proxy that you own is ready for AWS KMS.",
      "Exit code 0: every rule that the specification demands is kept; 1: one is not; 3: none is"
          + " broken, but not all were tried."
    })
final class CheckCommand implements Callable<Integer> {

  @Option(names = "--url", required = true, description = "Such as https://xks.example.com")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private URI url;

  @Option(
      names = "--conf",
      required = true,
      description = "The configuration file that the AWS console takes: URI path and credential.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path conf;

  @Option(names = "--ca", description = "PEM file of the authority that issued its certificate.")
  private @Nullable Path ca;

  @Option(names = "--key", description = "An external key to encrypt and decrypt with.")
  private @Nullable String key;

  @Option(
      names = "--rate",
      description = "Requests a second to hold; 1800 is the default quota of AWS KMS.")
  private int rate;

  @Option(names = "--seconds", description = "How long the rate is held, at most 60.")
  private int seconds = 10;

  @Option(
      names = "--connect-to",
      paramLabel = "HOST:PORT",
      description = "Where the proxy is really reached, if its name does not resolve.")
  private @Nullable String connectTo;

  @Option(names = "--json", description = "Prints the report as JSON, and nothing else.")
  private boolean json;

  @Option(names = "--junit", description = "Writes the report as JUnit XML, for pipelines.")
  private @Nullable Path junit;

  @Option(names = "--pdf", description = "Writes the report as PDF.")
  private @Nullable Path pdf;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (rate < 0 || seconds < 1 || seconds > 60) {
      throw new ParameterException(
          spec.commandLine(), "--rate must not be negative, and --seconds 1 to 60.");
    }
    var out = spec.commandLine().getOut();
    var target =
        CheckTarget.read(url, conf, Optional.ofNullable(ca), address(), Optional.ofNullable(key));
    var report =
        ConformanceLab.run(
            target,
            new ConformanceLab.Options(
                rate, Duration.ofSeconds(seconds), ConformanceLab.Options.AWS_KMS_DEADLINE),
            verdict -> {
              if (!json) {
                out.println(line(verdict));
                out.flush();
              }
            });
    write(report);
    if (json) {
      out.print(report.toJson());
    } else {
      report.latency().ifPresent(one -> out.println("Health checks: " + one.words()));
      report
          .load()
          .ifPresent(one ->
              out.printf(
                  "At %d a second: %.0f answered, %d failed, %s%n",
                  one.wanted(), one.perSecond(), one.failed(), one.latency().words()));
      out.println(report.summary());
    }
    return status(report).code();
  }

  private static ExitStatus status(CheckReport report) {
    if (report.ready()) {
      return ExitStatus.DONE;
    }
    return report.failures().isEmpty() ? ExitStatus.NOT_ESTABLISHED : ExitStatus.FAILED;
  }

  private void write(CheckReport report) throws IOException {
    if (junit != null) {
      report.writeJunit(junit);
    }
    if (pdf != null) {
      report.writePdf(pdf);
    }
  }

  private Optional<InetSocketAddress> address() {
    if (connectTo == null) {
      return Optional.empty();
    }
    var colon = connectTo.lastIndexOf(':');
    try {
      return Optional.of(
          new InetSocketAddress(
              connectTo.substring(0, colon), Integer.parseInt(connectTo.substring(colon + 1))));
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      throw new ParameterException(
          spec.commandLine(), "--connect-to needs HOST:PORT, such as 127.0.0.1:8443.");
    }
  }

  private static String line(RuleVerdict verdict) {
    var word =
        switch (verdict.result()) {
          case RuleResult.Pass _ -> "pass     ";
          case RuleResult.Fail _ -> "FAIL     ";
          case RuleResult.NotTried _ -> "not tried";
        };
    var seen = verdict.result().words();
    return "%s  %-26s %s%s"
        .formatted(
            word,
            verdict.rule().id(),
            verdict.rule().text(),
            seen.isEmpty() ? "" : "\n             " + seen);
  }
}
