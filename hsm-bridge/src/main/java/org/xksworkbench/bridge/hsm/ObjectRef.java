package org.xksworkbench.bridge.hsm;

/// Names one object of a token.
///
/// @param number names it while a login lasts, even where others have the same label and ID;
///   whether it still names the same object is checked by class, label and ID before anything is
///   done to it. 0 where only what lasts longer is known
/// @param label `CKA_LABEL`, empty if the object has none
/// @param id `CKA_ID` in lower-case hexadecimal, empty if the object has none
public record ObjectRef(long number, ObjectClass objectClass, String label, String id) {

  /// Names a secret key by what lasts.
  public static ObjectRef secretKey(String label, String id) {
    return new ObjectRef(0, ObjectClass.SECRET_KEY, label, id);
  }

  /// Without the number: a PKCS#11 object handle ends with the session, the login, or the device's
  /// good will.
  public ObjectRef lasting() {
    return new ObjectRef(0, objectClass, label, id);
  }
}
