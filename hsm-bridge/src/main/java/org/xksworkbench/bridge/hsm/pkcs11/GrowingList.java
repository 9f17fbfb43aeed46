package org.xksworkbench.bridge.hsm.pkcs11;

import org.xipki.pkcs11.wrapper.PKCS11Exception;

/// A list that a module tells by two questions: how many there are, and which. It may have grown
/// between them.
final class GrowingList {

  private static final int TRIES = 5;

  @FunctionalInterface
  interface Question<T> {
    T ask() throws PKCS11Exception;
  }

  private GrowingList() {}

  static <T> T of(Question<T> question) throws PKCS11Exception {
    for (var tries = 1; ; tries++) {
      try {
        return question.ask();
      } catch (PKCS11Exception e) {
        if (e.getErrorCode() != ReturnCodes.BUFFER_TOO_SMALL || tries == TRIES) {
          throw e;
        }
      }
    }
  }
}
