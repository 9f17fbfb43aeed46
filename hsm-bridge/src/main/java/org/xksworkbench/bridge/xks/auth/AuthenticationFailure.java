package org.xksworkbench.bridge.xks.auth;

/// Why a signature was not accepted. For the log; the caller learns only that it was not.
public final class AuthenticationFailure extends Exception {

  private static final long serialVersionUID = 1;

  AuthenticationFailure(String why) {
    super(why);
  }
}
