package org.xksworkbench.bridge.xks.protocol;

/// The closed list of errors with their HTTP status (specification, Error codes).
public enum XksError {
  VALIDATION(400, "ValidationException"),
  INVALID_STATE(400, "InvalidStateException"),
  INVALID_CIPHERTEXT(400, "InvalidCiphertextException"),
  INVALID_KEY_USAGE(400, "InvalidKeyUsageException"),
  AUTHENTICATION_FAILED(401, "AuthenticationFailedException"),
  ACCESS_DENIED(403, "AccessDeniedException"),
  KEY_NOT_FOUND(404, "KeyNotFoundException"),
  INVALID_URI_PATH(404, "InvalidUriPathException"),
  THROTTLING(429, "ThrottlingException"),
  INTERNAL(500, "InternalException"),
  UNSUPPORTED_OPERATION(501, "UnsupportedOperationException"),
  DEPENDENCY_TIMEOUT(503, "DependencyTimeoutException");

  private final int httpStatus;
  private final String errorName;

  XksError(int httpStatus, String errorName) {
    this.httpStatus = httpStatus;
    this.errorName = errorName;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public String errorName() {
    return errorName;
  }
}
