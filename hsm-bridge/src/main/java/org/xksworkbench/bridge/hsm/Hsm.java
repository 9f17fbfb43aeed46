package org.xksworkbench.bridge.hsm;

import java.util.List;

/// One PKCS#11 module, loaded and initialised (`C_Initialize`). Safe for use by several threads.
public interface Hsm extends AutoCloseable {

  ModuleInfo module();

  /// All slots, with and without a token (`C_GetSlotList`, `C_GetTokenInfo`).
  ///
  /// @throws HsmException if the module cannot be asked
  List<Slot> slots();

  /// Logs in as the user (`CKU_USER`) to the token in a slot.
  ///
  /// @param pin wiped by the caller after the call
  /// @throws HsmException with [HsmException.Reason#PIN_INCORRECT],
  ///   [HsmException.Reason#PIN_LOCKED] or another reason
  HsmSession login(long slotId, char[] pin);

  /// Initialises a token and its user PIN (`C_InitToken`, `C_InitPIN`). All that the token held is
  /// lost.
  ///
  /// @param soPin the security officer's PIN, wiped by the caller after the call
  /// @param userPin the user's first PIN, wiped by the caller after the call
  /// @return the token as it is afterwards; its slot may have another ID
  Slot initToken(long slotId, String label, char[] soPin, char[] userPin);

  /// Logs out everywhere and lets go of the module (`C_Finalize`).
  @Override
  void close();
}
