package org.xksworkbench.app.ui.screen.rotatecredential;

import java.time.Duration;
import java.util.Optional;
import org.xksworkbench.app.doctor.ConnectionDoctor;
import org.xksworkbench.app.doctor.Diagnosis;
import org.xksworkbench.app.doctor.Patient;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.ProxyCredential;
import org.xksworkbench.app.proxy.OwnProxy;

/// What a rotation does at the proxy and at AWS KMS. Every call blocks but [#own].
///
/// @param kms as this window reaches it
/// @param proxy ours, which serves the key store or does not
public record CredentialRotation(KeyManagement kms, OwnProxy proxy, ConnectionDoctor doctor) {

  private static final Duration PROXY_FOLLOWS = Duration.ofSeconds(15);
  private static final Duration ASK_AGAIN = Duration.ofMillis(300);

  ExternalKeyStore store(String customKeyStoreId) {
    return kms.keyStore(customKeyStoreId);
  }

  /// Whether the proxy of the key store is changed from here. Told at once.
  boolean own(ExternalKeyStore rotated) {
    return proxy.holdsCredential(rotated.proxy());
  }

  /// Lets our proxy take a new credential beside the old one, and waits until it does.
  ///
  /// @return wiped by the caller
  ProxyCredential add(ExternalKeyStore rotated) {
    var added = proxy.addCredential(rotated.proxy());
    awaitAccepted(rotated, added);
    return added;
  }

  /// A running proxy follows its configuration within seconds.
  private void awaitAccepted(ExternalKeyStore rotated, ProxyCredential added) {
    var end = System.nanoTime() + PROXY_FOLLOWS.toNanos();
    while (refusal(rotated, added, () -> {}).isPresent() && System.nanoTime() < end) {
      try {
        Thread.sleep(ASK_AGAIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// Why the proxy does not take a credential; empty if it does.
  ///
  /// @param signOfLife called as the answers come
  Optional<Diagnosis.DiagnosedCause> refusal(
      ExternalKeyStore rotated, ProxyCredential credential, Runnable signOfLife) {
    var patient =
        new Patient(
            rotated.proxy().uriEndpoint(), rotated.proxy().uriPath(), Optional.of(credential));
    return doctor.examine(patient, _ -> signOfLife.run()).cause();
  }

  /// Gives AWS KMS the credential.
  void update(ExternalKeyStore rotated, ProxyCredential credential) {
    var _ = kms.perform(KmsChange.UpdateCustomKeyStore.ofCredential(rotated, credential));
  }

  /// Lets our proxy refuse the old credential.
  void remove(ExternalKeyStore rotated) {
    proxy.removeCredential(rotated.proxy(), rotated.proxy().accessKeyId());
  }
}
