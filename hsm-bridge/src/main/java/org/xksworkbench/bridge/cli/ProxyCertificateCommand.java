package org.xksworkbench.bridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.hsm.ForeignText;
import org.xksworkbench.bridge.xks.certificate.AcceptedAuthorities;
import org.xksworkbench.bridge.xks.certificate.AwsAuthorities;
import org.xksworkbench.bridge.xks.certificate.CertificateCheck;
import org.xksworkbench.bridge.xks.certificate.CertificateFolder;
import org.xksworkbench.bridge.xks.certificate.CertificateKeyType;
import org.xksworkbench.bridge.xks.certificate.CertificateReport;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.server.TlsIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `proxy certificate`
@Command(
    name = "certificate",
    mixinStandardHelpOptions = true,
    description = "Requests, installs and checks the certificate of a proxy.",
    subcommands = {
      ProxyCertificateCommand.RequestOne.class,
      ProxyCertificateCommand.Install.class,
      ProxyCertificateCommand.CheckInstalled.class
    })
final class ProxyCertificateCommand {

  private static final InstantSource CLOCK = InstantSource.system();

  /// Which proxy, and whose certificates its callers accept.
  static final class HeldAgainst {

    @Option(names = "--config", required = true, description = "proxy.toml")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path config;

    @Option(
        names = "--authorities",
        paramLabel = "FILE",
        description =
            "AWS's list, the file TrustedCertificateAuthorities beside the specification, where it"
                + " is newer than the one in this program.")
    private @Nullable Path authorities;

    @Option(
        names = "--private-authority",
        paramLabel = "FILE",
        description =
            "Root certificates of your own (PEM), for the local KMS and for tests. AWS KMS accepts"
                + " none of them.")
    private @Nullable Path own;

    @Option(
        names = "--days",
        paramLabel = "N",
        description = "Calls a certificate broken that expires in fewer days.")
    private int days;

    @Option(names = "--json", description = "Prints one object.")
    private boolean json;

    private CertificateCheck check(CommandSpec spec) {
      if (authorities != null && own != null) {
        throw new ParameterException(
            spec.commandLine(), "--authorities and --private-authority exclude each other.");
      }
      return new CertificateCheck(acceptedAuthorities(), CLOCK);
    }

    private AcceptedAuthorities acceptedAuthorities() {
      if (own != null) {
        return new AcceptedAuthorities.OfSite(readable(List.of(own)));
      }
      return authorities == null
          ? AwsAuthorities.ofThisProgram()
          : AwsAuthorities.read(authorities);
    }

    private static List<X509Certificate> readable(List<Path> files) {
      try {
        return CertificateFolder.read(files);
      } catch (IllegalArgumentException e) {
        throw new CommandFailure(e.getMessage() + ".");
      }
    }

    private CertificateReport report(TlsIdentity identity, ProxyFile file, CommandSpec spec) {
      try {
        return check(spec).of(identity, file.read().host(), days);
      } catch (IllegalArgumentException e) {
        throw new CommandFailure(e.getMessage() + ".");
      }
    }

    private void print(CertificateReport report, ObjectNode more, CommandSpec spec) {
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(json(report, more));
        return;
      }
      for (var finding : report.findings()) {
        out.printf(
            "%s\t%s\t%s%n",
            finding.rule().name().toLowerCase(Locale.ROOT),
            finding.verdict().words(),
            ForeignText.printable(finding.words()));
      }
    }

    private static ObjectNode json(CertificateReport report, ObjectNode node) {
      node.put("subject", report.subject())
          .put("issuer", report.issuer())
          .put("expires", report.expires().toString())
          .put("days", report.days());
      var findings = node.putArray("findings");
      for (var finding : report.findings()) {
        findings
            .addObject()
            .put("rule", finding.rule().name().toLowerCase(Locale.ROOT))
            .put("verdict", finding.verdict().words())
            .put("words", finding.words());
      }
      return node;
    }
  }

  /// `proxy certificate request`
  @Command(
      name = "request",
      mixinStandardHelpOptions = true,
      description =
          "Makes a key and a request for the host of proxy.toml, to be sent to an authority. What is"
              + " served stays as it is.")
  static final class RequestOne implements Callable<Integer> {

    @Option(names = "--config", required = true, description = "proxy.toml")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path config;

    @Option(
        names = "--key-type",
        paramLabel = "TYPE",
        description = "ec-p256 (default), ec-p384, rsa-2048, rsa-3072 or rsa-4096.")
    private String keyType = CertificateKeyType.EC_P256.word();

    @Option(names = "--json", description = "Prints one object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      var type =
          CertificateKeyType.of(keyType)
              .orElseThrow(() ->
                  new ParameterException(
                      spec.commandLine(),
                      "--key-type is one of "
                          + String.join(", ", CertificateKeyType.words())
                          + "."));
      var made = new CertificateFolder(config, new ProxyFile(config), CLOCK).request(type);
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(
            new ObjectMapper()
                .createObjectNode()
                .put("request", made.request().toString())
                .put("key", made.key().toString())
                .put("keyType", type.word()));
      } else {
        out.println(made.request());
      }
      return ExitStatus.DONE.code();
    }
  }

  /// `proxy certificate install`
  @Command(
      name = "install",
      mixinStandardHelpOptions = true,
      description =
          "Serves with the certificates that an authority sent, if AWS KMS would accept them. The old"
              + " ones stay beside them; a running proxy follows.")
  static final class Install implements Callable<Integer> {

    @Mixin private final HeldAgainst against = new HeldAgainst();

    @Parameters(
        arity = "1..*",
        paramLabel = "FILE",
        description = "PEM, in order: the proxy's own certificate first.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<Path> files;

    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "The key, if it is none of a request in the proxy's folder.")
    private @Nullable Path key;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      var file = new ProxyFile(against.config);
      var folder = new CertificateFolder(against.config, file, CLOCK);
      var chain = HeldAgainst.readable(files);
      var itsKey = key == null ? folder.keyOf(files.getFirst()).orElseThrow(this::noKey) : key;
      var report =
          against
              .check(spec)
              .of(
                  chain,
                  new TlsIdentity(files.getFirst(), itsKey),
                  file.read().host(),
                  against.days);
      var node = new ObjectMapper().createObjectNode();
      if (report.broken()) {
        against.print(report, node.putNull("certificate"), spec);
        throw new CommandFailure("Nothing was installed, because of what is broken above.");
      }
      var installed = folder.install(chain, itsKey);
      against.print(
          report,
          node.put("certificate", installed.toString()).put("key", itsKey.toString()),
          spec);
      if (!against.json) {
        spec.commandLine().getOut().println("installed\t" + installed);
      }
      return status(report);
    }

    private CommandFailure noKey() {
      return new CommandFailure(
          "No key in the folder of the proxy is that of the certificate in "
              + files.getFirst()
              + ". It must be the proxy's own, first in the first file; where its key was not made by"
              + " `proxy certificate request`, name that by --key.");
    }
  }

  /// `proxy certificate check`
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Holds what is installed against what AWS KMS demands.")
  static final class CheckInstalled implements Callable<Integer> {

    @Mixin private final HeldAgainst against = new HeldAgainst();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      var file = new ProxyFile(against.config);
      var report = against.report(file.read().tls().identity(), file, spec);
      against.print(report, new ObjectMapper().createObjectNode(), spec);
      return status(report);
    }
  }

  private static int status(CertificateReport report) {
    if (report.broken()) {
      return ExitStatus.FAILED.code();
    }
    return (report.established() ? ExitStatus.DONE : ExitStatus.NOT_ESTABLISHED).code();
  }
}
