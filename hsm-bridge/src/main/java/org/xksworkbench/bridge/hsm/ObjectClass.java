package org.xksworkbench.bridge.hsm;

import java.util.Arrays;

/// What kind of object a token holds (`CKA_CLASS`; PKCS#11 3.1, section 4.1).
public enum ObjectClass {
  DATA(0, "Data"),
  CERTIFICATE(1, "Certificate"),
  PUBLIC_KEY(2, "Public key"),
  PRIVATE_KEY(3, "Private key"),
  SECRET_KEY(4, "Secret key"),
  HARDWARE_FEATURE(5, "Hardware feature"),
  DOMAIN_PARAMETERS(6, "Domain parameters"),
  MECHANISM(7, "Mechanism"),
  OTP_KEY(8, "OTP key"),
  PROFILE(9, "Profile"),
  /// A class of the vendor (`CKO_VENDOR_DEFINED` and above), or one that is newer than this list.
  OTHER(-1, "Other");

  private final long code;
  private final String title;

  ObjectClass(long code, String title) {
    this.code = code;
    this.title = title;
  }

  /// The value of `CKA_CLASS`; -1 for [#OTHER].
  public long code() {
    return code;
  }

  public String title() {
    return title;
  }

  /// Whether it is used to encrypt, sign and so on.
  public boolean isKey() {
    return switch (this) {
      case PUBLIC_KEY, PRIVATE_KEY, SECRET_KEY, OTP_KEY -> true;
      case DATA, CERTIFICATE, HARDWARE_FEATURE, DOMAIN_PARAMETERS, MECHANISM, PROFILE, OTHER ->
          false;
    };
  }

  public static ObjectClass of(long code) {
    return Arrays.stream(values()).filter(one -> one.code == code).findFirst().orElse(OTHER);
  }
}
