package org.xksworkbench.app.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What AWS says of a request that is not allowed, taken apart (IAM User Guide, "Troubleshoot
/// access denied error messages").
///
/// @param causes who, what and which policy, a sentence each
record DeniedAccess(List<String> causes, String nextStep) {

  private static final Pattern WHO_AND_WHAT =
      Pattern.compile(
          "User: (?<who>\\S+) is not authorized to perform: (?<action>[\\w:*-]+)"
              + "(?: on (?:the )?resources?: (?<resource>\\S+))?");

  private static final Pattern MISSING =
      Pattern.compile("because no (?<type>[\\w -]+?) policy allows");

  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "with an explicit deny in an? (?<type>[\\w -]+?) policy(?:: (?<policy>arn:\\S+))?");

  DeniedAccess {
    causes = List.copyOf(causes);
  }

  /// Empty where the text is of another form.
  static Optional<DeniedAccess> of(String message) {
    var said = WHO_AND_WHAT.matcher(message);
    if (!said.find()) {
      return Optional.empty();
    }
    var causes = new ArrayList<String>();
    causes.add(
        "%s may not %s%s."
            .formatted(
                said.group("who"),
                said.group("action"),
                said.group("resource") == null ? "" : " on " + said.group("resource")));
    var forbidden = FORBIDDEN.matcher(message);
    if (forbidden.find()) {
      var policy = forbidden.group("policy");
      causes.add(
          "A policy of the type %s forbids it%s."
              .formatted(forbidden.group("type"), policy == null ? "" : ": " + policy));
      return Optional.of(new DeniedAccess(causes, nextStep(forbidden.group("type"), true)));
    }
    var missing = MISSING.matcher(message);
    if (missing.find()) {
      causes.add("No policy of the type %s allows it.".formatted(missing.group("type")));
      return Optional.of(new DeniedAccess(causes, nextStep(missing.group("type"), false)));
    }
    return Optional.of(new DeniedAccess(causes, "Ask for the permission that the details name."));
  }

  private static String nextStep(String type, boolean forbidden) {
    return switch (type) {
      case "service control", "resource control" ->
          "Ask whoever administers the organization: nobody in the account can allow it.";
      case "permissions boundary" ->
          "Ask whoever set the permissions boundary of your user or role.";
      case "session" -> "Sign in with a session whose policy allows it.";
      case "VPC endpoint" -> "Ask whoever runs the VPC endpoint to allow it in its policy.";
      case "resource-based" -> "Ask for it in the key policy, of whoever administers the key.";
      default ->
          forbidden
              ? "Ask whoever administers your user or role to take the deny away."
              : "Ask whoever administers your user or role for this permission.";
    };
  }
}
