package org.xksworkbench.app.activity;

import java.time.Duration;
import java.time.Instant;

/// One call that changed something, tried to, or used a key.
///
/// @param operation of AWS KMS or PKCS#11, such as `CreateKey`
/// @param target what it was about, such as a key ID
/// @param requestId of AWS KMS; empty where there is none
/// @param outcome `done`, or the error code
public record ActivityEntry(
    Instant at, String operation, String target, String requestId, String outcome, Duration took) {}
