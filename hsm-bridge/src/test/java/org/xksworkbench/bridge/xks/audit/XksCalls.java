package org.xksworkbench.bridge.xks.audit;

import java.time.Instant;

/// Calls for tests.
public final class XksCalls {

  private XksCalls() {}

  /// One that was served.
  public static XksCall served(String kmsRequestId) {
    return call(kmsRequestId, "Encrypt", 200, "", 3);
  }

  /// One whose signature was refused.
  static XksCall refused(String kmsRequestId) {
    return call(kmsRequestId, "Encrypt", 401, "AuthenticationFailedException", 0);
  }

  public static XksCall call(
      String kmsRequestId, String operation, int status, String error, long tokenMicros) {
    return new XksCall(
        Instant.EPOCH,
        kmsRequestId,
        operation,
        "Encrypt",
        "arn:aws:iam::1:user/Alice",
        "arn:aws:kms:r:1:key/k",
        "s3.us-east-1.amazonaws.com",
        "vpc-1",
        "vpce-1",
        "203.0.113.7",
        "HTTP/2",
        "AKIDEXAMPLE",
        "/payments",
        "key-1",
        status,
        error,
        "",
        1,
        2,
        tokenMicros,
        4000);
  }

  /// One in which all that comes over the wire is the same text.
  static XksCall saying(String text) {
    return new XksCall(
        Instant.EPOCH,
        text,
        text,
        text,
        text,
        text,
        text,
        text,
        text,
        text,
        text,
        text,
        text,
        text,
        200,
        text,
        text,
        1,
        2,
        3,
        4);
  }
}
