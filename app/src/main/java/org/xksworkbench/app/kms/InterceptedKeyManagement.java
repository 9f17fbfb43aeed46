package org.xksworkbench.app.kms;

import java.util.List;
import java.util.Map;

/// The port with interceptors around every request.
public final class InterceptedKeyManagement implements KeyManagement {

  private final KeyManagement kms;
  private final Interceptors interceptors;

  public InterceptedKeyManagement(KeyManagement kms, Interceptors interceptors) {
    this.kms = kms;
    this.interceptors = interceptors;
  }

  @Override
  public KmsEndpoint endpoint() {
    return kms.endpoint();
  }

  @Override
  public <T> KmsAnswer<T> perform(KmsChange<T> change) {
    return interceptors.send(change, () -> kms.perform(change));
  }

  @Override
  public KmsAnswer<byte[]> encrypt(
      String keyId, byte[] plaintext, Map<String, String> encryptionContext) {
    return interceptors.send(
        new KmsCall.KmsUse("Encrypt", keyId),
        () -> kms.encrypt(keyId, plaintext, encryptionContext));
  }

  @Override
  public KmsAnswer<byte[]> decrypt(
      String keyId, byte[] ciphertext, Map<String, String> encryptionContext) {
    return interceptors.send(
        new KmsCall.KmsUse("Decrypt", keyId),
        () -> kms.decrypt(keyId, ciphertext, encryptionContext));
  }

  @Override
  public CallerIdentity callerIdentity() {
    return interceptors.read("GetCallerIdentity", kms::callerIdentity);
  }

  @Override
  public List<ExternalKeyStore> keyStores() {
    return interceptors.read("DescribeCustomKeyStores", kms::keyStores);
  }

  @Override
  public ExternalKeyStore keyStore(String customKeyStoreId) {
    return interceptors.read("DescribeCustomKeyStores", () -> kms.keyStore(customKeyStoreId));
  }

  @Override
  public KmsKey key(String keyId) {
    return interceptors.read("DescribeKey", () -> kms.key(keyId));
  }

  @Override
  public List<String> keyIds() {
    return interceptors.read("ListKeys", kms::keyIds);
  }

  @Override
  public Map<String, String> aliases() {
    return interceptors.read("ListAliases", kms::aliases);
  }

  @Override
  public String keyPolicy(String keyId) {
    return interceptors.read("GetKeyPolicy", () -> kms.keyPolicy(keyId));
  }

  @Override
  public Map<String, String> tags(String keyId) {
    return interceptors.read("ListResourceTags", () -> kms.tags(keyId));
  }

  @Override
  public LastUse lastUse(String keyId) {
    return interceptors.read("GetKeyLastUsage", () -> kms.lastUse(keyId));
  }

  @Override
  public void close() {
    kms.close();
  }
}
