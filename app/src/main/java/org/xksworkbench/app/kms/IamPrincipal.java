package org.xksworkbench.app.kms;

/// An IAM user or role of the account.
///
/// @param path such as `/` or `/team/`
public record IamPrincipal(PrincipalType type, String name, String path, String arn) {

  /// What kind of principal.
  public enum PrincipalType {
    USER,
    ROLE
  }

  /// Whether AWS made it for one of its services: it can be in no key policy that a person writes.
  public boolean serviceLinked() {
    return path.startsWith("/aws-service-role/");
  }
}
