package org.xksworkbench.bridge.hsm.pkcs11;

/// Functions that [ForeignImplementation] calls.
enum CryptokiFunction {
  INITIALIZE(0),
  FINALIZE(1),
  GET_INFO(2),
  GET_SLOT_LIST(4),
  GET_SLOT_INFO(5),
  GET_TOKEN_INFO(6),
  GET_MECHANISM_LIST(7),
  GET_MECHANISM_INFO(8),
  INIT_TOKEN(9),
  INIT_PIN(10),
  SET_PIN(11),
  OPEN_SESSION(12),
  CLOSE_SESSION(13),
  GET_SESSION_INFO(15),
  LOGIN(18),
  LOGOUT(19),
  DESTROY_OBJECT(22),
  SET_ATTRIBUTE_VALUE(25),
  FIND_OBJECTS_INIT(26),
  FIND_OBJECTS(27),
  FIND_OBJECTS_FINAL(28),
  ENCRYPT_INIT(29),
  ENCRYPT(30),
  SIGN_INIT(42),
  SIGN(43),
  GENERATE_KEY(58),
  GENERATE_RANDOM(64);

  private final int place;

  CryptokiFunction(int place) {
    this.place = place;
  }

  /// In `CK_FUNCTION_LIST`.
  int place() {
    return place;
  }
}
