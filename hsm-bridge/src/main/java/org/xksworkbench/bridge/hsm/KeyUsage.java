package org.xksworkbench.bridge.hsm;

/// What a secret key may be used for: `CKA_ENCRYPT`, `CKA_DECRYPT` and so on.
public enum KeyUsage {
  ENCRYPT(AttributeType.ENCRYPT),
  DECRYPT(AttributeType.DECRYPT),
  WRAP(AttributeType.WRAP),
  UNWRAP(AttributeType.UNWRAP),
  SIGN(AttributeType.SIGN),
  VERIFY(AttributeType.VERIFY),
  DERIVE(AttributeType.DERIVE);

  private final AttributeType attribute;

  KeyUsage(AttributeType attribute) {
    this.attribute = attribute;
  }

  /// The attribute that allows it.
  public AttributeType attribute() {
    return attribute;
  }
}
