package org.xksworkbench.bridge.hsm;

/// As whom one is logged in.
public enum Role {
  /// `CKU_USER`: sees and uses all objects.
  USER,
  /// `CKU_SO`: initialises the token and sets the user's PIN; sees no private object.
  SECURITY_OFFICER,
  /// No login: sees public objects only, and a token that requires a login shows nothing else.
  NOBODY
}
