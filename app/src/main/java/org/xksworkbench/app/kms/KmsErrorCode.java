package org.xksworkbench.app.kms;

import java.util.Arrays;
import java.util.Optional;

/// An error code that this program knows (AWS KMS API Reference, errors of each action and Common
/// Errors). One that is newer has a [KmsException#code()] only.
public enum KmsErrorCode {
  CUSTOM_KEY_STORE_INVALID_STATE("CustomKeyStoreInvalidStateException"),
  CUSTOM_KEY_STORE_NOT_FOUND("CustomKeyStoreNotFoundException"),
  XKS_KEY_NOT_FOUND("XksKeyNotFoundException"),
  XKS_KEY_ALREADY_IN_USE("XksKeyAlreadyInUseException"),
  XKS_KEY_INVALID_CONFIGURATION("XksKeyInvalidConfigurationException"),
  ALREADY_EXISTS("AlreadyExistsException"),
  INVALID_ALIAS_NAME("InvalidAliasNameException"),
  NOT_FOUND("NotFoundException"),
  DISABLED("DisabledException"),
  KMS_INVALID_STATE("KMSInvalidStateException"),
  KEY_UNAVAILABLE("KeyUnavailableException"),
  DEPENDENCY_TIMEOUT("DependencyTimeoutException"),
  KMS_INTERNAL("KMSInternalException"),
  INVALID_CIPHERTEXT("InvalidCiphertextException"),
  INCORRECT_KEY("IncorrectKeyException"),
  LIMIT_EXCEEDED("LimitExceededException"),
  TAG("TagException"),
  MALFORMED_POLICY_DOCUMENT("MalformedPolicyDocumentException"),
  INVALID_ARN("InvalidArnException"),
  UNSUPPORTED_OPERATION("UnsupportedOperationException"),
  VALIDATION("ValidationException"),
  ACCESS_DENIED("AccessDeniedException"),
  /// Of IAM, whose codes have no ending.
  IAM_ACCESS_DENIED("AccessDenied"),
  THROTTLING("ThrottlingException"),
  CUSTOM_KEY_STORE_NAME_IN_USE("CustomKeyStoreNameInUseException"),
  CUSTOM_KEY_STORE_HAS_CMKS("CustomKeyStoreHasCMKsException"),
  XKS_PROXY_URI_IN_USE("XksProxyUriInUseException"),
  XKS_PROXY_URI_ENDPOINT_IN_USE("XksProxyUriEndpointInUseException"),
  XKS_PROXY_URI_UNREACHABLE("XksProxyUriUnreachableException"),
  XKS_PROXY_INCORRECT_AUTHENTICATION_CREDENTIAL(
      "XksProxyIncorrectAuthenticationCredentialException"),
  XKS_PROXY_INVALID_CONFIGURATION("XksProxyInvalidConfigurationException"),
  XKS_PROXY_INVALID_RESPONSE("XksProxyInvalidResponseException"),
  XKS_PROXY_VPC_ENDPOINT_SERVICE_IN_USE("XksProxyVpcEndpointServiceInUseException"),
  XKS_PROXY_VPC_ENDPOINT_SERVICE_NOT_FOUND("XksProxyVpcEndpointServiceNotFoundException"),
  XKS_PROXY_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION(
      "XksProxyVpcEndpointServiceInvalidConfigurationException"),
  EXPIRED_TOKEN("ExpiredTokenException", "ExpiredToken"),
  REQUEST_EXPIRED("RequestExpired"),
  REQUEST_TIME_TOO_SKEWED("RequestTimeTooSkewed"),
  INVALID_SIGNATURE("InvalidSignatureException", "SignatureDoesNotMatch"),
  INVALID_CLIENT_TOKEN_ID("InvalidClientTokenId"),
  MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException", "MissingAuthenticationToken"),
  UNRECOGNIZED_CLIENT("UnrecognizedClientException"),
  INTERNAL_FAILURE("InternalFailure", "InternalError"),
  SERVICE_UNAVAILABLE("ServiceUnavailable"),
  REQUEST_TIMEOUT("RequestTimeout"),

  /// Of this program: the session of IAM Identity Center that the AWS CLI keeps has ended.
  SSO_SESSION_EXPIRED("SsoSessionExpired"),

  /// Of this program: a sign-in in the window came to nothing.
  SIGN_IN_FAILED("SignInFailed"),

  /// Of this program: there is a session of IAM Identity Center, and the role is not given for it.
  SSO_ROLE_DENIED("SsoRoleDenied"),

  /// Of this program: what the AWS files say of a profile makes no credentials.
  PROFILE_UNUSABLE("ProfileUnusable"),

  /// Of this program: a new profile cannot be what was entered, or cannot be written.
  PROFILE_NOT_MADE("ProfileNotMade"),

  /// Of this program: a profile of `aws login`, without the AWS CLI.
  CONSOLE_LOGIN("ConsoleLogin"),

  /// Of this program: the session of `aws login` has ended, or there is none.
  CONSOLE_LOGIN_ENDED("ConsoleLoginEnded"),

  /// Of this program: what `credential_process` names did not print credentials.
  CREDENTIAL_PROCESS_FAILED("CredentialProcessFailed"),

  /// Of this program: the user gave no code of an MFA device.
  MFA_CODE_MISSING("MfaCodeMissing"),

  /// Of this program: AWS STS did not take the code of an MFA device.
  MFA_CODE_REFUSED("MfaCodeRefused"),

  /// Of this program: a setting would have sent credentials elsewhere than to AWS.
  ENDPOINT_REFUSED("EndpointRefused"),

  /// Of this program: the proxy server of the network.
  NETWORK_PROXY("NetworkProxy"),

  /// Of this program: the name of a host is not known here.
  NETWORK_NAME("NetworkName"),

  /// Of this program: no connection came about.
  NETWORK_CONNECTION("NetworkConnection"),

  /// Of this program: TLS failed.
  NETWORK_TLS("NetworkTls"),

  /// Of this program: an answer that has no error code of AWS.
  NETWORK_ANSWER("NetworkAnswer"),

  /// Of this program: the file with the authorities of the network.
  CA_BUNDLE("CaBundle"),

  /// Of this program: the AWS SDK does not understand a variable or a setting.
  SDK_CONFIGURATION("SdkConfiguration"),

  /// Of this program: what came back is not what was encrypted.
  ROUND_TRIP_FAILED("RoundTripFailed");

  private final String text;
  private final String alsoKnownAs;

  KmsErrorCode(String text) {
    this(text, text);
  }

  KmsErrorCode(String text, String alsoKnownAs) {
    this.text = text;
    this.alsoKnownAs = alsoKnownAs;
  }

  /// @param name as AWS sends it, such as `XksKeyNotFoundException`
  public static Optional<KmsErrorCode> of(String name) {
    return Arrays.stream(values())
        .filter(code -> code.text.equals(name) || code.alsoKnownAs.equals(name))
        .findFirst();
  }

  /// As AWS sends it, such as `XksKeyNotFoundException`.
  public String text() {
    return text;
  }
}
