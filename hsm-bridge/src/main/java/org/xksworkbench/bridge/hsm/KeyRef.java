package org.xksworkbench.bridge.hsm;

/// Names one key on the token of a session by what lasts. A PKCS#11 object handle does not: it ends
/// with the session, the login, or the device's good will.
///
/// @param label `CKA_LABEL`
/// @param id `CKA_ID` in lower-case hexadecimal, empty if the key has none
public record KeyRef(String label, String id) {}
