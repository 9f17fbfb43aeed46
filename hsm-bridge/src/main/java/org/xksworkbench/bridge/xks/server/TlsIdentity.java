package org.xksworkbench.bridge.xks.server;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;

/// The certificate that the proxy shows, and its key.
///
/// @param certificateChain PEM file, the proxy's own certificate first
/// @param privateKey PEM file, PKCS#8
public record TlsIdentity(Path certificateChain, Path privateKey) {

  /// TLS 1.3 and 1.2 with forward secrecy (specification, "TLS": recommended cipher suites).
  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");

  /// When the certificate expires.
  ///
  /// @throws IllegalArgumentException if it cannot be read
  public Instant expires() {
    try (var in = Files.newInputStream(certificateChain)) {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return certificate.getNotAfter().toInstant();
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException(
          "The TLS certificate cannot be read: " + certificateChain, e);
    }
  }

  /// BoringSSL where its native library loads, else the JDK's own TLS.
  SslContext toContext() {
    try {
      return SslContextBuilder.forServer(certificateChain.toFile(), privateKey.toFile())
          .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .ciphers(CIPHER_SUITES, io.netty.handler.ssl.SupportedCipherSuiteFilter.INSTANCE)
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The TLS certificate or key cannot be read: " + certificateChain + ", " + privateKey, e);
    }
  }
}
