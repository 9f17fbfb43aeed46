package org.xksworkbench.bridge.hsm.pkcs11;

import org.slf4j.LoggerFactory;

/// What becomes of a process when a call hangs in its PKCS#11 module and a login must be renewed, a
/// session closed or the module restarted. Beside a running call that is never done: libraries are
/// known to crash. What hangs in a library hangs for good, so the process has to be replaced.
@FunctionalInterface
public interface GiveUp {

  /// Ends the process, if it can. Where it returns, the operation fails and nothing else happens.
  ///
  /// @param why a sentence for the log
  void because(String why);

  /// For programs that end by themselves soon, such as a command.
  static GiveUp never() {
    return why -> LoggerFactory.getLogger(GiveUp.class).warn("{}", why);
  }
}
