package org.xksworkbench.bridge.guard;

import java.util.List;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyRef;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.SealedText;
import org.xksworkbench.bridge.hsm.Token;
import org.xksworkbench.bridge.hsm.TokenObjects;

/// The login that [GuardedHsm] gives.
final class GuardedHsmSession implements HsmSession {

  private final HsmSession session;
  private final ChangeLock lock;

  GuardedHsmSession(HsmSession session, ChangeLock lock) {
    this.session = session;
    this.lock = lock;
  }

  @Override
  public Token token() {
    return session.token();
  }

  @Override
  public List<HsmKey> secretKeys() {
    return session.secretKeys();
  }

  @Override
  public List<HsmKey> secretKeys(String label) {
    return session.secretKeys(label);
  }

  @Override
  public HsmKey generateAesKey(AesKeyTemplate template) {
    lock.requireUnlocked("C_GenerateKey");
    return session.generateAesKey(template);
  }

  @Override
  public void delete(KeyRef key) {
    lock.requireUnlocked("C_DestroyObject");
    session.delete(key);
  }

  @Override
  public byte[] encryptGcm(KeyRef key, byte[] iv, byte[] aad, byte[] plaintext) {
    return session.encryptGcm(key, iv, aad, plaintext);
  }

  @Override
  public SealedText sealGcm(KeyRef key, byte[] aad, byte[] plaintext) {
    return session.sealGcm(key, aad, plaintext);
  }

  @Override
  public byte[] decryptGcm(KeyRef key, byte[] iv, byte[] aad, byte[] ciphertextAndTag) {
    return session.decryptGcm(key, iv, aad, ciphertextAndTag);
  }

  @Override
  public byte[] checkValue(KeyRef key) {
    return session.checkValue(key);
  }

  @Override
  public HsmKey endUsage(KeyRef key, KeyUsage usage) {
    lock.requireUnlocked("C_SetAttributeValue");
    return session.endUsage(key, usage);
  }

  @Override
  public byte[] signingKey(String label) {
    return session.signingKey(label);
  }

  @Override
  public byte[] sign(String label, byte[] message) {
    return session.sign(label, message);
  }

  @Override
  public TokenObjects objects() {
    return new GuardedTokenObjects(session.objects(), lock);
  }

  @Override
  public byte[] random(int length) {
    return session.random(length);
  }

  @Override
  public void close() {
    session.close();
  }
}
