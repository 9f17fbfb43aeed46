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

  /// Logs in to the token in a slot, as the user or the security officer, or not at all.
  ///
  /// @param pin wiped by the caller after the call; empty lets the token ask for it itself
  ///   (`CKF_PROTECTED_AUTHENTICATION_PATH`), or where the role is [Role#NOBODY]
  HsmSession login(long slotId, Role role, char[] pin);

  /// All that a slot and the token in it tell of themselves.
  SlotDetails details(long slotId);

  /// What the token in a slot can do (`C_GetMechanismList`), by name.
  List<MechanismDetails> mechanisms(long slotId);

  /// Changes a PIN (`C_SetPIN`). The security officer's can be changed only while nobody is logged
  /// in from this process.
  ///
  /// @param oldPin wiped by the caller after the call; empty lets the token ask for both
  /// @param newPin wiped by the caller after the call
  @ChangesToken("C_SetPIN")
  void changePin(long slotId, Role role, char[] oldPin, char[] newPin);

  /// Gives the user another PIN by the word of the security officer (`C_InitPIN`), as after it was
  /// locked. Possible only while nobody is logged in from this process.
  ///
  /// @param soPin wiped by the caller after the call
  /// @param userPin wiped by the caller after the call
  @ChangesToken("C_InitPIN")
  void resetUserPin(long slotId, char[] soPin, char[] userPin);

  /// Ends and starts the module: some see a new device only then. Ends every login.
  void reload();

  /// Initialises a token and its user PIN (`C_InitToken`, `C_InitPIN`). All that the token held is
  /// lost.
  ///
  /// @param soPin the security officer's PIN, wiped by the caller after the call
  /// @param userPin the user's first PIN, wiped by the caller after the call
  /// @return the token as it is afterwards; its slot may have another ID
  @ChangesToken("C_InitToken")
  Slot initToken(long slotId, String label, char[] soPin, char[] userPin);

  /// Logs out everywhere and lets go of the module (`C_Finalize`).
  @Override
  void close();
}
