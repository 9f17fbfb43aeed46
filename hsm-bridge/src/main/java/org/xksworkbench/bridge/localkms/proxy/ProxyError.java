package org.xksworkbench.bridge.localkms.proxy;

import static org.xksworkbench.bridge.localkms.state.ConnectionErrorCode.INTERNAL_ERROR;
import static org.xksworkbench.bridge.localkms.state.ConnectionErrorCode.INVALID_CREDENTIALS;
import static org.xksworkbench.bridge.localkms.state.ConnectionErrorCode.XKS_PROXY_ACCESS_DENIED;
import static org.xksworkbench.bridge.localkms.state.ConnectionErrorCode.XKS_PROXY_INVALID_CONFIGURATION;
import static org.xksworkbench.bridge.localkms.state.ConnectionErrorCode.XKS_PROXY_INVALID_RESPONSE;
import static org.xksworkbench.bridge.localkms.state.ConnectionErrorCode.XKS_PROXY_INVALID_TLS_CONFIGURATION;
import static org.xksworkbench.bridge.localkms.state.ConnectionErrorCode.XKS_PROXY_NOT_REACHABLE;
import static org.xksworkbench.bridge.localkms.state.ConnectionErrorCode.XKS_PROXY_TIMED_OUT;

import java.util.Arrays;
import java.util.Optional;
import org.xksworkbench.bridge.localkms.state.ConnectionErrorCode;

/// What AWS KMS makes of a proxy's failure (XKS proxy API specification, "Error codes", second
/// table; for connecting, AWS KMS API Reference, ConnectionErrorCode). Messages carry the facts of
/// AWS's in words of our own. Where AWS's documents contradict each other, docs/local-kms.md says
/// which reading this is.
public enum ProxyError {
  NO_TCP(
      "",
      "XksProxyUriUnreachableException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_NOT_REACHABLE,
      "AWS KMS cannot make a TCP connection to the external key store proxy. Check that the proxy"
          + " runs, that the network leads to it, and that the endpoint URI is right."),
  NO_TLS(
      "",
      "XksProxyUriUnreachableException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_TLS_CONFIGURATION,
      "AWS KMS cannot establish TLS with the external key store proxy. Check its TLS configuration:"
          + " the name in the certificate, its dates, and the authority that issued it."),
  NO_ANSWER_IN_TIME(
      "",
      "XksProxyUriUnreachableException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_TIMED_OUT,
      "The external key store proxy did not respond in time. Try again; if it happens often, tell"
          + " the administrator of the proxy."),
  /// Not the proxy's fault, and not sent: what AWS KMS answers when it has too much to do itself.
  NOT_SENT(
      "",
      "ThrottlingException",
      "ThrottlingException",
      INTERNAL_ERROR,
      "The local KMS itself has too many requests to this external key store proxy under way; it"
          + " sent none. Try again, or use fewer clients at once."),
  MALFORMED(
      "",
      "XksProxyInvalidResponseException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_RESPONSE,
      "AWS KMS cannot interpret the response of the external key store proxy. If it happens often,"
          + " tell the administrator of the proxy."),
  UNHEALTHY(
      "",
      "XksProxyUriUnreachableException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_NOT_REACHABLE,
      "The external key store proxy reports every external key manager as UNAVAILABLE."),
  WRONG_BYTES(
      "",
      "XksProxyInvalidResponseException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_RESPONSE,
      "What the external key store proxy decrypted, or the encryption context, is corrupted,"
          + " missing or otherwise invalid."),
  VALIDATION(
      "ValidationException",
      "XksProxyInvalidResponseException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_RESPONSE,
      MALFORMED.message),
  INVALID_STATE(
      "InvalidStateException",
      "XksProxyInvalidResponseException",
      "XksKeyInvalidConfigurationException",
      XKS_PROXY_INVALID_RESPONSE,
      "The external key is not enabled in the external key manager. Enable it there, then try"
          + " again."),
  INVALID_CIPHERTEXT(
      "InvalidCiphertextException",
      "XksProxyInvalidResponseException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_RESPONSE,
      "The external key store proxy rejected the request: the ciphertext or the encryption context"
          + " is corrupted, missing or otherwise invalid."),
  INVALID_KEY_USAGE(
      "InvalidKeyUsageException",
      "XksProxyInvalidResponseException",
      "XksKeyInvalidConfigurationException",
      XKS_PROXY_INVALID_RESPONSE,
      "The external key does not support the requested operation. Enable the operation for the key"
          + " in the external key manager, then try again."),
  AUTHENTICATION(
      "AuthenticationFailedException",
      "XksProxyIncorrectAuthenticationCredentialException",
      "CustomKeyStoreInvalidStateException",
      INVALID_CREDENTIALS,
      "The external key store proxy could not authenticate AWS KMS. Check the proxy authentication"
          + " credential of the key store, and update it if it is wrong."),
  ACCESS_DENIED(
      "AccessDeniedException",
      "XksProxyInvalidResponseException",
      "KMSInvalidStateException",
      XKS_PROXY_ACCESS_DENIED,
      "The external key store proxy denied access to the operation. Check that the caller and the"
          + " external key are authorized for it at the proxy."),
  KEY_NOT_FOUND(
      "KeyNotFoundException",
      "XksProxyInvalidResponseException",
      "XksKeyNotFoundException",
      XKS_PROXY_INVALID_RESPONSE,
      "The external key store proxy does not find the external key. Check the external key ID; a"
          + " KMS key keeps the one it was created with."),
  INVALID_URI_PATH(
      "InvalidUriPathException",
      "XksProxyInvalidConfigurationException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_CONFIGURATION,
      "The external key store proxy rejected the URI path. Check the URI path of the key store, and"
          + " update it if it is wrong."),
  THROTTLING(
      "ThrottlingException",
      "XksProxyUriUnreachableException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_NOT_REACHABLE,
      "The external key store proxy rejected the request because of too many requests. Use the KMS"
          + " keys of this key store less often."),
  UNSUPPORTED(
      "UnsupportedOperationException",
      "XksProxyInvalidResponseException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_RESPONSE,
      "The external key store proxy does not support the requested operation. If it happens often,"
          + " tell the administrator of the proxy."),
  DEPENDENCY_TIMEOUT(
      "DependencyTimeoutException",
      "XksProxyUriUnreachableException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_TIMED_OUT,
      "The external key store proxy waited too long for what it depends on. Try again; if it"
          + " happens often, tell the administrator of the proxy."),
  INTERNAL(
      "InternalException",
      "XksProxyInvalidResponseException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_RESPONSE,
      "The external key store proxy cannot communicate with the external key manager. Check the"
          + " configuration of the proxy, and that the key manager is available.");

  private final String errorName;
  private final String onStore;
  private final String onCreateKey;
  private final ConnectionErrorCode onConnect;
  private final String message;

  ProxyError(
      String errorName,
      String onStore,
      String onCreateKey,
      ConnectionErrorCode onConnect,
      String message) {
    this.errorName = errorName;
    this.onStore = onStore;
    this.onCreateKey = onCreateKey;
    this.onConnect = onConnect;
    this.message = message;
  }

  /// @param errorName of the specification
  public static Optional<ProxyError> ofErrorName(String errorName) {
    return errorName.isEmpty()
        ? Optional.empty()
        : Arrays.stream(values()).filter(kind -> kind.errorName.equals(errorName)).findFirst();
  }

  /// Exception of CreateCustomKeyStore and UpdateCustomKeyStore.
  public String onStore() {
    return onStore;
  }

  public String onCreateKey() {
    return onCreateKey;
  }

  String onCrypto() {
    return this == NOT_SENT ? "ThrottlingException" : "KMSInvalidStateException";
  }

  public ConnectionErrorCode onConnect() {
    return onConnect;
  }

  public String message() {
    return message;
  }
}
