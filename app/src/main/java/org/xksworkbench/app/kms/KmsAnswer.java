package org.xksworkbench.app.kms;

/// What AWS KMS answered, and the request ID under which it did so. The XKS proxy sees the same ID
/// as `kmsRequestId`, CloudTrail as `requestID`.
public record KmsAnswer<T>(T value, String requestId) {}
