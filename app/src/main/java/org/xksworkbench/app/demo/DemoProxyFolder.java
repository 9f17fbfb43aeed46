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
import java.util.Optional;
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
          FOLDER + "." + ProxyFolder.CONFIGURATION + ".partial");

  /// Within the patience of the local KMS: a workstation that starts three programs at once is not
  /// a Region.
  private static final Duration BUDGET = Duration.ofSeconds(2);

  private static final Duration CERTIFICATE_LEFT = Duration.ofDays(1);

  private DemoProxyFolder() {}

  /// Whether a proxy can be started from it as it is; for tests.
  static boolean usable(DemoFolder folder, Path module) {
    return fault(folder.path().resolve(FOLDER), module).isEmpty();
  }

  /// Sees that a proxy can be started from it; what is damaged or has ended is set aside and made
  /// anew.
  static Path prepare(DemoFolder folder, Path module) throws IOException {
    var path = folder.folder(FOLDER);
    for (var trace : TRACES) {
      var _ = folder.made().note(trace);
    }
    var fault = fault(path, module);
    if (fault.isPresent()) {
      if (FILES.stream().anyMatch(name -> exists(folder.path().resolve(name)))) {
        folder.setAside(FILES, "cannot be used any more (" + fault.get() + ")");
      }
      for (var name : FILES) {
        var _ = folder.made().note(name);
      }
      var _ =
          ProxyFolder.init(
              path,
              new ProxyFolder.Request(
                  module, DemoToken.LABEL, HOST, List.of(PAYMENTS, ARCHIVE), "all"),
              BUDGET);
    }
    return path;
  }

  /// Why it cannot be used, without a full stop; empty if it can.
  private static Optional<String> fault(Path folder, Path module) {
    try {
      var config = ProxyConfig.read(folder.resolve(ProxyFolder.CONFIGURATION));
      var identity = config.tls().identity();
      identity.requireUsable();
      requireAuthority(folder.resolve(ProxyFolder.CA));
      if (!config.module().equals(module)) {
        return Optional.of("it is for another PKCS#11 module, " + config.module());
      }
      if (!paths(config).containsAll(List.of(PAYMENTS, ARCHIVE))) {
        return Optional.of("it has not the paths " + PAYMENTS + " and " + ARCHIVE);
      }
      return identity.expires().isAfter(Instant.now().plus(CERTIFICATE_LEFT))
          ? Optional.empty()
          : Optional.of("its certificate is valid until " + identity.expires());
    } catch (ProxyConfigException | IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException | CertificateException e) {
      return Optional.of(folder.resolve(ProxyFolder.CA) + " holds no certificate");
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
