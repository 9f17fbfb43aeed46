package org.xksworkbench.app.kms;

import java.util.List;
import java.util.Map;

/// Where no AWS KMS was opened, as in a session with an HSM alone: every call says so.
public final class NoKeyManagement implements KeyManagement {

  private NoKeyManagement() {}

  /// An account and Region that nobody opened.
  public static AwsAccess access() {
    return new AwsAccess(
        new NoKeyManagement(),
        () -> {
          throw notOpened();
        },
        _ -> {
          throw notOpened();
        },
        (_, _) -> {
          throw notOpened();
        },
        _ -> {
          throw notOpened();
        });
  }

  private static KmsException notOpened() {
    return new KmsException(
        KmsException.KmsFailureKind.NOT_OPENED, "", "No AWS KMS is open in this window.", "", null);
  }

  @Override
  public KmsEndpoint endpoint() {
    return KmsEndpoint.NONE;
  }

  @Override
  public CallerIdentity callerIdentity() {
    throw notOpened();
  }

  @Override
  public List<ExternalKeyStore> keyStores() {
    throw notOpened();
  }

  @Override
  public ExternalKeyStore keyStore(String customKeyStoreId) {
    throw notOpened();
  }

  @Override
  public <T> KmsAnswer<T> perform(KmsChange<T> change) {
    throw notOpened();
  }

  @Override
  public KmsKey key(String keyId) {
    throw notOpened();
  }

  @Override
  public List<String> keyIds() {
    throw notOpened();
  }

  @Override
  public Map<String, String> aliases() {
    throw notOpened();
  }

  @Override
  public String keyPolicy(String keyId) {
    throw notOpened();
  }

  @Override
  public Map<String, String> tags(String keyId) {
    throw notOpened();
  }

  @Override
  public LastUse lastUse(String keyId) {
    throw notOpened();
  }

  @Override
  public KmsAnswer<byte[]> encrypt(
      String keyId, byte[] plaintext, Map<String, String> encryptionContext) {
    throw notOpened();
  }

  @Override
  public KmsAnswer<byte[]> decrypt(
      String keyId, byte[] ciphertext, Map<String, String> encryptionContext) {
    throw notOpened();
  }

  @Override
  public void close() {}
}
