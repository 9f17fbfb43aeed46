package org.xksworkbench.bridge.hsm;

/// What a secret key may be used for: `CKA_ENCRYPT`, `CKA_DECRYPT` and so on.
public enum KeyUsage {
  ENCRYPT,
  DECRYPT,
  WRAP,
  UNWRAP,
  SIGN,
  VERIFY,
  DERIVE
}
