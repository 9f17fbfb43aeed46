package org.xksworkbench.app.activity;

import java.time.Duration;
import java.time.Instant;

/// One call that changed something, tried to, or used a key.
///
/// @param who ARN of the caller, or the profile while that is not known
/// @param operation of AWS KMS or PKCS#11, such as `CreateKey`
/// @param target what it was about, such as a key ID
/// @param requestId of AWS KMS; empty where there is none
/// @param outcome `done`, or the error code
public record ActivityEntry(
    Instant at,
    String who,
    String operation,
    String target,
    String requestId,
    String outcome,
    Duration took) {}
