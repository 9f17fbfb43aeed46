package org.xksworkbench.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.xksworkbench.app.proxy.ReadConfiguration;
import org.xksworkbench.bridge.xks.config.KeptCredentialUses;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyConfigException;
import org.xksworkbench.bridge.xks.config.ProxyFolder;

/// The demo's proxy as files: configuration, certificate, credentials. All of it can be made anew
/// without loss, as the demo's key stores are made from it at each start.
final class DemoProxyFolder {

  static final String FOLDER = "proxy/";
  static final String HOST = "xks.demo.test";
  static final String PAYMENTS = "/payments";
  static final String ARCHIVE = "/archive";

  /// What [ProxyFolder#init] writes. Its console files have the names of the paths.
  static final List<String> FILES =
      List.of(
          FOLDER + ProxyFolder.CONFIGURATION,
          FOLDER + ProxyFolder.CA,
          FOLDER + "tls-key.pem",
          FOLDER + "tls-certificate.pem",
          FOLDER + "xks-proxy-configuration.json",
          FOLDER + "xks-proxy-configuration-archive.json");

  /// What a running proxy and changes of its configuration leave.
  private static final List<String> TRACES =
      List.of(
          FOLDER + "ready",
          FOLDER + "ready.partial",
          FOLDER + "." + ProxyFolder.CONFIGURATION + ".lock",
          FOLDER + "." + ProxyFolder.CONFIGURATION + ".partial",
          FOLDER + KeptCredentialUses.FILE,
          FOLDER + "." + KeptCredentialUses.FILE + ".partial");

  /// Within the patience of the local KMS: a workstation that starts three programs at once is not
  /// a Region.
  private static final Duration BUDGET = Duration.ofSeconds(2);

  /// A proxy warns of a certificate that ends sooner, and its health suffers in the last days.
  private static final Duration CERTIFICATE_LEFT = Duration.ofDays(31);

  private DemoProxyFolder() {}

  /// Sees that a proxy can be started from it; what is damaged or has ended is set aside and made
  /// anew.
  static ReadConfiguration prepare(DemoFolder folder, Path module) throws IOException {
    var path = folder.folder(FOLDER);
    for (var trace : TRACES) {
      var _ = folder.madeFiles().note(trace);
    }
    try {
      return usable(path, module);
    } catch (UnusableException e) {
      if (FILES.stream().anyMatch(name -> exists(folder.path().resolve(name)))) {
        folder.setAside(FILES, "cannot be used any more (" + e.getMessage() + ")");
      }
    }
    for (var name : FILES) {
      var _ = folder.madeFiles().note(name);
    }
    return ReadConfiguration.of(
        ProxyFolder.init(
            path,
            new ProxyFolder.Request(
                module, DemoToken.LABEL, HOST, List.of(PAYMENTS, ARCHIVE), "all"),
            BUDGET));
  }

  /// Why it cannot be used, without a full stop.
  private static final class UnusableException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1;

    UnusableException(String why) {
      super(why);
    }
  }

  private static ReadConfiguration usable(Path folder, Path module) throws UnusableException {
    try {
      var read = ReadConfiguration.of(folder.resolve(ProxyFolder.CONFIGURATION));
      var config = read.config();
      var identity = config.tls().identity();
      identity.requireUsable();
      requireAuthority(folder.resolve(ProxyFolder.CA));
      if (!config.module().equals(module)) {
        throw new UnusableException("it is for another PKCS#11 module, " + config.module());
      }
      if (!paths(config).containsAll(List.of(PAYMENTS, ARCHIVE))) {
        throw new UnusableException("it has not the paths " + PAYMENTS + " and " + ARCHIVE);
      }
      if (!identity.expires().isAfter(Instant.now().plus(CERTIFICATE_LEFT))) {
        throw new UnusableException("its certificate is valid until " + identity.expires());
      }
      return read;
    } catch (ProxyConfigException | IllegalArgumentException e) {
      throw new UnusableException(String.valueOf(e.getMessage()));
    } catch (IOException | CertificateException e) {
      throw new UnusableException(folder.resolve(ProxyFolder.CA) + " holds no certificate");
    }
  }

  private static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<String> paths(ProxyConfig config) {
    return config.prefixes().stream().map(prefix -> prefix.path()).toList();
  }

  private static void requireAuthority(Path file) throws IOException, CertificateException {
    try (var in = Files.newInputStream(file)) {
      if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        throw new CertificateException("empty");
      }
    }
  }
}
