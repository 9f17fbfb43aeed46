package org.xksworkbench.bridge.localkms;

/// An error that AWS KMS would answer with. All are HTTP 400, as recorded from AWS.
final class KmsFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String code;

  /// @param code such as `CustomKeyStoreNotFoundException`
  KmsFault(String code, String message) {
    super(message);
    this.code = code;
  }

  String code() {
    return code;
  }
}
