package org.xksworkbench.bridge.hsm;

/// Ways to show that two keys differ. None identifies a key: three bytes are shared by one key in
/// sixteen million.
public enum CheckValueMethod {
  /// The start of the AES CMAC over a block of 16 zero bytes (`CKM_AES_CMAC`); needs `CKA_SIGN`.
  /// The one for records.
  CMAC("CMAC", true),
  /// The start of a block of zeros encrypted in ECB mode; needs `CKA_ENCRYPT`. Of a key that is
  /// used with GCM these are bits of its hash subkey, which authenticates every message.
  ECB("AES-ECB of zeros", false),
  /// What the token has stored as `CKA_CHECK_VALUE`, for AES the same as [#ECB].
  ATTRIBUTE("CKA_CHECK_VALUE", false);

  private final String title;
  private final boolean harmless;

  CheckValueMethod(String title, boolean harmless) {
    this.title = title;
    this.harmless = harmless;
  }

  public String title() {
    return title;
  }

  /// Whether it may be shown and exported without being asked for.
  public boolean harmless() {
    return harmless;
  }
}
