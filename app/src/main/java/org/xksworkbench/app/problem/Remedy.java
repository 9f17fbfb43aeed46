package org.xksworkbench.app.problem;

import java.util.List;
import org.xksworkbench.app.kms.KmsErrorCode;

/// What the window can do about a problem, as a button beside it.
public enum Remedy {
  CONNECTION("Connection to AWS"),
  START("Choose something else");

  private final String words;

  Remedy(String words) {
    this.words = words;
  }

  /// What the button reads.
  public String words() {
    return words;
  }

  /// The most useful one first.
  public static List<Remedy> of(Problem problem) {
    return KmsErrorCode.of(problem.code()).map(Remedy::of).orElse(List.of());
  }

  private static List<Remedy> of(KmsErrorCode code) {
    return switch (code) {
      case ENDPOINT_REFUSED,
          NETWORK_PROXY,
          NETWORK_NAME,
          NETWORK_CONNECTION,
          NETWORK_TLS,
          NETWORK_ANSWER,
          CA_BUNDLE,
          EXPIRED_TOKEN,
          REQUEST_EXPIRED,
          INVALID_CLIENT_TOKEN_ID,
          UNRECOGNIZED_CLIENT,
          INVALID_SIGNATURE,
          MISSING_AUTHENTICATION_TOKEN ->
          List.of(CONNECTION, START);
      case SDK_CONFIGURATION,
          SSO_SESSION_EXPIRED,
          SSO_ROLE_DENIED,
          PROFILE_UNUSABLE,
          CONSOLE_LOGIN,
          CONSOLE_LOGIN_ENDED,
          CREDENTIAL_PROCESS_FAILED ->
          List.of(START);
      default -> List.of();
    };
  }
}
