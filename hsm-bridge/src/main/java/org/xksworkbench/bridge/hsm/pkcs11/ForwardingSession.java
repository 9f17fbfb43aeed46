package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.CheckValueMethod;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ObjectClass;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.SealedText;
import org.xksworkbench.bridge.hsm.TokenCapabilities;
import org.xksworkbench.bridge.hsm.TokenObjects;

/// A login whose every call to the token goes through [#call].
abstract class ForwardingSession implements HsmSession {

  private final TokenObjects objects = new Objects();

  abstract <T> T call(Function<HsmSession, T> work);

  /// As [#call], for what a token that is away may answer with nothing, and no error.
  abstract List<HsmKey> search(Function<HsmSession, List<HsmKey>> work);

  @Override
  public final Optional<Boolean> doesAesGcm() {
    return call(HsmSession::doesAesGcm);
  }

  @Override
  public final List<HsmKey> secretKeys() {
    return search(HsmSession::secretKeys);
  }

  @Override
  public final List<HsmKey> secretKeys(String label) {
    return search(session -> session.secretKeys(label));
  }

  @Override
  public final HsmKey generateAesKey(AesKeyTemplate template) {
    return call(session -> session.generateAesKey(template));
  }

  @Override
  public final byte[] encryptGcm(ObjectRef key, byte[] iv, byte[] aad, byte[] plaintext) {
    return call(session -> session.encryptGcm(key, iv, aad, plaintext));
  }

  @Override
  public final SealedText sealGcm(ObjectRef key, byte[] aad, byte[] plaintext) {
    return call(session -> session.sealGcm(key, aad, plaintext));
  }

  @Override
  public final byte[] decryptGcm(ObjectRef key, byte[] iv, byte[] aad, byte[] ciphertextAndTag) {
    return call(session -> session.decryptGcm(key, iv, aad, ciphertextAndTag));
  }

  @Override
  public final TokenCapabilities probe(String keyLabel) {
    return call(session -> session.probe(keyLabel));
  }

  @Override
  public final TokenCapabilities measure(TokenCapabilities capabilities, String keyLabel) {
    return call(session -> session.measure(capabilities, keyLabel));
  }

  @Override
  public final byte[] signingKey(String label) {
    return call(session -> session.signingKey(label));
  }

  @Override
  public final byte[] sign(String label, byte[] message) {
    return call(session -> session.sign(label, message));
  }

  @Override
  public final TokenObjects objects() {
    return objects;
  }

  @Override
  public final byte[] random(int length) {
    return call(session -> session.random(length));
  }

  private final class Objects implements TokenObjects {

    @Override
    public List<Long> find() {
      return call(session -> session.objects().find());
    }

    @Override
    public List<Long> find(ObjectClass objectClass) {
      return call(session -> session.objects().find(objectClass));
    }

    @Override
    public List<Long> find(ObjectClass objectClass, String label) {
      return call(session -> session.objects().find(objectClass, label));
    }

    @Override
    public List<HsmObject> read(List<Long> numbers) {
      return call(session -> session.objects().read(numbers));
    }

    @Override
    public HsmObject readWith(ObjectRef object, Set<Long> vendorTypes) {
      return call(session -> session.objects().readWith(object, vendorTypes));
    }

    @Override
    public HsmObject setLabel(ObjectRef object, String label) {
      return call(session -> session.objects().setLabel(object, label));
    }

    @Override
    public HsmObject setId(ObjectRef object, String id) {
      return call(session -> session.objects().setId(object, id));
    }

    @Override
    public HsmObject setUsage(ObjectRef object, KeyUsage usage, boolean allowed) {
      return call(session -> session.objects().setUsage(object, usage, allowed));
    }

    @Override
    public void delete(ObjectRef object) {
      var _ =
          call(session -> {
            session.objects().delete(object);
            return true;
          });
    }

    @Override
    public byte[] checkValue(ObjectRef key, CheckValueMethod method) {
      return call(session -> session.objects().checkValue(key, method));
    }
  }
}
