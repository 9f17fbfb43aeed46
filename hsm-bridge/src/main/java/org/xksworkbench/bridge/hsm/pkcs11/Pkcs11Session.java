package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKM_AES_KEY_GEN;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKS_RO_USER_FUNCTIONS;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKS_RW_SO_FUNCTIONS;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKS_RW_USER_FUNCTIONS;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.Mechanism;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.SealedText;
import org.xksworkbench.bridge.hsm.Token;
import org.xksworkbench.bridge.hsm.TokenCapabilities;
import org.xksworkbench.bridge.hsm.TokenObjects;

/// A login to one token. Its owner sees to it that nothing else is in the token while it closes.
final class Pkcs11Session implements HsmSession {

  private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Session.class);

  private static final int KEY_ID_BYTES = 8;

  private final Token token;

  /// The session of C_Login stays open: the last one that closes ends the login.
  private final Session loginSession;

  private final SessionPool sessions;
  private final GcmLane gcm;
  private final SureDecryption decryption;
  private final Pkcs11Objects objects;
  private final AttributeReader attributes;
  private final Role role;
  private final boolean ours;
  private final Map<ObjectRef, Long> handles = new ConcurrentHashMap<>();

  private final SecureRandom keyIds = new SecureRandom();
  private final Object generating = new Object();
  private final Supplier<Optional<Boolean>> aesGcm;
  private final CapabilityProbe probe;
  private final Runnable onClose;
  private final AtomicBoolean ended = new AtomicBoolean();

  /// @param role nobody if it shows public objects only
  /// @param ours whether this program made the login, and so ends it
  /// @param aesGcm asks the token what [HsmSession#doesAesGcm] tells
  Pkcs11Session(
      Token token,
      Session loginSession,
      Role role,
      boolean ours,
      SessionPool sessions,
      GcmLane gcm,
      AttributeReader attributes,
      int cryptokiMajor,
      Supplier<Optional<Boolean>> aesGcm,
      CapabilityProbe probe,
      Runnable onClose) {
    this.token = token;
    this.loginSession = loginSession;
    this.sessions = sessions;
    this.gcm = gcm;
    this.decryption = new SureDecryption(gcm);
    this.role = role;
    this.ours = ours;
    this.attributes = attributes;
    this.objects =
        new Pkcs11Objects(token.label(), this::call, attributes, cryptokiMajor, this::forget);
    this.aesGcm = aesGcm;
    this.probe = probe;
    this.onClose = onClose;
  }

  @Override
  public Token token() {
    return token;
  }

  @Override
  public Optional<Boolean> doesAesGcm() {
    return aesGcm.get();
  }

  @Override
  public List<HsmKey> secretKeys() {
    return read("list the secret keys", SecretKeys.all(), _ -> true);
  }

  @Override
  public List<HsmKey> secretKeys(String label) {
    return read("look for " + label, SecretKeys.byLabel(label), ref -> ref.label().equals(label));
  }

  private List<HsmKey> read(String doing, AttributeVector template, Predicate<ObjectRef> lookedAt) {
    return call(
        doing,
        session -> {
          var keys = objects.keys(session, template);
          renewHandles(keys, lookedAt);
          return keys;
        });
  }

  /// A label that moves to another key, or is given twice, raises no error: what was just seen goes
  /// before what was remembered. What names more than one key is not remembered.
  private void renewHandles(List<HsmKey> keys, Predicate<ObjectRef> lookedAt) {
    var labels = keys.stream().collect(Collectors.groupingBy(HsmKey::label, Collectors.counting()));
    var seen = new HashMap<ObjectRef, Long>();
    var ofMore = new HashSet<ObjectRef>();
    for (var key : keys) {
      var name = key.ref().lasting();
      var twice = seen.put(name, key.ref().number()) != null;
      if (twice || (name.id().isEmpty() && labels.getOrDefault(name.label(), 0L) > 1)) {
        ofMore.add(name);
      }
    }
    seen.keySet().removeAll(ofMore);
    handles.keySet().removeIf(name -> lookedAt.test(name) && !seen.containsKey(name));
    handles.putAll(seen);
  }

  @Override
  public HsmKey generateAesKey(AesKeyTemplate template) {
    var doing = "generate " + template.label();
    synchronized (generating) {
      if (!secretKeys(template.label()).isEmpty()) {
        throw new HsmException(
            Reason.LABEL_IN_USE,
            "A secret key with the label " + template.label() + " is on the token already.");
      }
      var id = new byte[KEY_ID_BYTES];
      keyIds.nextBytes(id);
      var attributes = SecretKeys.toGenerate(template, id);
      try {
        generate(attributes);
      } catch (PKCS11Exception e) {
        // Tokens under load fail now and then. Once more, but never a second key.
        var ref = ObjectRef.secretKey(template.label(), HexFormat.of().formatHex(id));
        if (e.getErrorCode() != ReturnCodes.GENERAL_ERROR || !lookUp(ref).isEmpty()) {
          throw ReturnCodes.toException(doing, e);
        }
        LOG.info("Generating a key failed with CKR_GENERAL_ERROR and left no key; trying again");
        call(doing, session -> session.generateKey(new Mechanism(CKM_AES_KEY_GEN), attributes));
      }
    }
    return secretKeys(template.label()).stream()
        .findFirst()
        .orElseThrow(() ->
            new HsmException(
                Reason.GENERAL,
                "The token said that it made "
                    + template.label()
                    + ", but does not show it. Refresh before trying again."));
  }

  private void generate(AttributeVector attributes) throws PKCS11Exception {
    var _ =
        sessions.use(session -> session.generateKey(new Mechanism(CKM_AES_KEY_GEN), attributes));
  }

  @Override
  public byte[] encryptGcm(ObjectRef key, byte[] iv, byte[] aad, byte[] plaintext) {
    return withHandle(
        "encrypt with " + key.label(), key, handle -> gcm.encrypt(handle, iv, aad, plaintext));
  }

  @Override
  public SealedText sealGcm(ObjectRef key, byte[] aad, byte[] plaintext) {
    return withHandle(
        "encrypt with " + key.label(), key, handle -> gcm.seal(handle, aad, plaintext));
  }

  @Override
  public byte[] decryptGcm(ObjectRef key, byte[] iv, byte[] aad, byte[] ciphertextAndTag) {
    if (ciphertextAndTag.length < GcmLane.TAG_BITS / 8) {
      throw new HsmException(Reason.CIPHERTEXT_INVALID, "The ciphertext is shorter than its tag.");
    }
    return withHandle(
        "decrypt with " + key.label(),
        key,
        handle -> decryption.decrypt(handle, iv, aad, ciphertextAndTag));
  }

  @Override
  public TokenCapabilities probe(String keyLabel) {
    return retrying("show what it can do", () -> probe.find(keyOfProbe(keyLabel)));
  }

  @Override
  public TokenCapabilities measure(TokenCapabilities found, String keyLabel) {
    return retrying("show how fast it is", () -> probe.measure(found, keyOfProbe(keyLabel)));
  }

  private Optional<Long> keyOfProbe(String label) {
    var keys = label.isEmpty() ? List.<Long>of() : lookUp(ObjectRef.secretKey(label, ""));
    return keys.size() == 1 ? Optional.of(keys.getFirst()) : Optional.empty();
  }

  @Override
  public byte[] signingKey(String label) {
    return call(
        "read the public key " + label,
        session -> SigningKeys.publicKey(attributes, session, label));
  }

  @Override
  public byte[] sign(String label, byte[] message) {
    return call("sign with " + label, session -> SigningKeys.sign(session, label, message));
  }

  @Override
  public TokenObjects objects() {
    return objects;
  }

  @Override
  public byte[] random(int length) {
    return retrying("make random bytes", () -> gcm.random(length));
  }

  /// Whether the token still takes this process for logged in.
  boolean isLoggedIn() {
    var state =
        call("tell whether it is logged in", session -> session.getSessionInfo().getState());
    return isOf(role, state);
  }

  /// @param state of a session (`CKS_…`)
  static boolean isOf(Role role, long state) {
    return switch (role) {
      case USER -> state == CKS_RW_USER_FUNCTIONS || state == CKS_RO_USER_FUNCTIONS;
      case SECURITY_OFFICER -> state == CKS_RW_SO_FUNCTIONS;
      case NOBODY -> true;
    };
  }

  boolean endsItsLogin() {
    return ours;
  }

  @Override
  public void close() {
    if (ours && !ended.get()) {
      try {
        loginSession.logout();
      } catch (PKCS11Exception e) {
        LOG.debug("The login had ended before the logout: {}", e.getErrorName());
      }
    }
    abandon();
  }

  /// Lets go of all sessions without logging out.
  void abandon() {
    // The token may have given the numbers of its sessions to others since.
    if (ended.getAndSet(true)) {
      return;
    }
    gcm.close();
    sessions.close();
    handles.clear();
    try {
      loginSession.closeSession();
    } catch (PKCS11Exception e) {
      LOG.debug("The session was gone before it was closed: {}", e.getErrorName());
    }
    onClose.run();
  }

  @FunctionalInterface
  private interface KeyCall<T> {
    T on(long handle) throws PKCS11Exception;
  }

  /// A stale handle is looked up once more, a lost session replaced once.
  private <T> T withHandle(String doing, ObjectRef key, KeyCall<T> work) {
    var name = key.lasting();
    var secondTry = false;
    while (true) {
      var handle = handle(name);
      try {
        return work.on(handle);
      } catch (CiphertextRefused e) {
        throw ReturnCodes.toException(doing, e);
      } catch (PKCS11Exception e) {
        if (ReturnCodes.handleIsStale(e)) {
          handles.remove(name, handle);
        } else if (!ReturnCodes.losesSession(e)) {
          throw ReturnCodes.toException(doing, e);
        }
        if (secondTry) {
          throw ReturnCodes.toException(doing, e);
        }
        secondTry = true;
      }
    }
  }

  private void forget(long handle) {
    handles.values().removeIf(known -> known == handle);
  }

  private long handle(ObjectRef key) {
    var known = handles.get(key);
    if (known != null) {
      return known;
    }
    var found = lookUp(key);
    if (found.isEmpty()) {
      throw new HsmException(
          Reason.KEY_NOT_FOUND,
          "No secret key with the label " + key.label() + " is on the token.");
    }
    if (found.size() > 1) {
      throw new HsmException(
          Reason.KEY_AMBIGUOUS,
          "More than one secret key on the token has the label " + key.label() + ".");
    }
    handles.put(key, found.getFirst());
    return found.getFirst();
  }

  private List<Long> lookUp(ObjectRef key) {
    return call(
        "look for " + key.label(), session -> SecretKeys.find(session, SecretKeys.byRef(key), 2));
  }

  private <T> T call(String doing, SessionPool.SessionCall<T> call) {
    return retrying(doing, () -> sessions.use(call));
  }

  @FunctionalInterface
  private interface TokenCall<T> {
    T run() throws PKCS11Exception;
  }

  private static <T> T retrying(String doing, TokenCall<T> call) {
    try {
      try {
        return call.run();
      } catch (PKCS11Exception e) {
        if (!ReturnCodes.losesSession(e)) {
          throw e;
        }
        return call.run();
      }
    } catch (PKCS11Exception e) {
      throw ReturnCodes.toException(doing, e);
    }
  }
}
