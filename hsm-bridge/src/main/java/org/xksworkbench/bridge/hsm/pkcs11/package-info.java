/// The only code that knows Cryptoki (PKCS#11 version 2.40 and 3.1, OASIS).
///
/// A module is loaded once a process: `C_Initialize` with `CKF_OS_LOCKING_OK`, because several
/// threads call it. A login counts for the whole process and token, so all sessions of a token
/// share it. Each call borrows a session of its own, since one session does one operation at a
/// time.
///
/// Object handles are remembered by label and ID, because finding an object takes time that grows
/// with the number of objects. A handle that the token no longer accepts
/// (`CKR_OBJECT_HANDLE_INVALID`, `CKR_KEY_HANDLE_INVALID`) is forgotten and looked up once more.
@NullMarked
package org.xksworkbench.bridge.hsm.pkcs11;

import org.jspecify.annotations.NullMarked;
