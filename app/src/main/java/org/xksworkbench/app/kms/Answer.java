package org.xksworkbench.app.kms;

import org.jspecify.annotations.Nullable;

/// What AWS KMS answered, and the request ID under which it did so. The XKS proxy sees the same ID
/// as `kmsRequestId`, CloudTrail as `requestID`.
public record Answer<T extends @Nullable Object>(T value, String requestId) {}
