package org.xksworkbench.app.problem;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.problem.Problem.ProblemKind;

/// The error codes of AWS KMS that this program can meet, explained (AWS KMS API Reference, errors
/// of each action; Developer Guide, "Create a KMS key in external key stores").
final class KmsProblems {

  /// What is said of a code.
  record ProblemText(ProblemKind kind, String headline, List<String> causes, String nextStep) {}

  private KmsProblems() {}

  /// Found by this program before anything was sent: what it says is the cause.
  private static final Set<KmsErrorCode> OWN_WORDS =
      EnumSet.of(
          KmsErrorCode.SIGN_IN_FAILED,
          KmsErrorCode.SSO_ROLE_DENIED,
          KmsErrorCode.PROFILE_UNUSABLE,
          KmsErrorCode.PROFILE_NOT_MADE,
          KmsErrorCode.CONSOLE_LOGIN,
          KmsErrorCode.CONSOLE_LOGIN_ENDED,
          KmsErrorCode.CREDENTIAL_PROCESS_FAILED,
          KmsErrorCode.MFA_CODE_MISSING,
          KmsErrorCode.MFA_CODE_REFUSED,
          KmsErrorCode.ENDPOINT_REFUSED,
          KmsErrorCode.NETWORK_PROXY,
          KmsErrorCode.NETWORK_NAME,
          KmsErrorCode.NETWORK_CONNECTION,
          KmsErrorCode.NETWORK_TLS,
          KmsErrorCode.NETWORK_ANSWER,
          KmsErrorCode.CA_BUNDLE,
          KmsErrorCode.SDK_CONFIGURATION);

  private static final Set<KmsErrorCode> DENIED =
      EnumSet.of(KmsErrorCode.ACCESS_DENIED, KmsErrorCode.IAM_ACCESS_DENIED);

  static Problem of(KmsException failure) {
    var detail = Problems.message(failure);
    var text = failure.knownCode().map(KmsProblems::text).orElseGet(() -> text(failure, detail));
    if (failure.knownCode().filter(OWN_WORDS::contains).isPresent()) {
      return Problem.of(text.kind(), text.headline())
          .because(detail)
          .toDo(text.nextStep())
          .withCode(failure.code());
    }
    var denied = failure.knownCode().filter(DENIED::contains).flatMap(_ -> DeniedAccess.of(detail));
    return Problem.of(text.kind(), text.headline())
        .because(denied.map(DeniedAccess::causes).orElse(text.causes()))
        .toDo(denied.map(DeniedAccess::nextStep).orElse(text.nextStep()))
        .withDetail(detail)
        .withCode(failure.code())
        .withRequestId(failure.requestId());
  }

  private static ProblemText text(KmsException failure, String detail) {
    return switch (failure.kind()) {
      case REFUSED ->
          text(
              ProblemKind.INVALID,
              "AWS KMS refused: " + failure.code(),
              "Look the code up in the AWS KMS API Reference.",
              detail);
      case CREDENTIALS -> AwsProblems.explain(KmsErrorCode.MISSING_AUTHENTICATION_TOKEN);
      case UNREACHABLE ->
          text(
              ProblemKind.UNREACHABLE,
              "AWS KMS could not be reached",
              "Check the network and the Region, then try again.",
              "The network, a proxy server or the endpoint does not work.");
      case TIMEOUT ->
          text(
              ProblemKind.TIMEOUT,
              "AWS KMS did not answer in time",
              "Refresh to see what exists before you try again.",
              "It is not known whether AWS KMS did what was asked.");
      case NOT_OPENED ->
          text(
              ProblemKind.NOT_FOUND,
              "No AWS KMS is open",
              "Go to the start page and connect to AWS, or open the demo.",
              "This window works with an HSM alone.");
    };
  }

  private static ProblemText text(KmsErrorCode code) {
    return switch (code) {
      case CUSTOM_KEY_STORE_INVALID_STATE ->
          text(
              ProblemKind.CONFLICT,
              "The key store is not in a state that allows this",
              "Connect the key store first. If it is connected, look whether its proxy runs and"
                  + " answers.",
              "The key store is not connected, or is changing its state.",
              "Or it is connected, but its proxy could not be asked just now.");
      case CUSTOM_KEY_STORE_NOT_FOUND ->
          text(
              ProblemKind.NOT_FOUND,
              "There is no such key store in this account and Region",
              "Refresh the list of key stores and check the Region.",
              "It was deleted, or is in another Region.");
      case XKS_KEY_NOT_FOUND ->
          text(
              ProblemKind.NOT_FOUND,
              "The XKS proxy does not know this external key",
              "Check the ID as the proxy knows it, and that the proxy serves this key.",
              "No key of the HSM has this ID, or the proxy is not configured to serve it.");
      case XKS_KEY_ALREADY_IN_USE ->
          text(
              ProblemKind.CONFLICT,
              "The external key belongs to another KMS key already",
              "Choose another key of the HSM, or generate one for this KMS key.",
              "Each KMS key of a key store needs an external key of its own. A KMS key that waits"
                  + " for its deletion still holds its external key.");
      case XKS_KEY_INVALID_CONFIGURATION ->
          text(
              ProblemKind.INVALID,
              "The external key is not fit for a KMS key",
              "Choose a key that is AES-256, enabled, and may encrypt and decrypt.",
              "The external key is not AES-256, is disabled, or may not both encrypt and decrypt.");
      case ALREADY_EXISTS ->
          text(
              ProblemKind.CONFLICT,
              "The alias is taken",
              "Choose another alias.",
              "Another KMS key of this account and Region has this alias.");
      case INVALID_ALIAS_NAME ->
          text(
              ProblemKind.INVALID,
              "The alias is not a legal one",
              "Use letters, digits, slashes, hyphens and underscores.",
              "It has characters that AWS KMS does not allow.");
      case NOT_FOUND ->
          text(
              ProblemKind.NOT_FOUND,
              "There is no such KMS key or alias",
              "Refresh the list. A key that was just made can take some seconds to be seen.",
              "It was deleted, is in another Region, or is very new.");
      case DISABLED ->
          text(
              ProblemKind.CONFLICT,
              "The KMS key is disabled",
              "Enable the KMS key.",
              "Somebody disabled it.");
      case KMS_INVALID_STATE ->
          text(
              ProblemKind.CONFLICT,
              "The KMS key cannot be used just now",
              "Look at the connection state of its key store and at the log of the proxy.",
              "Its key store is not connected, its external key is disabled, or the proxy refused"
                  + " or could not be reached.");
      case KEY_UNAVAILABLE ->
          text(
              ProblemKind.UNREACHABLE,
              "The KMS key is not available",
              "Try again in a moment.",
              "AWS KMS could not reach what it needs.");
      case DEPENDENCY_TIMEOUT, REQUEST_TIMEOUT ->
          text(
              ProblemKind.TIMEOUT,
              "AWS KMS did not finish in time",
              "Try again in a moment.",
              "A part of AWS KMS was slow.");
      case KMS_INTERNAL, INTERNAL_FAILURE, SERVICE_UNAVAILABLE ->
          text(
              ProblemKind.UNREACHABLE,
              "AWS KMS failed inside",
              "Try again in a moment.",
              "This is on the side of AWS KMS or of the proxy.");
      case INVALID_CIPHERTEXT ->
          text(
              ProblemKind.INVALID,
              "The ciphertext does not belong here",
              "Check the KMS key and the encryption context.",
              "It was changed, or encrypted with another key or encryption context.");
      case INCORRECT_KEY ->
          text(
              ProblemKind.INVALID,
              "The ciphertext belongs to another KMS key",
              "Name the KMS key that it was encrypted under.",
              "It was encrypted under another KMS key.");
      case LIMIT_EXCEEDED ->
          text(
              ProblemKind.CONFLICT,
              "A quota of AWS KMS is reached",
              "Remove what is not needed, or ask AWS for a higher quota.",
              "The account has as many of these as it may have.");
      case TAG ->
          text(
              ProblemKind.INVALID,
              "A tag is not a legal one",
              "Mend the tags.",
              "A tag is given twice, begins with aws:, or there are more than 50.");
      case MALFORMED_POLICY_DOCUMENT ->
          text(
              ProblemKind.INVALID,
              "The key policy is not a legal one",
              "Mend the key policy.",
              "It is no valid JSON policy, names a principal that does not exist, or would lock"
                  + " you out.");
      case INVALID_ARN ->
          text(
              ProblemKind.INVALID,
              "The ARN or ID is not a legal one",
              "Check the ID.",
              "It does not have the form of a key ID, key ARN or alias.");
      case UNSUPPORTED_OPERATION ->
          text(
              ProblemKind.INVALID,
              "AWS KMS does not support this for such a key",
              "Keys in external key stores are symmetric and single-Region.",
              "The combination of properties is not supported.");
      case VALIDATION ->
          text(
              ProblemKind.INVALID,
              "AWS KMS refused a value",
              "Mend the value that the details name.",
              "A value does not have the form or length that AWS KMS wants.");
      case ACCESS_DENIED ->
          text(
              ProblemKind.DENIED,
              "You may not do this",
              "Ask for the permission that the details name.",
              "The IAM policies of your user or role, or the key policy, do not allow it.");
      case IAM_ACCESS_DENIED ->
          text(
              ProblemKind.DENIED,
              "You may not do this",
              "Ask for the permission that the details name.",
              "The IAM policies of your user or role do not allow it.");
      case THROTTLING ->
          text(
              ProblemKind.CONFLICT,
              "AWS KMS asks for fewer requests",
              "Wait some seconds, then try again.",
              "A request quota of the account is used up for the moment.");
      case CUSTOM_KEY_STORE_NAME_IN_USE ->
          text(
              ProblemKind.CONFLICT,
              "The name is taken",
              "Choose another name.",
              "Another custom key store of this account and Region has this name; AWS CloudHSM key"
                  + " stores count too.");
      case CUSTOM_KEY_STORE_HAS_CMKS ->
          text(
              ProblemKind.CONFLICT,
              "The key store still has KMS keys",
              "Schedule the deletion of its KMS keys, wait until they are deleted (7 to 30 days),"
                  + " then delete the key store.",
              "A key store can be deleted only when no KMS key is in it. A key that waits for its"
                  + " deletion still counts.");
      case XKS_PROXY_URI_IN_USE ->
          text(
              ProblemKind.CONFLICT,
              "Another key store has this endpoint and path",
              "Use another URI path, or the key store that exists.",
              "In an account and Region, each pair of proxy URI endpoint and path belongs to one"
                  + " key store.");
      case XKS_PROXY_URI_ENDPOINT_IN_USE ->
          text(
              ProblemKind.CONFLICT,
              "The endpoint is used by a key store of the other connectivity",
              "Use another host name for this key store.",
              "One endpoint cannot serve a key store with a public endpoint and one with a VPC"
                  + " endpoint service in the same Region, not even in two accounts.");
      case XKS_PROXY_URI_UNREACHABLE ->
          text(
              ProblemKind.UNREACHABLE,
              "AWS KMS could not reach the XKS proxy",
              "Run the connection check for this endpoint, mend what it finds, then try again.",
              "No proxy listens at the endpoint, port 443 is closed to AWS KMS, TLS failed, or the"
                  + " answer did not come within 250 milliseconds.",
              "Or the proxy said that no external key manager is available, or asked for fewer"
                  + " requests.");
      case XKS_PROXY_INCORRECT_AUTHENTICATION_CREDENTIAL ->
          text(
              ProblemKind.DENIED,
              "The XKS proxy does not accept the credential",
              "Enter the access key ID and secret access key that the proxy has now.",
              "The access key ID or the secret access key is not the one of the proxy, or something"
                  + " on the way changed a signed header.");
      case XKS_PROXY_INVALID_CONFIGURATION ->
          text(
              ProblemKind.INVALID,
              "The XKS proxy does not serve this URI path",
              "Compare the URI path with the one that the proxy is configured with.",
              "The proxy answered that it does not know the path.");
      case XKS_PROXY_INVALID_RESPONSE ->
          text(
              ProblemKind.INVALID,
              "AWS KMS could not make sense of the answer",
              "Look at the log of the proxy, and see that nothing in front of it (such as a load"
                  + " balancer) answers in its place.",
              "What answered is no XKS proxy, the proxy failed inside, or it cannot reach its"
                  + " HSM.");
      case XKS_PROXY_VPC_ENDPOINT_SERVICE_IN_USE ->
          text(
              ProblemKind.CONFLICT,
              "The VPC endpoint service belongs to another key store",
              "Make an endpoint service of its own for this key store; the VPC can be shared.",
              "Each VPC endpoint service serves one key store.");
      case XKS_PROXY_VPC_ENDPOINT_SERVICE_NOT_FOUND ->
          text(
              ProblemKind.NOT_FOUND,
              "AWS KMS does not find the VPC endpoint service",
              "Check name, Region and owner, and allow the principal"
                  + " cks.kms.<Region>.amazonaws.com.",
              "The name is wrong, the service is in another Region or account, or AWS KMS may not"
                  + " use it.");
      case XKS_PROXY_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION ->
          text(
              ProblemKind.INVALID,
              "The VPC endpoint service does not meet what AWS KMS requires",
              "Mend the endpoint service, then try again.",
              "It needs a Network Load Balancer in two Availability Zones, a verified private DNS"
                  + " name that the certificate of the proxy carries, and no acceptance of"
                  + " connections by hand.");
      case ROUND_TRIP_FAILED ->
          text(
              ProblemKind.BUG,
              "What came back is not what was encrypted",
              "Do not use this key. Keep the request IDs and find out why.",
              "AWS KMS, the proxy or the HSM returned other bytes.");
      default -> AwsProblems.explain(code);
    };
  }

  static ProblemText text(ProblemKind kind, String headline, String nextStep, String... causes) {
    return new ProblemText(kind, headline, List.of(causes), nextStep);
  }
}
