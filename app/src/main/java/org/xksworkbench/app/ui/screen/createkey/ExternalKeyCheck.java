package org.xksworkbench.app.ui.screen.createkey;

/// What the client knows of an external key before it asks AWS KMS.
public record ExternalKeyCheck(Outcome outcome, String headline, String text) {

  /// How the check ended.
  public enum Outcome {
    GOOD,
    /// Not a key of the attached HSM: only AWS KMS and the proxy can tell.
    UNKNOWN,
    /// AWS KMS would refuse it.
    REFUSED
  }

  static ExternalKeyCheck of(ExternalKeyChoice choice) {
    var id = choice.key().label();
    if (!choice.selectable()) {
      return new ExternalKeyCheck(
          Outcome.REFUSED,
          "AWS KMS would refuse " + id + ": " + choice.awsError(),
          sentence(choice.reason()));
    }
    var token =
        "On the token: %s, %s, %s."
            .formatted(
                choice.key().spec(),
                choice.key().sensitive() ? "sensitive" : "not sensitive",
                choice.key().neverExtractable() ? "never extractable" : "extractable at some time");
    return new ExternalKeyCheck(
        Outcome.GOOD,
        id + " was checked",
        String.join(" ", token, "Not used by another KMS key of this key store.")
            + (choice.fitness().warnings().isEmpty()
                ? ""
                : " Mind: " + String.join(" ", choice.fitness().warnings())));
  }

  static ExternalKeyCheck unknown(String id) {
    return new ExternalKeyCheck(
        Outcome.UNKNOWN,
        id + " is not a key of the attached HSM",
        "It cannot be checked here. AWS KMS asks the proxy for it when the KMS key is created.");
  }

  private static String sentence(String reason) {
    return Character.toUpperCase(reason.charAt(0))
        + reason.substring(1)
        + (reason.endsWith(".") ? "" : ".");
  }
}
