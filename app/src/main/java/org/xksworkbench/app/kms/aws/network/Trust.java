package org.xksworkbench.app.kms.aws.network;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;

/// Whom TLS trusts: the authorities of Java, and those of the company's bundle or, where none is
/// named, of this computer.
final class Trust {

  /// Empty where the authorities of Java are all.
  private final Optional<X509TrustManager> wider;

  private final SSLSocketFactory sockets;
  private final String words;

  private Trust(Optional<X509TrustManager> wider, SSLSocketFactory sockets, String words) {
    this.wider = wider;
    this.sockets = sockets;
    this.words = words;
  }

  /// Where a bundle is named.
  private record NamedBundle(String by, Path file) {}

  /// @param ofProfile `ca_bundle` of the profile
  /// @throws KmsException if the bundle cannot be used
  static Trust of(AwsEnvironment surroundings, Optional<String> ofProfile) {
    return bundleNamedBy(surroundings, "AWS_CA_BUNDLE")
        .or(() -> ofProfile.map(text -> new NamedBundle("ca_bundle", surroundings.path(text))))
        .or(() -> bundleNamedBy(surroundings, "REQUESTS_CA_BUNDLE"))
        .map(Trust::with)
        .orElseGet(() -> usual(surroundings));
  }

  private static Optional<NamedBundle> bundleNamedBy(AwsEnvironment surroundings, String variable) {
    return surroundings
        .variable(variable)
        .map(text -> new NamedBundle(variable, surroundings.path(text)));
  }

  SSLSocketFactory sockets() {
    return sockets;
  }

  /// Who is trusted, and by which setting; a clause.
  String words() {
    return words;
  }

  /// The same trust, which tells what certificates were shown: also those that are refused.
  SSLSocketFactory telling(Consumer<List<X509Certificate>> shown) {
    try {
      return sockets(new Telling(wider.isPresent() ? wider.get() : manager(null), shown));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no TLS", e);
    }
  }

  private record Telling(X509TrustManager trust, Consumer<List<X509Certificate>> shown)
      implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      trust.checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      shown.accept(List.of(chain));
      trust.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.getAcceptedIssuers();
    }
  }

  private static Trust usual(AwsEnvironment surroundings) {
    var unset = "neither AWS_CA_BUNDLE nor ca_bundle is set";
    var computer = SystemAuthorities.of(surroundings);
    try {
      if (computer.certificates().isEmpty()) {
        return new Trust(
            Optional.empty(),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            "the authorities of Java; " + unset);
      }
      return with(
          computer.certificates(),
          "the authorities of Java and of this computer (%s); %s"
              .formatted(computer.where(), unset));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("Java has no TLS", e);
    }
  }

  private static Trust with(NamedBundle named) {
    var bundle = named.file();
    try {
      var certificates = SystemAuthorities.read(bundle);
      if (certificates.isEmpty()) {
        throw new GeneralSecurityException("no certificate is in it");
      }
      return with(
          certificates,
          "the authorities of Java and those in %s (%s)".formatted(bundle, named.by()));
    } catch (NoSuchFileException e) {
      throw unusable(bundle, "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw unusable(bundle, "you have no permission to read it", e);
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(bundle, String.valueOf(e.getMessage()), e);
    }
  }

  private static Trust with(List<X509Certificate> beside, String words)
      throws IOException, GeneralSecurityException {
    var manager = trusting(beside);
    return new Trust(Optional.of(manager), sockets(manager), words);
  }

  private static SSLSocketFactory sockets(X509TrustManager manager)
      throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {manager}, null);
    return context.getSocketFactory();
  }

  private static KmsException unusable(Path bundle, String why, Exception cause) {
    return KmsException.ofCredentials(
        KmsErrorCode.CA_BUNDLE,
        "The CA bundle %s cannot be used: %s.".formatted(bundle, why),
        cause);
  }

  private static X509TrustManager trusting(List<X509Certificate> beside)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var number = 0;
    for (var certificate : beside) {
      store.setCertificateEntry("beside-" + number++, certificate);
    }
    for (var certificate : manager(null).getAcceptedIssuers()) {
      store.setCertificateEntry("java-" + number++, certificate);
    }
    return manager(store);
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
