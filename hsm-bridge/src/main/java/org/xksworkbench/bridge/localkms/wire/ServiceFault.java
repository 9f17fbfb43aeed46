package org.xksworkbench.bridge.localkms.wire;

import java.util.Objects;

/// An error that the AWS service would answer with.
public final class ServiceFault extends RuntimeException {

  private static final long serialVersionUID = 1;

  private static final int CLIENT = 400;
  private static final int DENIED = 403;
  private static final int SERVER = 500;

  private final String code;
  private final int status;

  private ServiceFault(int status, String code, String message) {
    super(message);
    this.code = code;
    this.status = status;
  }

  /// An error of the caller or of its resources. All are HTTP 400 in AWS KMS, not found and invalid
  /// state included.
  ///
  /// @param code such as `CustomKeyStoreNotFoundException`
  public static ServiceFault of(String code, String message) {
    return new ServiceFault(CLIENT, code, message);
  }

  /// An error of the service itself, HTTP 500, which SDKs retry.
  public static ServiceFault ofService(String code, String message) {
    return new ServiceFault(SERVER, code, message);
  }

  /// The caller may not: HTTP 403, as in AWS STS.
  public static ServiceFault denial(String code, String message) {
    return new ServiceFault(DENIED, code, message);
  }

  /// A request that keeps the constraints of each parameter, and still makes no sense.
  public static ServiceFault invalid(String message) {
    return of("ValidationException", message);
  }

  public String code() {
    return code;
  }

  /// HTTP status.
  public int status() {
    return status;
  }

  public String message() {
    return Objects.requireNonNullElse(getMessage(), "");
  }
}
