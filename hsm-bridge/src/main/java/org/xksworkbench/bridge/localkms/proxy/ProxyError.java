package org.xksworkbench.bridge.localkms.proxy;

import static org.xksworkbench.bridge.localkms.state.ConnectFailure.INTERNAL_ERROR;
import static org.xksworkbench.bridge.localkms.state.ConnectFailure.INVALID_CREDENTIALS;
import static org.xksworkbench.bridge.localkms.state.ConnectFailure.XKS_PROXY_ACCESS_DENIED;
import static org.xksworkbench.bridge.localkms.state.ConnectFailure.XKS_PROXY_INVALID_CONFIGURATION;
import static org.xksworkbench.bridge.localkms.state.ConnectFailure.XKS_PROXY_INVALID_RESPONSE;
import static org.xksworkbench.bridge.localkms.state.ConnectFailure.XKS_PROXY_INVALID_TLS_CONFIGURATION;
import static org.xksworkbench.bridge.localkms.state.ConnectFailure.XKS_PROXY_NOT_REACHABLE;
import static org.xksworkbench.bridge.localkms.state.ConnectFailure.XKS_PROXY_TIMED_OUT;

import java.util.Arrays;
import java.util.Optional;
import org.xksworkbench.bridge.localkms.state.ConnectFailure;

/// What AWS KMS makes of a proxy's failure (XKS proxy API specification, "Error codes", second
/// table; for connecting, AWS KMS API Reference, ConnectionErrorCode). Programs match on the
/// messages, so they are those of that table, word for word, but for UNHEALTHY and NOT_SENT, which
/// are not in it. Where AWS's documents contradict each other, docs/local-kms.md says which reading
/// this is.
public enum ProxyError {
  NO_TCP(
      "",
      "XksProxyUriUnreachableException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_NOT_REACHABLE,
      "AWS KMS cannot communicate with the external key store proxy. This might be a"
          + " transient network issue. If you see this error repeatedly, verify that your"
          + " external key store proxy is active and is connected to the network, and that"
          + " its endpoint URI is correct in your external keystore."),
  NO_TLS(
      "",
      "XksProxyUriUnreachableException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_TLS_CONFIGURATION,
      "AWS KMS cannot establish a TLS connection to the external key store proxy."
          + " Verify the TLS configuration, including its certificate."),
  NO_ANSWER_IN_TIME(
      "",
      "XksProxyUriUnreachableException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_TIMED_OUT,
      "AWS KMS rejected the request because the external key store proxy did not"
          + " respond in time. Retry the request. If you see this error repeatedly, report"
          + " it to your external key store proxy administrator."),
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
      "AWS KMS cannot interpret the response from the external key store proxy. If"
          + " you see this error repeatedly, report it to your external key store proxy"
          + " administrator."),
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
      "The ciphertext that the external key store proxy submitted for decryption, or"
          + " the encryption context, is corrupted, missing, or otherwise invalid."),
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
      "The external key associated with this KMS key in an external key store is not"
          + " enabled in the external key manager. Enable the external key in the external"
          + " key manager and retry the request."),
  INVALID_CIPHERTEXT(
      "InvalidCiphertextException",
      "XksProxyInvalidResponseException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_RESPONSE,
      "The external key store proxy rejected the request because the specified"
          + " ciphertext or encryption context is corrupted, missing, or otherwise invalid."),
  INVALID_KEY_USAGE(
      "InvalidKeyUsageException",
      "XksProxyInvalidResponseException",
      "XksKeyInvalidConfigurationException",
      XKS_PROXY_INVALID_RESPONSE,
      "The external key associated with this KMS key in an external key store does"
          + " not support the requested operation. Enable the operation on the key in your"
          + " external key manager, and try the request again."),
  AUTHENTICATION(
      "AuthenticationFailedException",
      "XksProxyIncorrectAuthenticationCredentialException",
      "CustomKeyStoreInvalidStateException",
      INVALID_CREDENTIALS,
      "The external key store proxy rejected the request because it could not"
          + " authenticate AWS KMS. Verify the XKS proxy authentication credentials for your"
          + " external key store and update if necessary."),
  ACCESS_DENIED(
      "AccessDeniedException",
      "XksProxyInvalidResponseException",
      "KMSInvalidStateException",
      XKS_PROXY_ACCESS_DENIED,
      "The external key store proxy denied access to the operation. Verify that the"
          + " user and the external key are both authorized for this operation, and try the"
          + " request again."),
  KEY_NOT_FOUND(
      "KeyNotFoundException",
      "XksProxyInvalidResponseException",
      "XksKeyNotFoundException",
      XKS_PROXY_INVALID_RESPONSE,
      "The external key associated with this KMS key in an external key store was not"
          + " found in its external key manager. If the external key ID associated with this"
          + " KMS key is incorrect, create a new KMS key with the correct external key ID."),
  INVALID_URI_PATH(
      "InvalidUriPathException",
      "XksProxyInvalidConfigurationException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_CONFIGURATION,
      "The external key store proxy rejected the request because of an invalid URI"
          + " path. Verify the URI path for your external key store and update if necessary."),
  THROTTLING(
      "ThrottlingException",
      "XksProxyUriUnreachableException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_NOT_REACHABLE,
      "The external key store proxy rejected the request due to a very high request"
          + " rate. Reduce the frequency of your calls using KMS keys in this external key"
          + " store."),
  UNSUPPORTED(
      "UnsupportedOperationException",
      "XksProxyInvalidResponseException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_RESPONSE,
      "The external key store proxy rejected the request because it does not support"
          + " the requested operation. If you see this error repeatedly, report it to your"
          + " external key store proxy administrator."),
  DEPENDENCY_TIMEOUT(
      "DependencyTimeoutException",
      "XksProxyUriUnreachableException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_TIMED_OUT,
      "The external key store proxy did not respond to the request in the time"
          + " allotted. Retry the request. If you see this error repeatedly, report it to"
          + " your external key store proxy administrator."),
  INTERNAL(
      "InternalException",
      "XksProxyInvalidResponseException",
      "CustomKeyStoreInvalidStateException",
      XKS_PROXY_INVALID_RESPONSE,
      "The external key store proxy rejected the request because it cannot"
          + " communicate with the external key manager. Verify that the external key store"
          + " proxy configuration is correct and that the external key manager is available.");

  private final String errorName;
  private final String onStore;
  private final String onCreateKey;
  private final ConnectFailure onConnect;
  private final String message;

  ProxyError(
      String errorName,
      String onStore,
      String onCreateKey,
      ConnectFailure onConnect,
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

  public ConnectFailure onConnect() {
    return onConnect;
  }

  public String message() {
    return message;
  }
}
