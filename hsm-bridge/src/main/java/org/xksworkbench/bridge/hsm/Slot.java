package org.xksworkbench.bridge.hsm;

import java.util.Optional;

/// A slot of a module, and the token in it if there is one.
///
/// @param id an unsigned number: some modules set the highest bit
/// @param description empty if the slot itself did not answer
/// @param trouble why slot or token cannot be asked, mostly a return code such as
///   `CKR_DEVICE_ERROR`: what is in the slot is not known then; empty if they answered
public record Slot(long id, String description, Optional<Token> token, String trouble) {

  /// The ID as people read it.
  public String number() {
    return number(id);
  }

  /// An ID as people read it.
  public static String number(long slotId) {
    return Long.toUnsignedString(slotId);
  }
}
