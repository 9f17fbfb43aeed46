package org.xksworkbench.app.kms.aws;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.KmsException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The HTTP client for AWS: through the proxy of a company (HTTPS_PROXY, NO_PROXY, or the system
/// properties of Java), and with its authorities (AWS_CA_BUNDLE, or `ca_bundle` of the profile, as
/// the AWS CLI has it; the SDK for Java does not know them).
final class HttpClients {

  private HttpClients() {}

  static SdkHttpClient.Builder<?> ofProfile(String profile) {
    var builder =
        UrlConnectionHttpClient.builder()
            .proxyConfiguration(ProxyConfiguration.builder().scheme("https").build());
    bundle(profile)
        .ifPresent(file -> {
          var trust = new X509TrustManager[] {trusting(file)};
          builder.tlsTrustManagersProvider(() -> trust);
        });
    return builder;
  }

  private static Optional<Path> bundle(String profile) {
    return Optional.ofNullable(System.getenv("AWS_CA_BUNDLE"))
        .filter(value -> !value.isEmpty())
        .or(() -> ProfileFiles.profile(profile).flatMap(found -> found.property("ca_bundle")))
        .map(Path::of);
  }

  /// The authorities of the bundle and those of this computer.
  private static X509TrustManager trusting(Path bundle) {
    try (InputStream in = Files.newInputStream(bundle)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("bundle-" + number++, certificate);
      }
      for (var certificate : manager(null).getAcceptedIssuers()) {
        store.setCertificateEntry("computer-" + number++, certificate);
      }
      return manager(store);
    } catch (IOException | GeneralSecurityException e) {
      throw new KmsException(
          KmsException.Kind.CREDENTIALS,
          "CaBundle",
          "The CA bundle %s cannot be used: %s".formatted(bundle, e.getMessage()),
          "",
          e);
    }
  }

  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
