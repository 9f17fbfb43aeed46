package org.xksworkbench.bridge.localkms;

import org.xksworkbench.bridge.xks.client.Outcome;

/// What AWS KMS makes of a proxy's failure (XKS specification, Error codes, second table; AWS KMS
/// API Reference, ConnectionErrorCode).
final class ProxyFaults {

  private ProxyFaults() {}

  /// On CreateCustomKeyStore.
  static KmsFault onStore(Outcome outcome) {
    var code =
        switch (outcome) {
          case Outcome.Answered _ -> throw new IllegalArgumentException("no failure");
          case Outcome.Unreachable _, Outcome.TlsFailed _, Outcome.TimedOut _ ->
              "XksProxyUriUnreachableException";
          case Outcome.Malformed _ -> "XksProxyInvalidResponseException";
          case Outcome.Refused(_, var error, _) ->
              switch (error) {
                case "AuthenticationFailedException" ->
                    "XksProxyIncorrectAuthenticationCredentialException";
                case "InvalidUriPathException" -> "XksProxyInvalidConfigurationException";
                case "ThrottlingException", "DependencyTimeoutException" ->
                    "XksProxyUriUnreachableException";
                default -> "XksProxyInvalidResponseException";
              };
        };
    return new KmsFault(code, describe(outcome));
  }

  /// `ConnectionErrorCode` of a connect that failed.
  static String onConnect(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered _ -> throw new IllegalArgumentException("no failure");
      case Outcome.Unreachable _ -> "XKS_PROXY_NOT_REACHABLE";
      case Outcome.TlsFailed _ -> "XKS_PROXY_INVALID_TLS_CONFIGURATION";
      case Outcome.TimedOut _ -> "XKS_PROXY_TIMED_OUT";
      case Outcome.Malformed _ -> "XKS_PROXY_INVALID_RESPONSE";
      case Outcome.Refused(_, var error, _) ->
          switch (error) {
            case "AuthenticationFailedException" -> "INVALID_CREDENTIALS";
            case "AccessDeniedException" -> "XKS_PROXY_ACCESS_DENIED";
            case "InvalidUriPathException" -> "XKS_PROXY_INVALID_CONFIGURATION";
            case "ThrottlingException", "DependencyTimeoutException" -> "XKS_PROXY_TIMED_OUT";
            default -> "XKS_PROXY_INVALID_RESPONSE";
          };
    };
  }

  /// On CreateKey.
  static KmsFault onCreateKey(Outcome outcome) {
    var code =
        outcome instanceof Outcome.Refused(_, var error, _)
            ? switch (error) {
              case "KeyNotFoundException" -> "XksKeyNotFoundException";
              case "InvalidStateException", "InvalidKeyUsageException" ->
                  "XksKeyInvalidConfigurationException";
              case "AccessDeniedException" -> "KMSInvalidStateException";
              default -> "CustomKeyStoreInvalidStateException";
            }
            : "CustomKeyStoreInvalidStateException";
    return new KmsFault(code, describe(outcome));
  }

  /// On a cryptographic operation: always the same code, told apart by the message.
  static KmsFault onCrypto(Outcome outcome) {
    return new KmsFault("KMSInvalidStateException", describe(outcome));
  }

  /// The facts that AWS's message carries, in our words. The proxy's own message is not passed on.
  private static String describe(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered _ -> throw new IllegalArgumentException("no failure");
      case Outcome.Unreachable _ ->
          "No TCP connection to the external key store proxy could be made.";
      case Outcome.TlsFailed _ ->
          "TLS with the external key store proxy failed; check its certificate.";
      case Outcome.TimedOut _ -> "The external key store proxy did not answer in time.";
      case Outcome.Malformed _ ->
          "The answer of the external key store proxy cannot be interpreted.";
      case Outcome.Refused(_, var error, _) ->
          switch (error) {
            case "AuthenticationFailedException" ->
                "The external key store proxy does not accept the authentication credential.";
            case "AccessDeniedException" ->
                "The external key store proxy denied access to the operation or the external key.";
            case "KeyNotFoundException" ->
                "The external key store proxy does not find the external key.";
            case "InvalidUriPathException" ->
                "The external key store proxy does not serve this URI path.";
            case "InvalidStateException" ->
                "The external key is not enabled in the external key manager.";
            case "InvalidKeyUsageException" -> "The external key does not support the operation.";
            case "InvalidCiphertextException" ->
                "The external key store proxy rejected the ciphertext or its context.";
            case "ThrottlingException" -> "The external key store proxy asks for fewer requests.";
            case "UnsupportedOperationException" ->
                "The external key store proxy does not support the operation.";
            case "DependencyTimeoutException" ->
                "The external key store proxy waited too long for its key manager.";
            case "InternalException" ->
                "The external key store proxy could not reach its key manager.";
            default -> "The answer of the external key store proxy cannot be interpreted.";
          };
    };
  }
}
