package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.function.Supplier;
import org.xipki.pkcs11.wrapper.Mechanism;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.params.GCM_PARAMS;
import org.xksworkbench.bridge.hsm.SealedText;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings.IvSource;

/// AES-GCM through the IAIK wrapper, on every platform.
final class WrapperGcmLane implements GcmLane {

  private final SessionPool sessions;
  private final Supplier<Pkcs11Settings> settings;
  private final IvMaker ivs = new IvMaker();
  private final TokenRandom tokenRandom = new TokenRandom();

  /// @param sessions closed by its owner
  WrapperGcmLane(SessionPool sessions, Supplier<Pkcs11Settings> settings) {
    this.sessions = sessions;
    this.settings = settings;
  }

  @Override
  public SealedText seal(long key, byte[] aad, byte[] plaintext) throws PKCS11Exception {
    var iv = freshIv(settings.get().ivSource());
    return new SealedText(iv, encrypt(key, iv, aad, plaintext));
  }

  private byte[] freshIv(IvSource source) throws PKCS11Exception {
    if (source == IvSource.SYSTEM_RANDOM) {
      return ivs.next();
    }
    var drawn = new byte[1][];
    var count = tokenRandom.draw(source, _ -> drawn[0] = random(IvMaker.LENGTH));
    return count == 0 ? ivs.next() : drawn[0];
  }

  /// The wrapper copies the vector, so that one that the token writes in its place is not seen; one
  /// that it appends is.
  @Override
  public byte[] encrypt(long key, byte[] iv, byte[] aad, byte[] plaintext) throws PKCS11Exception {
    var output =
        sessions.use(session -> {
          session.encryptInit(gcm(iv, aad), key);
          return session.encrypt(plaintext);
        });
    return UsedIv.of(IvSource.SYSTEM_RANDOM, iv, iv, output, plaintext.length).ciphertextAndTag();
  }

  @Override
  public byte[] decrypt(long key, byte[] iv, byte[] aad, byte[] ciphertextAndTag)
      throws PKCS11Exception {
    return sessions.use(session -> {
      session.decryptInit(gcm(iv, aad), key);
      try {
        return session.decrypt(ciphertextAndTag);
      } catch (PKCS11Exception e) {
        throw CiphertextRefused.orOther(e.getErrorCode(), settings.get().wrongTagCodes());
      }
    });
  }

  private Mechanism gcm(byte[] iv, byte[] aad) {
    return new Mechanism(GcmLane.mechanism(settings.get()), new GCM_PARAMS(iv, aad, TAG_BITS));
  }

  @Override
  public byte[] random(int length) throws PKCS11Exception {
    return sessions.use(session -> session.generateRandom(length));
  }

  @Override
  public void close() {}
}
