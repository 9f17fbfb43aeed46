package org.xksworkbench.app.proxy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xksworkbench.app.kms.ExternalKeyStore.XksProxyConfiguration;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// An XKS proxy that is ours: we hold a credential of it and see its log. What is known of it is
/// told at once, from memory; what asks or changes it blocks.
public interface OwnProxy {

  /// What is known of it, as of now; empty if there is none. Told at once.
  default Optional<KnownProxy> knownProxy() {
    return Optional.empty();
  }

  /// Whether an external key store is served by this proxy. Told at once.
  default boolean serves(XksProxyConfiguration configuration) {
    return knownProxy().filter(known -> known.serves(configuration)).isPresent();
  }

  /// Whether the proxy can be asked as AWS KMS would, with the credential of this key store. Told
  /// at once.
  default boolean holdsCredential(XksProxyConfiguration configuration) {
    return serves(configuration);
  }

  /// Asks the proxy as AWS KMS would (GetKeyMetadata), now.
  ///
  /// @throws ProxyException if the proxy refuses or cannot be reached
  ExternalKeyStatus keyMetadata(XksProxyConfiguration configuration, String xksKeyId);

  /// What the proxy logged of a KMS request. Told at once.
  List<XksCall> callsOf(String kmsRequestId);

  /// What the proxy logged for a key store, oldest first, as far as it is remembered. Told at once.
  List<XksCall> calls(XksProxyConfiguration configuration);

  /// The credential that the key store uses, with its secret; empty if it is not known here. The
  /// caller wipes it.
  Optional<ProxyCredential> credential(XksProxyConfiguration configuration);

  /// Lets the proxy accept a fresh credential beside the present ones; it follows within seconds.
  ///
  /// @return wiped by the caller
  /// @throws org.xksworkbench.bridge.xks.config.ProxyConfigException if the proxy's configuration
  ///   cannot be changed
  ProxyCredential addCredential(XksProxyConfiguration configuration);

  /// Lets the proxy refuse a credential from now on.
  ///
  /// @throws org.xksworkbench.bridge.xks.config.ProxyConfigException if the proxy's configuration
  ///   cannot be changed
  void removeCredential(XksProxyConfiguration configuration, String accessKeyId);

  /// The key of the HSM that the proxy keeps for its health check and serves to nobody. Told at
  /// once.
  default Optional<String> healthKey() {
    return knownProxy().map(KnownProxy::healthKey);
  }

  /// Tells of a key at which URI paths it is served, such as `/payments/kms/xks/v1`; blocked ones
  /// are left out. What it knows is of this moment: ask again for what is true later. Told at once.
  default Function<HsmKey, List<String>> servedPaths() {
    return knownProxy().map(KnownProxy::servedPaths).orElse(_ -> List.of());
  }

  /// To start, stop, configure and watch it; empty where it is not ours to do so.
  default Optional<ProxyControl> control() {
    return Optional.empty();
  }

  /// To attach the window to another, and to let go of it; empty where the proxy comes with the
  /// session.
  default Optional<ProxyAttachment> attachment() {
    return Optional.empty();
  }

  /// No proxy of ours.
  static OwnProxy none() {
    return new OwnProxy() {
      @Override
      public ExternalKeyStatus keyMetadata(XksProxyConfiguration configuration, String xksKeyId) {
        throw new ProxyException(
            "", "No XKS proxy of this workstation serves this key store.", null);
      }

      @Override
      public List<XksCall> callsOf(String kmsRequestId) {
        return List.of();
      }

      @Override
      public List<XksCall> calls(XksProxyConfiguration configuration) {
        return List.of();
      }

      @Override
      public Optional<ProxyCredential> credential(XksProxyConfiguration configuration) {
        return Optional.empty();
      }

      @Override
      public ProxyCredential addCredential(XksProxyConfiguration configuration) {
        throw new ProxyException(
            "", "No XKS proxy of this workstation serves this key store.", null);
      }

      @Override
      public void removeCredential(XksProxyConfiguration configuration, String accessKeyId) {
        throw new ProxyException(
            "", "No XKS proxy of this workstation serves this key store.", null);
      }
    };
  }
}
