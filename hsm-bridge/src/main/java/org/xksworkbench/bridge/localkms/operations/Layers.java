package org.xksworkbench.bridge.localkms.operations;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.xksworkbench.bridge.localkms.proxy.ProxyCallException;
import org.xksworkbench.bridge.localkms.proxy.ProxyCalls;
import org.xksworkbench.bridge.localkms.proxy.ProxyError;
import org.xksworkbench.bridge.localkms.state.CustomKeyStore;
import org.xksworkbench.bridge.localkms.state.StoredKey;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.Call;

/// Double encryption: the inner layer with key material of this stand-in, the outer one by the
/// external key. A key of AWS KMS alone has the inner one only.
final class Layers {

  private static final String MODE = "AES/GCM/NoPadding";

  private final Vault vault;
  private final ProxyCalls proxies;
  private final Optional<RequestQuotas> quotas;
  private final SecureRandom random = new SecureRandom();

  Layers(Vault vault, ProxyCalls proxies, Optional<RequestQuotas> quotas) {
    this.quotas = quotas;
    this.vault = vault;
    this.proxies = proxies;
  }

  CiphertextBlob seal(StoredKey key, byte[] plaintext, Map<String, String> context, Call call) {
    var innerIv = new byte[CiphertextBlob.IV_LENGTH];
    random.nextBytes(innerIv);
    var aad =
        CiphertextBlob.authenticatedData(key.id(), innerIv, key.external().isPresent(), context);
    byte[] inner;
    try {
      inner = gcm(Cipher.ENCRYPT_MODE, key.materials().current(), innerIv, aad, plaintext);
    } catch (AEADBadTagException e) {
      throw new IllegalStateException("encryption checks no tag", e);
    }
    if (key.external().isEmpty()) {
      return new CiphertextBlob(key.id(), innerIv, Optional.empty(), inner);
    }
    try {
      var outer = proxies.encrypt(storeOf(key), key, inner, aad, call);
      return new CiphertextBlob(
          key.id(),
          innerIv,
          Optional.of(new CiphertextBlob.Outer(outer.metadata(), outer.iv(), outer.tag())),
          outer.ciphertext());
    } catch (ProxyCallException e) {
      throw e.onCrypto();
    }
  }

  /// What was inside.
  ///
  /// @param material index of the key material that opened it
  record DecryptedLayers(byte[] plaintext, int material) {}

  DecryptedLayers open(StoredKey key, CiphertextBlob blob, Map<String, String> context, Call call) {
    if (blob.outer().isPresent() != key.external().isPresent()) {
      throw CiphertextBlob.invalid();
    }
    var aad =
        CiphertextBlob.authenticatedData(
            key.id(), blob.innerIv(), blob.outer().isPresent(), context);
    var inner = inner(key, blob, aad, call);
    var materials = key.materials().all();
    for (var i = materials.size() - 1; i >= 0; i--) {
      try {
        return new DecryptedLayers(
            gcm(Cipher.DECRYPT_MODE, materials.get(i), blob.innerIv(), aad, inner), i);
      } catch (AEADBadTagException e) {
        // An older material may be the one.
      }
    }
    throw blob.outer().isPresent()
        ? new ProxyCallException(ProxyError.WRONG_BYTES, "the inner layer does not open").onCrypto()
        : CiphertextBlob.invalid();
  }

  private byte[] inner(StoredKey key, CiphertextBlob blob, byte[] aad, Call call) {
    if (blob.outer().isEmpty()) {
      return blob.ciphertext();
    }
    var outer = blob.outer().get();
    try {
      return proxies.decrypt(
          storeOf(key),
          key,
          new ProxyCalls.Encrypted(blob.ciphertext(), outer.metadata(), outer.iv(), outer.tag()),
          aad,
          call);
    } catch (ProxyCallException e) {
      throw e.onCrypto();
    }
  }

  /// The key store that is about to be asked.
  private CustomKeyStore storeOf(StoredKey key) {
    var store = vault.now().store(key.external().orElseThrow().customKeyStoreId());
    quotas.ifPresent(counted -> counted.admitToStore(store.id()));
    return store;
  }

  private static byte[] gcm(int mode, SecretKey material, byte[] iv, byte[] aad, byte[] input)
      throws AEADBadTagException {
    try {
      var cipher = Cipher.getInstance(MODE);
      cipher.init(mode, material, new GCMParameterSpec(CiphertextBlob.TAG_LENGTH * 8, iv));
      cipher.updateAAD(aad);
      return cipher.doFinal(input);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }
}
