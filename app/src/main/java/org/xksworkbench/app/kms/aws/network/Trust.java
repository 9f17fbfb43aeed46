package org.xksworkbench.app.kms.aws.network;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.aws.config.Surroundings;

/// Whom TLS trusts: the authorities of this computer, and those of the company's bundle.
final class Trust {

  private Trust() {}

  /// @param ofProfile `ca_bundle` of the profile
  static SSLSocketFactory sockets(Surroundings surroundings, Optional<String> ofProfile) {
    return surroundings
        .variable("AWS_CA_BUNDLE")
        .or(() -> ofProfile)
        .or(() -> surroundings.variable("REQUESTS_CA_BUNDLE"))
        .map(surroundings::path)
        .map(Trust::with)
        .orElseGet(Trust::usual);
  }

  private static SSLSocketFactory usual() {
    return (SSLSocketFactory) SSLSocketFactory.getDefault();
  }

  private static SSLSocketFactory with(Path bundle) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trusting(bundle)}, null);
      return context.getSocketFactory();
    } catch (NoSuchFileException e) {
      throw unusable(bundle, "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw unusable(bundle, "you have no permission to read it", e);
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(bundle, String.valueOf(e.getMessage()), e);
    }
  }

  private static KmsException unusable(Path bundle, String why, Exception cause) {
    return new KmsException(
        KmsException.Kind.CREDENTIALS,
        KmsErrorCode.CA_BUNDLE.text(),
        "The CA bundle %s cannot be used: %s.".formatted(bundle, why),
        "",
        cause);
  }

  private static X509TrustManager trusting(Path bundle)
      throws IOException, GeneralSecurityException {
    // Whole: the parser asks a stream byte by byte.
    var bytes = Files.readAllBytes(bundle);
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var number = 0;
    for (var certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))) {
      store.setCertificateEntry("bundle-" + number++, certificate);
    }
    if (number == 0) {
      throw new GeneralSecurityException("no certificate is in it");
    }
    for (var certificate : manager(null).getAcceptedIssuers()) {
      store.setCertificateEntry("computer-" + number++, certificate);
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
