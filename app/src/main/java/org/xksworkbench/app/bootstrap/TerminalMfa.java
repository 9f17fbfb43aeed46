package org.xksworkbench.app.bootstrap;

import org.xksworkbench.app.kms.MfaPrompt;

/// Asks at the terminal, where somebody sits at one.
public record TerminalMfa() implements MfaPrompt {

  @Override
  public String code(String profile, String serial) {
    var console = System.console();
    if (console == null || !console.isTerminal()) {
      return MfaPrompt.none().code(profile, serial);
    }
    var typed = console.readPassword("MFA code for %s, of the device %s: ", profile, serial);
    return typed == null ? MfaPrompt.none().code(profile, serial) : new String(typed);
  }
}
