package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKM_AES_GCM;

import org.xipki.pkcs11.wrapper.Mechanism;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.params.GCM_PARAMS;
import org.xksworkbench.bridge.hsm.SealedText;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.IvSource;

/// AES-GCM through the IAIK wrapper, on every platform.
final class WrapperGcmLane implements GcmLane {

  private final SessionPool sessions;
  private final IvSource ivSource;
  private final IvMaker ivs = new IvMaker();

  /// @param sessions closed by its owner
  WrapperGcmLane(SessionPool sessions, IvSource ivSource) {
    this.sessions = sessions;
    this.ivSource = ivSource;
  }

  @Override
  public SealedText seal(long key, byte[] aad, byte[] plaintext) throws PKCS11Exception {
    var iv = ivSource == IvSource.SYSTEM_RANDOM ? ivs.next() : random(IvMaker.LENGTH);
    return new SealedText(iv, encrypt(key, iv, aad, plaintext));
  }

  @Override
  public byte[] encrypt(long key, byte[] iv, byte[] aad, byte[] plaintext) throws PKCS11Exception {
    return sessions.use(session -> {
      session.encryptInit(gcm(iv, aad), key);
      return session.encrypt(plaintext);
    });
  }

  @Override
  public byte[] decrypt(long key, byte[] iv, byte[] aad, byte[] ciphertextAndTag)
      throws PKCS11Exception {
    return sessions.use(session -> {
      session.decryptInit(gcm(iv, aad), key);
      try {
        return session.decrypt(ciphertextAndTag);
      } catch (PKCS11Exception e) {
        throw CiphertextRefused.orOther(e.getErrorCode());
      }
    });
  }

  private static Mechanism gcm(byte[] iv, byte[] aad) {
    return new Mechanism(CKM_AES_GCM, new GCM_PARAMS(iv, aad, TAG_BITS));
  }

  @Override
  public byte[] random(int length) throws PKCS11Exception {
    return sessions.use(session -> session.generateRandom(length));
  }

  @Override
  public void close() {}
}
