package org.xksworkbench.app.problem;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.KmsErrorCode;

/// How an XKS proxy can fail AWS KMS, and what AWS KMS makes of it (XKS proxy API specification,
/// Error codes; AWS KMS Developer Guide, troubleshooting external key stores).
///
/// Two rows are not settled by AWS's own pages and follow the more frequent reading: a denial at
/// CreateKey (the specification says KMSInvalidStateException, the guide
/// CustomKeyStoreInvalidStateException), and an unsupported operation (the specification names an
/// exception that the API does not have).
public enum ProxyFailure {
  VALIDATION(
      "ValidationException",
      "The proxy says that the request of AWS KMS is not valid, so the two do not speak the same"
          + " protocol.",
      "See that the proxy speaks version 1 of the XKS proxy API, and ask its vendor.",
      KmsErrorCode.XKS_PROXY_INVALID_RESPONSE,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      ConnectionErrorCode.XKS_PROXY_INVALID_RESPONSE),
  INVALID_STATE(
      "InvalidStateException",
      "The external key is not enabled.",
      "Enable the key in the external key manager.",
      null,
      KmsErrorCode.XKS_KEY_INVALID_CONFIGURATION,
      null),
  INVALID_CIPHERTEXT(
      "InvalidCiphertextException",
      "The proxy could not decrypt: the ciphertext or the encryption context is not what was"
          + " encrypted.",
      "Use the ciphertext and the encryption context as they were.",
      null,
      null,
      null),
  WRONG_BYTES(
      "",
      "The proxy answered a decryption with other bytes than were encrypted.",
      "Stop using the proxy and ask its vendor: what it returns cannot be trusted.",
      null,
      null,
      null),
  INVALID_KEY_USAGE(
      "InvalidKeyUsageException",
      "The external key may not be used for this operation.",
      "Allow the key both to encrypt and to decrypt.",
      null,
      KmsErrorCode.XKS_KEY_INVALID_CONFIGURATION,
      null),
  AUTHENTICATION_FAILED(
      "AuthenticationFailedException",
      "The proxy does not accept the signature: the credential is another one, a signed header was"
          + " changed on the way, or a clock is off by more than 5 minutes.",
      "Give the key store the credential that the proxy has, and check the clocks.",
      KmsErrorCode.XKS_PROXY_INCORRECT_AUTHENTICATION_CREDENTIAL,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      ConnectionErrorCode.INVALID_CREDENTIALS),
  ACCESS_DENIED(
      "AccessDeniedException",
      "The policy of the proxy refuses the caller.",
      "Allow the principal, the operation and the key in the policy of the proxy; health must"
          + " always be allowed.",
      null,
      KmsErrorCode.KMS_INVALID_STATE,
      ConnectionErrorCode.XKS_PROXY_ACCESS_DENIED),
  KEY_NOT_FOUND(
      "KeyNotFoundException",
      "The proxy does not know the external key.",
      "Check the external key ID, and that the key still exists in the HSM.",
      null,
      KmsErrorCode.XKS_KEY_NOT_FOUND,
      null),
  INVALID_URI_PATH(
      "InvalidUriPathException",
      "The proxy does not serve this URI path.",
      "Compare the URI path with the one that the proxy is configured with.",
      KmsErrorCode.XKS_PROXY_INVALID_CONFIGURATION,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      ConnectionErrorCode.XKS_PROXY_INVALID_CONFIGURATION),
  THROTTLING(
      "ThrottlingException",
      "The proxy asks for fewer requests.",
      "Find out what loads the proxy or its HSM, and give them more capacity.",
      KmsErrorCode.XKS_PROXY_URI_UNREACHABLE,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      ConnectionErrorCode.XKS_PROXY_NOT_REACHABLE),
  UNSUPPORTED_OPERATION(
      "UnsupportedOperationException",
      "The proxy does not support the operation.",
      "Ask the vendor of the proxy for one that does.",
      null,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      null),
  DEPENDENCY_TIMEOUT(
      "DependencyTimeoutException",
      "The HSM behind the proxy did not answer in time.",
      "Look at the load of the HSM and at the network between proxy and HSM.",
      KmsErrorCode.XKS_PROXY_URI_UNREACHABLE,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      ConnectionErrorCode.XKS_PROXY_TIMED_OUT),
  INTERNAL(
      "InternalException",
      "The proxy failed inside, or cannot reach its HSM.",
      "Look at the log of the proxy for the same moment.",
      KmsErrorCode.XKS_PROXY_INVALID_RESPONSE,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      ConnectionErrorCode.XKS_PROXY_INVALID_RESPONSE),
  NOT_REACHABLE(
      "",
      "Nothing accepts TCP connections at port 443 of the endpoint.",
      "Start the proxy, open port 443, and check the host name and its route.",
      KmsErrorCode.XKS_PROXY_URI_UNREACHABLE,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      ConnectionErrorCode.XKS_PROXY_NOT_REACHABLE),
  TLS_FAILED(
      "",
      "TLS with the proxy fails.",
      "Give the proxy TLS 1.2 or 1.3 and a valid certificate for its host name from a trusted"
          + " authority.",
      KmsErrorCode.XKS_PROXY_URI_UNREACHABLE,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      ConnectionErrorCode.XKS_PROXY_INVALID_TLS_CONFIGURATION),
  TIMED_OUT(
      "",
      "The proxy did not answer within 250 milliseconds.",
      "Look for load on proxy and HSM, and keep the round trip to the Region below 35"
          + " milliseconds.",
      KmsErrorCode.XKS_PROXY_URI_UNREACHABLE,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      ConnectionErrorCode.XKS_PROXY_TIMED_OUT),
  MALFORMED(
      "",
      "What answered does not speak the XKS proxy API: the answer is no JSON, or an error without a"
          + " name.",
      "See that nothing in front of the proxy answers in its place; a load balancer listener of"
          + " kind TCP where TLS is needed is a known cause.",
      KmsErrorCode.XKS_PROXY_INVALID_RESPONSE,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      ConnectionErrorCode.XKS_PROXY_INVALID_RESPONSE),
  ALL_UNAVAILABLE(
      "",
      "The proxy says that every external key manager is UNAVAILABLE.",
      "Bring the HSM back; the proxy itself runs.",
      KmsErrorCode.XKS_PROXY_URI_UNREACHABLE,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      ConnectionErrorCode.XKS_PROXY_NOT_REACHABLE),
  NOT_CONNECTED(
      "",
      "The key store is not connected.",
      "Connect the key store.",
      null,
      KmsErrorCode.CUSTOM_KEY_STORE_INVALID_STATE,
      null);

  private final String errorName;
  private final String cause;
  private final String remedy;
  private final @Nullable KmsErrorCode onKeyStore;
  private final @Nullable KmsErrorCode onCreateKey;
  private final @Nullable ConnectionErrorCode onConnect;

  ProxyFailure(
      String errorName,
      String cause,
      String remedy,
      @Nullable KmsErrorCode onKeyStore,
      @Nullable KmsErrorCode onCreateKey,
      @Nullable ConnectionErrorCode onConnect) {
    this.errorName = errorName;
    this.cause = cause;
    this.remedy = remedy;
    this.onKeyStore = onKeyStore;
    this.onCreateKey = onCreateKey;
    this.onConnect = onConnect;
  }

  /// @param errorName of the XKS proxy API, such as `KeyNotFoundException`
  public static Optional<ProxyFailure> ofErrorName(String errorName) {
    return Arrays.stream(values())
        .filter(failure -> !errorName.isEmpty() && failure.errorName.equals(errorName))
        .findFirst();
  }

  /// The proxy's error (`errorName`); empty where there is none.
  public String errorName() {
    return errorName;
  }

  /// What is wrong, a sentence.
  public String cause() {
    return cause;
  }

  /// What to do, a sentence.
  public String remedy() {
    return remedy;
  }

  /// What CreateCustomKeyStore and UpdateCustomKeyStore answer; empty if it cannot happen there.
  public Optional<KmsErrorCode> onKeyStore() {
    return Optional.ofNullable(onKeyStore);
  }

  /// What CreateKey answers; empty if it cannot happen there.
  public Optional<KmsErrorCode> onCreateKey() {
    return Optional.ofNullable(onCreateKey);
  }

  /// What Encrypt, Decrypt and their like answer, whatever it is.
  public KmsErrorCode onUse() {
    return KmsErrorCode.KMS_INVALID_STATE;
  }

  /// The ConnectionErrorCode after ConnectCustomKeyStore; empty if it cannot happen there.
  public Optional<ConnectionErrorCode> onConnect() {
    return Optional.ofNullable(onConnect);
  }
}
