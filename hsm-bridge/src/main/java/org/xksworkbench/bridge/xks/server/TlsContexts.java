package org.xksworkbench.bridge.xks.server;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.xksworkbench.bridge.xks.server.TlsIdentity.TlsKeyPair;

/// TLS as [TlsSettings] want it.
final class TlsContexts {

  /// The four that the specification names ("API content type"), all with forward secrecy.
  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");

  private TlsContexts() {}

  /// @param pair read from the identity of the settings
  /// @throws IllegalArgumentException if the engine cannot be had
  static SslContext of(TlsSettings settings, TlsKeyPair pair) {
    var identity = settings.identity();
    try {
      var builder =
          SslContextBuilder.forServer(pair.key(), pair.chain().toArray(new X509Certificate[0]))
              .sslProvider(provider(settings.engine()))
              .protocols("TLSv1.3", "TLSv1.2")
              .ciphers(CIPHER_SUITES, SupportedCipherSuiteFilter.INSTANCE)
              .applicationProtocolConfig(
                  alpn(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1));
      if (settings.clients().isPresent()) {
        builder
            .clientAuth(ClientAuth.REQUIRE)
            .trustManager(ClientCertificates.trust(settings.clients().get()));
      }
      return builder.build();
    } catch (SSLException e) {
      throw new IllegalArgumentException(
          "TLS cannot be set up with "
              + identity.certificateChain()
              + " and "
              + identity.privateKey(),
          e);
    }
  }

  /// For a client that knows the proxy by its certificate, whatever name that has, and speaks one
  /// protocol.
  ///
  /// @throws IllegalArgumentException if the certificate cannot be read, or the engine cannot be
  ///   had
  static SslContext ofClient(TlsSettings settings, String protocol) {
    try {
      return SslContextBuilder.forClient()
          .sslProvider(provider(settings.engine()))
          .trustManager(settings.identity().readChain().getFirst())
          .endpointIdentificationAlgorithm(null)
          .protocols("TLSv1.3", "TLSv1.2")
          .ciphers(CIPHER_SUITES, SupportedCipherSuiteFilter.INSTANCE)
          .applicationProtocolConfig(alpn(protocol))
          .build();
    } catch (SSLException e) {
      throw new IllegalArgumentException(
          "TLS cannot be set up with " + settings.identity().certificateChain(), e);
    }
  }

  private static ApplicationProtocolConfig alpn(String... protocols) {
    return new ApplicationProtocolConfig(
        Protocol.ALPN,
        SelectorFailureBehavior.NO_ADVERTISE,
        SelectedListenerFailureBehavior.ACCEPT,
        protocols);
  }

  private static SslProvider provider(TlsSettings.Engine engine) {
    return switch (engine) {
      case AUTO -> OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
      case JDK -> SslProvider.JDK;
      case BORINGSSL -> {
        if (!OpenSsl.isAvailable()) {
          throw new IllegalArgumentException(
              "BoringSSL does not load on this machine; take engine = \"jdk\"",
              OpenSsl.unavailabilityCause());
        }
        yield SslProvider.OPENSSL;
      }
    };
  }
}
