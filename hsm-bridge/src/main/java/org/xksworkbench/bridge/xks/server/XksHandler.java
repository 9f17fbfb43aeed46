package org.xksworkbench.bridge.xks.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.xks.audit.AuditTrail;
import org.xksworkbench.bridge.xks.audit.XksCallListener;
import org.xksworkbench.bridge.xks.auth.AuthenticationFailure;
import org.xksworkbench.bridge.xks.auth.SigV4Verifier;
import org.xksworkbench.bridge.xks.auth.SignedRequest;
import org.xksworkbench.bridge.xks.protocol.EncryptRequest;
import org.xksworkbench.bridge.xks.protocol.Framing;
import org.xksworkbench.bridge.xks.protocol.XksError;
import org.xksworkbench.bridge.xks.protocol.XksException;
import org.xksworkbench.bridge.xks.protocol.XksJson;
import org.xksworkbench.bridge.xks.protocol.XksOperation;

/// Answers one request: signature, JSON, authorization, key, operation. Knows nothing of HTTP
/// servers.
final class XksHandler {

  /// An answer to send.
  record XksResponse(int httpStatus, byte[] body) {}

  private static final Logger LOG = LoggerFactory.getLogger(XksHandler.class);

  /// A prefix may show others.
  private static final KeyAdmission USABLE = new KeyAdmission.FitKeys();

  private static final int TAG_LENGTH = 16;
  private static final int AAD_LIMIT = 0xFFFF;
  private static final int KEY_USAGE_LIMIT = 10;
  private static final byte[] NO_METADATA = new byte[0];

  private final HsmSession session;
  private final SigV4Verifier verifier;
  private final KeyDirectory keys;
  private final HealthCheck health;
  private final Quotas quotas;
  private final EncryptionCounts encryptions;
  private final int plaintextLimit;
  private final AuditTrail trail;
  private final CredentialUses uses;
  private final List<XksCallListener> listeners;
  private final XksJson json = new XksJson();

  XksHandler(
      HsmSession session,
      SigV4Verifier verifier,
      KeyDirectory keys,
      HealthCheck health,
      Quotas quotas,
      EncryptionCounts encryptions,
      int plaintextLimit,
      AuditTrail trail,
      CredentialUses uses,
      List<XksCallListener> listeners) {
    this.session = session;
    this.verifier = verifier;
    this.keys = keys;
    this.health = health;
    this.quotas = quotas;
    this.encryptions = encryptions;
    this.plaintextLimit = plaintextLimit;
    this.trail = trail;
    this.uses = uses;
    this.listeners = List.copyOf(listeners);
  }

  /// Checks the signature.
  ///
  /// @return the refusal of one that is not valid
  Optional<XksResponse> authenticate(Route route, SignedRequest request, CallRecord call) {
    call.authBegins();
    try {
      var credential = verifier.verify(request, route.prefix()::credential);
      uses.note(route.prefix().path(), credential.accessKeyId());
      return Optional.empty();
    } catch (AuthenticationFailure e) {
      return Optional.of(
          refusalAnswer(
              new XksException(
                  XksError.AUTHENTICATION_FAILED, "The signature of the request is not valid.", e),
              call));
    } finally {
      call.authEnds();
    }
  }

  /// Makes the answer to a request whose signature is valid; who sends it reports it first.
  ///
  /// @param now the configuration that this request is answered by, whatever changes meanwhile
  XksResponse answer(Route route, ServedConfiguration now, byte[] body, CallRecord call) {
    try {
      if (route.operation() != XksOperation.GET_HEALTH_STATUS) {
        // Health uses no key of anybody, and tells AWS KMS whether something is wrong.
        quotas.require(route.prefix());
        requireTrail();
      }
      var permission = new Permission(route, now.policy());
      return new XksResponse(200, perform(route, permission, body, call));
    } catch (XksException e) {
      return refusalAnswer(e, call);
    } catch (HsmException e) {
      return refusalAnswer(toXks(route, e), call);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("A defect while answering KMS request {}", call.kmsRequestId(), e);
      return failureAnswer(call, e);
    }
  }

  /// The answer to a request that a defect of ours spoilt.
  XksResponse failureAnswer(CallRecord call, Throwable defect) {
    return refusalAnswer(
        new XksException(XksError.INTERNAL, "The proxy failed inside.", defect), call);
  }

  /// The answer to a request whose budget is over. The key manager is at fault if it took at least
  /// half of the time, or if everything stands still for it; else more is asked of the proxy than
  /// it can do. GetHealthStatus asks no key manager.
  ///
  /// @param nothingMoves whether calls into the token let no request be finished since this one
  ///   came
  XksResponse late(Route route, CallRecord call, boolean nothingMoves) {
    var asksToken = route.operation() != XksOperation.GET_HEALTH_STATUS;
    return refusalAnswer(
        asksToken && (nothingMoves || call.heldUpByToken())
            ? new XksException(
                XksError.DEPENDENCY_TIMEOUT, "The key manager did not answer in the time there is.")
            : new XksException(
                XksError.THROTTLING, "The proxy cannot keep up with what is asked of it."),
        call);
  }

  /// The answer to a request that finds no room to wait.
  XksResponse atTheLimit(CallRecord call) {
    return refusalAnswer(new XksException(XksError.THROTTLING, "The proxy is at its limit."), call);
  }

  /// An answer that needs no handling, such as to a path that does not exist.
  XksResponse refuse(XksException e, CallRecord call) {
    var answer = refusalAnswer(e, call);
    report(answer, call);
    return answer;
  }

  /// 405, which the specification gives no error name (API operations).
  XksResponse refuseMethod(CallRecord call) {
    var answer = new XksResponse(405, new byte[0]);
    report(answer, call);
    return answer;
  }

  private XksResponse refusalAnswer(XksException e, CallRecord call) {
    call.noteFailure(e);
    return new XksResponse(e.error().httpStatus(), json.error(e));
  }

  /// Tells the listeners of an answer that is about to be sent.
  void report(XksResponse answer, CallRecord call) {
    var done = call.toCall(answer.httpStatus());
    for (var listener : listeners) {
      try {
        listener.answered(done);
      } catch (RuntimeException e) {
        LOG.error("A listener of XKS calls failed", e);
      }
    }
  }

  private void requireTrail() {
    if (trail.refuses()) {
      throw new XksException(
          XksError.INTERNAL, "The proxy cannot write its request log now, and serves nothing.");
    }
  }

  private byte[] perform(Route route, Permission permission, byte[] body, CallRecord call) {
    return switch (route.operation()) {
      case GET_HEALTH_STATUS -> healthStatus(permission, body, call);
      case GET_KEY_METADATA -> keyMetadata(route, permission, body, call);
      case ENCRYPT -> encrypt(route, permission, body, call);
      case DECRYPT -> decrypt(route, permission, body, call);
    };
  }

  private byte[] healthStatus(Permission permission, byte[] body, CallRecord call) {
    call.metadata(json.metadata(json.parse(body), false, false));
    permission.requireOpenKeyStore();
    return json.health(health.status());
  }

  private byte[] keyMetadata(Route route, Permission permission, byte[] body, CallRecord call) {
    var metadata = json.metadata(json.parse(body), true, false);
    call.metadata(metadata);
    permission.requireAuthorized(metadata);
    var key = call.onToken(() -> keys.look(route.prefix(), route.xksKeyId()));
    return json.keyMetadata(keySpec(key), keyUsage(key), !permission.blocked());
  }

  private byte[] encrypt(Route route, Permission permission, byte[] body, CallRecord call) {
    var request = json.encryptRequest(json.parse(body));
    try {
      return encrypt(route, permission, request, call);
    } finally {
      Arrays.fill(request.plaintext(), (byte) 0);
    }
  }

  private byte[] encrypt(
      Route route, Permission permission, EncryptRequest request, CallRecord call) {
    call.metadata(request.metadata());
    permission.requireUse(request.metadata());
    if (request.plaintext().length > plaintextLimit
        || request.additionalAuthenticatedData().length > AAD_LIMIT) {
      throw new XksException(
          XksError.UNSUPPORTED_OPERATION, "The plaintext or its context is longer than served.");
    }
    var key = usable(route, call, KeyUsage.ENCRYPT);
    if (request.integrityValueWanted()) {
      // No value without the decrypt that shows it to be true.
      require(key, KeyUsage.DECRYPT);
    }
    var aad = Framing.aad(request.additionalAuthenticatedData(), NO_METADATA);
    encryptions.count(key);
    var made = call.onToken(() -> session.sealGcm(key.ref(), aad, request.plaintext()));
    var iv = made.iv();
    var sealed = made.ciphertextAndTag();
    if (sealed.length != request.plaintext().length + TAG_LENGTH) {
      throw new XksException(XksError.INTERNAL, "The key manager gave a wrong length.");
    }
    Optional<byte[]> integrity = Optional.empty();
    if (request.integrityValueWanted()) {
      // Before the decrypt: a bit that flips in memory between here and there must be found.
      integrity =
          Optional.of(
              Framing.integrityValue(
                  request.additionalAuthenticatedData(), NO_METADATA, iv, sealed));
      var back = call.onToken(() -> session.decryptGcm(key.ref(), iv, aad, sealed));
      var same = Arrays.equals(back, request.plaintext());
      Arrays.fill(back, (byte) 0);
      if (!same) {
        throw new XksException(XksError.INTERNAL, "The key manager did not give the text back.");
      }
    }
    var split = sealed.length - TAG_LENGTH;
    return json.encryptAnswer(
        Arrays.copyOf(sealed, split),
        iv,
        Arrays.copyOfRange(sealed, split, sealed.length),
        integrity);
  }

  private byte[] decrypt(Route route, Permission permission, byte[] body, CallRecord call) {
    var request = json.decryptRequest(json.parse(body));
    call.metadata(request.metadata());
    permission.requireUse(request.metadata());
    var key = usable(route, call, KeyUsage.DECRYPT);
    var aad = Framing.aad(request.additionalAuthenticatedData(), request.ciphertextMetadata());
    var sealed = Arrays.copyOf(request.ciphertext(), request.ciphertext().length + TAG_LENGTH);
    System.arraycopy(
        request.authenticationTag(), 0, sealed, request.ciphertext().length, TAG_LENGTH);
    var plaintext =
        call.onToken(
            () -> session.decryptGcm(key.ref(), request.initializationVector(), aad, sealed));
    try {
      return json.decryptAnswer(plaintext);
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private HsmKey usable(Route route, CallRecord call, KeyUsage usage) {
    var key = call.onToken(() -> keys.recall(route.prefix(), route.xksKeyId()));
    require(key, usage);
    return key;
  }

  private static void require(HsmKey key, KeyUsage usage) {
    if (!USABLE.admits(key) || !key.may(usage)) {
      throw new XksException(
          XksError.INVALID_KEY_USAGE, "The external key does not support this operation.");
    }
  }

  private static String keySpec(HsmKey key) {
    return key.keyType() + "_" + key.sizeBits();
  }

  private static List<String> keyUsage(HsmKey key) {
    var usages = new ArrayList<>(key.usages().stream().sorted().map(KeyUsage::name).toList());
    return usages.subList(0, Math.min(usages.size(), KEY_USAGE_LIMIT));
  }

  private XksException toXks(Route route, HsmException e) {
    return switch (e.reason()) {
      case KEY_NOT_FOUND -> {
        keys.forget(route.prefix(), route.xksKeyId());
        yield new XksException(
            XksError.KEY_NOT_FOUND, "The external key is not found, or is not served here.", e);
      }
      case KEY_AMBIGUOUS -> {
        keys.forget(route.prefix(), route.xksKeyId());
        yield new XksException(
            XksError.KEY_NOT_FOUND,
            "The external key ID names several keys. It must be unique to be served.",
            e);
      }
      case CIPHERTEXT_INVALID ->
          new XksException(
              XksError.INVALID_CIPHERTEXT,
              "Ciphertext, initialization vector, authentication tag or additional authenticated"
                  + " data is not what was encrypted.",
              e);
      case KEY_USAGE_NOT_PERMITTED -> {
        keys.forget(route.prefix(), route.xksKeyId());
        yield new XksException(
            XksError.INVALID_KEY_USAGE, "The external key does not support this operation.", e);
      }
      case MECHANISM_UNSUPPORTED ->
          new XksException(
              XksError.UNSUPPORTED_OPERATION, "The key manager does not support this.", e);
      case TIMEOUT ->
          new XksException(
              XksError.DEPENDENCY_TIMEOUT, "The key manager did not answer in time.", e);
      case MODULE_UNUSABLE,
          TOKEN_ABSENT,
          DEVICE_FAILED,
          PIN_INCORRECT,
          PIN_LOCKED,
          PIN_EXPIRED,
          PIN_NOT_SET,
          NOT_LOGGED_IN -> {
        health.suspect();
        yield new XksException(XksError.INTERNAL, "The key manager cannot be reached now.", e);
      }
      case LABEL_IN_USE, OUT_OF_RESOURCES, READ_ONLY, GENERAL -> {
        health.suspect();
        yield new XksException(XksError.INTERNAL, "The key manager failed.", e);
      }
    };
  }
}
