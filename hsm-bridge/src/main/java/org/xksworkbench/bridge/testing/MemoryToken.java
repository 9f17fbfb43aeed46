package org.xksworkbench.bridge.testing;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.Token;
import org.xksworkbench.bridge.hsm.TokenObjects;

/// A token in memory: AES keys that encrypt and decrypt, as far as an XKS proxy asks, and gone at
/// the end. It protects nothing; it is for tests alone.
final class MemoryToken implements HsmSession {

  private static final int TAG_BITS = 128;
  private static final int ID_BYTES = 8;

  private final SecureRandom random = new SecureRandom();
  private final Map<ObjectRef, Held> keys = new ConcurrentHashMap<>();

  private record Held(HsmKey key, SecretKey material) {}

  @Override
  public Token token() {
    return new Token(
        "memory",
        "XKS Workbench",
        "in memory",
        "1",
        "1.0",
        "1.0",
        true,
        true,
        true,
        Token.PinState.OK);
  }

  @Override
  public Optional<Boolean> doesAesGcm() {
    return Optional.of(true);
  }

  @Override
  public List<HsmKey> secretKeys() {
    return keys.values().stream().map(Held::key).toList();
  }

  @Override
  public List<HsmKey> secretKeys(String label) {
    return secretKeys().stream().filter(key -> key.label().equals(label)).toList();
  }

  @Override
  public synchronized HsmKey generateAesKey(AesKeyTemplate template) {
    if (!secretKeys(template.label()).isEmpty()) {
      throw new HsmException(
          HsmException.Reason.LABEL_IN_USE, "There is a key " + template.label() + " already.");
    }
    var material = random(template.sizeBits() / 8);
    var key = new HsmKey(template.asMade(HexFormat.of().formatHex(random(ID_BYTES))));
    keys.put(key.ref(), new Held(key, new SecretKeySpec(material, "AES")));
    Arrays.fill(material, (byte) 0);
    return key;
  }

  @Override
  public byte[] encryptGcm(ObjectRef key, byte[] iv, byte[] aad, byte[] plaintext) {
    return gcm(Cipher.ENCRYPT_MODE, key, iv, aad, plaintext);
  }

  @Override
  public byte[] decryptGcm(ObjectRef key, byte[] iv, byte[] aad, byte[] ciphertextAndTag) {
    return gcm(Cipher.DECRYPT_MODE, key, iv, aad, ciphertextAndTag);
  }

  @Override
  public byte[] signingKey(String label) {
    throw noSigningKey(label);
  }

  @Override
  public byte[] sign(String label, byte[] message) {
    throw noSigningKey(label);
  }

  @Override
  public TokenObjects objects() {
    throw new HsmException(
        HsmException.Reason.MECHANISM_UNSUPPORTED,
        "The token in memory shows its secret keys only.");
  }

  @Override
  public byte[] random(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public void close() {
    keys.clear();
  }

  private byte[] gcm(int mode, ObjectRef key, byte[] iv, byte[] aad, byte[] input) {
    var held = keyOf(key);
    var needed = mode == Cipher.ENCRYPT_MODE ? KeyUsage.ENCRYPT : KeyUsage.DECRYPT;
    if (!held.key().may(needed)) {
      throw new HsmException(
          HsmException.Reason.KEY_USAGE_NOT_PERMITTED,
          "The key " + key.label() + " may not " + needed + ".");
    }
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, held.material(), new GCMParameterSpec(TAG_BITS, iv));
      cipher.updateAAD(aad);
      return cipher.doFinal(input);
    } catch (AEADBadTagException e) {
      throw new HsmException(
          HsmException.Reason.CIPHERTEXT_INVALID, "The tag does not match.", "", e);
    } catch (GeneralSecurityException e) {
      throw new HsmException(HsmException.Reason.GENERAL, "AES-GCM failed.", "", e);
    }
  }

  private Held keyOf(ObjectRef key) {
    var held = keys.get(key.lasting());
    if (held == null) {
      throw new HsmException(
          HsmException.Reason.KEY_NOT_FOUND, "There is no key " + key.label() + ".");
    }
    return held;
  }

  private static HsmException noSigningKey(String label) {
    return new HsmException(
        HsmException.Reason.KEY_NOT_FOUND, "There is no key pair " + label + ".");
  }
}
