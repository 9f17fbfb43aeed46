package org.xksworkbench.app.problem;

import static org.xksworkbench.app.problem.KmsProblems.text;

import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.problem.KmsProblems.ProblemText;
import org.xksworkbench.app.problem.Problem.ProblemKind;

/// What keeps requests from AWS before any service looks at them, explained: the network, the
/// settings, the sign-in, the credentials.
final class AwsProblems {

  private AwsProblems() {}

  static ProblemText explain(KmsErrorCode code) {
    return switch (code) {
      case SSO_SESSION_EXPIRED ->
          text(
              ProblemKind.DENIED,
              "The sign-in to IAM Identity Center has ended",
              "Run aws sso login for this profile, then try again.",
              "The session that the AWS CLI keeps has expired, or there is none.");
      case SSO_ROLE_DENIED ->
          text(
              ProblemKind.DENIED,
              "IAM Identity Center does not give this role",
              "Ask whoever administers IAM Identity Center, or choose another profile.");
      case PROFILE_UNUSABLE ->
          text(
              ProblemKind.INVALID,
              "The AWS profile cannot be used",
              "Correct the AWS file where it says so, or choose another profile.");
      case PROFILE_NOT_MADE ->
          text(
              ProblemKind.INVALID,
              "The profile was not made",
              "Correct what was entered, or look at the file, then try again.");
      case CONSOLE_LOGIN ->
          text(
              ProblemKind.INVALID,
              "A sign-in by aws login needs the AWS CLI",
              "Install the AWS CLI, version 2.32 or newer, or choose another profile.");
      case CONSOLE_LOGIN_ENDED ->
          text(
              ProblemKind.DENIED,
              "The sign-in by aws login has ended",
              "Run aws login for this profile, then try again.");
      case CREDENTIAL_PROCESS_FAILED ->
          text(
              ProblemKind.DENIED,
              "The program that hands out the credentials failed",
              "Run the command of credential_process at a terminal, see what it wants, then try"
                  + " again.");
      case MFA_CODE_MISSING ->
          text(
              ProblemKind.DENIED,
              "No MFA code was given",
              "Try again, and enter the code that the device shows.");
      case MFA_CODE_REFUSED ->
          text(
              ProblemKind.DENIED,
              "The MFA code was refused",
              "Wait until the device shows another code, then try again.");
      case ENDPOINT_REFUSED ->
          text(
              ProblemKind.INVALID,
              "A setting sends requests elsewhere than to AWS",
              "Take the setting away, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true before the"
                  + " start. To work with a stand-in on this machine, start with --local-kms.");
      case NETWORK_PROXY ->
          text(
              ProblemKind.UNREACHABLE,
              "The proxy server of the network cannot be used",
              "Set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT, or without user and password"
                  + " where the proxy asks for none, then start the program again.");
      case CA_BUNDLE ->
          text(
              ProblemKind.INVALID,
              "The CA bundle cannot be used",
              "Have AWS_CA_BUNDLE, or ca_bundle of the profile, name a file with certificates in"
                  + " PEM form.");
      case SDK_CONFIGURATION ->
          text(
              ProblemKind.INVALID,
              "The AWS SDK does not understand a setting",
              "Correct the variable or the line of the AWS file that it is about.");
      case SIGN_IN_FAILED ->
          text(
              ProblemKind.DENIED,
              "The sign-in came to nothing",
              "Begin it once more, and say yes in the browser.");
      case NETWORK_NAME ->
          text(
              ProblemKind.UNREACHABLE,
              "The name of AWS's host is not known here",
              "Where only a proxy leads out of the network, set HTTPS_PROXY before the start. Else"
                  + " check the network, the VPN and the Region.");
      case NETWORK_CONNECTION ->
          text(
              ProblemKind.UNREACHABLE,
              "AWS KMS could not be reached",
              "Check the network and the Region, then try again.");
      case NETWORK_TLS ->
          text(
              ProblemKind.UNREACHABLE,
              "TLS with AWS failed",
              "Where your company inspects TLS, have AWS_CA_BUNDLE, or ca_bundle of the profile,"
                  + " name a file with its authority in PEM form.");
      case NETWORK_ANSWER ->
          text(
              ProblemKind.UNREACHABLE,
              "Something between here and AWS answered",
              "Look whether the network asks for a sign-in in the browser, and whether its proxy is"
                  + " the right one.");
      case EXPIRED_TOKEN, REQUEST_EXPIRED ->
          text(
              ProblemKind.DENIED,
              "The AWS credentials have expired",
              "Sign in again for this profile, then try again. Credentials of a terminal cannot be"
                  + " renewed here: start the program again from a terminal that has new ones.",
              "The session that they belong to is over.");
      case INVALID_CLIENT_TOKEN_ID, UNRECOGNIZED_CLIENT ->
          text(
              ProblemKind.DENIED,
              "AWS does not know the access key",
              "Choose another Region or profile, or look in IAM whether the access key is active.",
              "It was deleted or made inactive, or is of another partition of AWS.",
              "Or the Region is not enabled in the account.");
      case INVALID_SIGNATURE ->
          text(
              ProblemKind.DENIED,
              "AWS does not accept the signature",
              "Correct the secret access key of the profile, and compare the clock of this"
                  + " computer.",
              "The secret access key does not belong to the access key ID.",
              "Or the clock of this computer is wrong.");
      case REQUEST_TIME_TOO_SKEWED ->
          text(
              ProblemKind.DENIED,
              "The clock of this computer is wrong",
              "Set the clock, then try again.",
              "AWS accepts no request whose time is far from its own.");
      case MISSING_AUTHENTICATION_TOKEN ->
          text(
              ProblemKind.DENIED,
              "There are no valid AWS credentials",
              "Sign in again for this profile, then try again.",
              "The profile has no credentials, or they have expired.");
      default -> throw new IllegalArgumentException("Nothing is said of " + code);
    };
  }
}
